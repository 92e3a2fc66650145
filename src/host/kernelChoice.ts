import * as vscode from 'vscode';
import { controllerId, languageId, notebookType } from './names';
import { isOurs, namesUs, withOurs } from './ownership';

/** Makes our kernel the chosen one where the notebook is ours, once, and nowhere else. */
export function preselect(controller: vscode.NotebookController, extensionId: string): vscode.Disposable {
  const decided = new WeakSet<vscode.NotebookDocument>();

  const prefer = (notebook: vscode.NotebookDocument) => {
    if (ours(notebook)) controller.updateNotebookAffinity(notebook, vscode.NotebookControllerAffinity.Preferred);
  };
  // affinity alone leaves the choice to the user where there are several kernels
  const choose = (editor: vscode.NotebookEditor | undefined) => {
    if (!editor || decided.has(editor.notebook) || !ours(editor.notebook)) return;
    decided.add(editor.notebook);
    void selectKernel(editor, extensionId);
  };

  for (const notebook of vscode.workspace.notebookDocuments) prefer(notebook);
  choose(vscode.window.activeNotebookEditor);
  return vscode.Disposable.from(
    vscode.workspace.onDidOpenNotebookDocument(prefer),
    vscode.window.onDidChangeActiveNotebookEditor(choose),
    controller.onDidChangeSelectedNotebooks(({ notebook, selected }) => {
      decided.add(notebook);
      if (selected) void convertEmpty(notebook);
    }),
  );
}

/** Without asking; the editor has to be the active one. */
export async function selectKernel(notebookEditor: vscode.NotebookEditor, extensionId: string): Promise<void> {
  await vscode.commands.executeCommand('notebook.selectKernel', {
    notebookEditor,
    id: controllerId,
    extension: extensionId,
  });
}

/** Writes our names into a notebook that holds nothing but our cells, so that it opens as ours from then on. */
export async function adopt(notebook: vscode.NotebookDocument): Promise<void> {
  if (namesUs(notebook.metadata) || !ours(notebook)) return;
  const edit = new vscode.WorkspaceEdit();
  edit.set(notebook.uri, [vscode.NotebookEdit.updateNotebookMetadata(withOurs(notebook.metadata))]);
  await vscode.workspace.applyEdit(edit);
}

export function ours(notebook: vscode.NotebookDocument): boolean {
  return notebook.notebookType === notebookType && isOurs(notebook.metadata, codeCells(notebook).map(languageOf));
}

/** A fresh notebook opens with a Python cell; whoever chooses our kernel for it means a cell of ours. */
async function convertEmpty(notebook: vscode.NotebookDocument): Promise<void> {
  const cells = codeCells(notebook);
  if (cells.some((cell) => cell.document.getText().trim() !== '')) return;
  for (const { document } of cells) {
    if (document.languageId !== languageId) await vscode.languages.setTextDocumentLanguage(document, languageId);
  }
}

function codeCells(notebook: vscode.NotebookDocument): vscode.NotebookCell[] {
  return notebook.getCells().filter((cell) => cell.kind === vscode.NotebookCellKind.Code);
}

function languageOf(cell: vscode.NotebookCell): string {
  return cell.document.languageId;
}
