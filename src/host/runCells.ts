import * as vscode from 'vscode';

/** Runs cells as if the user had pressed their run buttons. */
export async function runCells(notebook: vscode.NotebookDocument, start: number, end: number): Promise<void> {
  await vscode.commands.executeCommand('notebook.cell.execute', { ranges: [{ start, end }], document: notebook.uri });
}
