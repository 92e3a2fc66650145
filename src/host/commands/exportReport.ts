import * as vscode from 'vscode';
import { toBase64 } from '../../protocol/packing';
import { reportOf } from '../../protocol/report/report';
import type { ReportCell } from '../../protocol/report/report';
import { resultMime } from '../../protocol/result';

/** Asks where, and writes the notebook in front with its saved results as one HTML file. */
export async function exportReport(): Promise<void> {
  const notebook = vscode.window.activeNotebookEditor?.notebook;
  if (!notebook) return void vscode.window.showInformationMessage('Open the notebook to report on first.');
  const title = titleOf(notebook.uri);
  const folder = notebook.isUntitled
    ? vscode.workspace.workspaceFolders?.[0]?.uri
    : vscode.Uri.joinPath(notebook.uri, '..');
  const place = await vscode.window.showSaveDialog({
    title: 'Export Notebook as HTML Report',
    filters: { HTML: ['html'] },
    ...(folder ? { defaultUri: vscode.Uri.joinPath(folder, `${title}.html`) } : {}),
  });
  if (!place) return;
  const html = reportOf(title, notebook.getCells().map(reportCell));
  await vscode.workspace.fs.writeFile(place, new TextEncoder().encode(html));
  void vscode.window.showInformationMessage(`The report is in ${titleOf(place)}.html.`);
}

function titleOf(uri: vscode.Uri): string {
  return (uri.path.split('/').pop() ?? 'report').replace(/\.[^.]*$/, '');
}

function reportCell({ kind, document, outputs }: vscode.NotebookCell): ReportCell {
  const items = outputs.flatMap((output) => output.items);
  const item = (mime: string) => items.find((each) => each.mime === mime)?.data;
  const text = (data: Uint8Array | undefined) => (data ? new TextDecoder().decode(data) : undefined);
  const picture = item('image/png');
  const plain = text(item('text/plain') ?? item('application/vnd.code.notebook.stdout'));
  const result = parsed(text(item(resultMime)));
  const failure = parsed(text(item('application/vnd.code.notebook.error'))) as { message?: unknown } | undefined;
  return {
    kind: kind === vscode.NotebookCellKind.Code ? 'code' : 'markdown',
    text: document.getText(),
    ...(result === undefined ? {} : { result }),
    ...(picture ? { picture: toBase64(picture) } : {}),
    ...(plain === undefined ? {} : { plain }),
    ...(typeof failure?.message === 'string' ? { error: failure.message } : {}),
  };
}

function parsed(json: string | undefined): unknown {
  try {
    return json === undefined ? undefined : (JSON.parse(json) as unknown);
  } catch {
    return undefined;
  }
}
