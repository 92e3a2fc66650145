// A test module of VS Code itself: runs inside its extension host, with nothing but the API, in whatever product started
// it. `npm run test:desktop` starts desktop VS Code with it, test/node-host/sample.test.ts a server.
import * as vscode from 'vscode';
import { resultMime } from '../../src/protocol/result';

const patience = 180_000;

/** VS Code calls this and takes a rejection for a failure. */
export async function run(): Promise<void> {
  const folder = vscode.workspace.workspaceFolders?.[0];
  if (!folder) throw new Error('No folder is open.');
  const uri = vscode.Uri.joinPath(folder.uri, 'penguins.ipynb');
  const notebook = await vscode.workspace.openNotebookDocument(uri);
  await vscode.window.showNotebookDocument(notebook);
  // the command ends when the cells do, but not for a cell that nobody runs
  void vscode.commands.executeCommand('notebook.execute');

  const cells = notebook.getCells().filter((cell) => cell.kind === vscode.NotebookCellKind.Code);
  const end = Date.now() + patience;
  while (!cells.every((cell) => cell.executionSummary?.success !== undefined)) {
    if (Date.now() > end)
      throw new Error(`Cells still running after ${patience / 1000} s: ${running(cells).join(', ')}`);
    await new Promise((done) => setTimeout(done, 200));
  }
  for (const cell of cells) check(cell);
}

function running(cells: vscode.NotebookCell[]): number[] {
  return cells.filter((cell) => cell.executionSummary?.success === undefined).map((cell) => cell.index);
}

function check(cell: vscode.NotebookCell): void {
  const items = cell.outputs.flatMap((output) => output.items);
  const text = (mime: string) => {
    const item = items.find((item) => item.mime === mime);
    return item && new TextDecoder().decode(item.data);
  };
  const where = `cell ${cell.index} (${cell.document.lineAt(0).text})`;
  if (!cell.executionSummary?.success) {
    throw new Error(`${where} failed: ${text('application/vnd.code.notebook.error') ?? 'without a message'}`);
  }
  const result = text(resultMime);
  if (result === undefined)
    throw new Error(`${where} has no Result, only ${items.map((item) => item.mime).join(', ')}`);
  const { version, verb, figures } = JSON.parse(result) as { version: number; verb: string; figures: unknown[] };
  if (version !== 1 || !cell.document.getText().startsWith(`${verb}:`) || figures.length === 0) {
    throw new Error(`${where} has an unexpected Result: version ${version}, verb ${verb}, ${figures.length} figures`);
  }
}
