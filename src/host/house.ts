import * as vscode from 'vscode';
import { fromBase64 } from '../protocol/packing';
import type { WorkspaceFiles } from './files';
import type { House } from './messaging';
import type { ModelStore } from './models';
import { runIdOf } from './outputs';

/** Files and trained models for the webviews of a notebook. */
export function makeHouse(files: WorkspaceFiles, models: ModelStore): House {
  return (notebook) => ({
    locate: ({ path }) => files.locate(notebook, path),
    readChunk: (input) => files.readChunk(notebook, input),
    writeFile: ({ path, base64, overwrite }) => files.write(notebook, path, fromBase64(base64), overwrite),
    readModel: ({ key }) => models.read(key),
    writeModel: ({ key, model }) => models.write(key, model),
    command: ({ runId, command }) => outputCommands[command](notebook, runId),
  });
}

/** Commands that a button in an output may ask for. */
const outputCommands = {
  rerun(notebook: vscode.NotebookDocument, runId: string): void {
    const cell = notebook.getCells().find((each) => runIdOf(each) === runId);
    if (cell) void runCells(notebook, cell.index, cell.index + 1);
  },
};

/** Runs cells as if the user had pressed their run buttons. */
export async function runCells(notebook: vscode.NotebookDocument, start: number, end: number): Promise<void> {
  await vscode.commands.executeCommand('notebook.cell.execute', { ranges: [{ start, end }], document: notebook.uri });
}
