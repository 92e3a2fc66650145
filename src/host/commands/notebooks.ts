import * as vscode from 'vscode';
import { ours, selectKernel } from '../kernelChoice';
import { languageId, notebookType } from '../names';
import { ownMetadata } from '../ownership';

export function modelCell(text: string): vscode.NotebookCellData {
  return new vscode.NotebookCellData(vscode.NotebookCellKind.Code, text, languageId);
}

export function markdownCell(text: string): vscode.NotebookCellData {
  return new vscode.NotebookCellData(vscode.NotebookCellKind.Markup, text, 'markdown');
}

/** Opens a new notebook of ours with these cells. */
export async function openNotebook(
  cells: vscode.NotebookCellData[],
  extensionId: string,
): Promise<vscode.NotebookEditor> {
  const data = new vscode.NotebookData(cells);
  data.metadata = { metadata: ownMetadata, nbformat: 4, nbformat_minor: 5 };
  const notebook = await vscode.workspace.openNotebookDocument(notebookType, data);
  const editor = await vscode.window.showNotebookDocument(notebook);
  await selectKernel(editor, extensionId);
  return editor;
}

export async function insertCells(
  notebook: vscode.NotebookDocument,
  index: number,
  cells: vscode.NotebookCellData[],
): Promise<void> {
  const edit = new vscode.WorkspaceEdit();
  edit.set(notebook.uri, [vscode.NotebookEdit.insertCells(index, cells)]);
  await vscode.workspace.applyEdit(edit);
}

/** The notebook in front, when its kernel is ours or would be. */
export function activeOwnEditor(): vscode.NotebookEditor | undefined {
  const editor = vscode.window.activeNotebookEditor;
  return editor && ours(editor.notebook) ? editor : undefined;
}

/** The cell a command was asked for: its argument, else the selected one. */
export function commandCell(cell: vscode.NotebookCell | undefined): vscode.NotebookCell | undefined {
  const editor = vscode.window.activeNotebookEditor;
  const selected = editor?.selections[0]?.start;
  const found =
    cell ??
    (editor && selected !== undefined && selected < editor.notebook.cellCount
      ? editor.notebook.cellAt(selected)
      : undefined);
  return found?.document.languageId === languageId ? found : undefined;
}
