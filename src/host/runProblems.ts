import * as vscode from 'vscode';
import type { Problem } from '../data/problem';
import type { TextRange } from '../language/text';

/** The editor finds most mistakes too, a moment after the text has changed: wait for it, to not say everything twice. */
const editorsTurn = 800;

/** Mistakes that only a run could find, underlined in the cell until it is changed or run again. */
export class RunProblems implements vscode.Disposable {
  private readonly collection = vscode.languages.createDiagnosticCollection('model-cells-run');
  private readonly changes = vscode.workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
    if (contentChanges.length > 0) this.collection.delete(document.uri);
  });

  set(cell: vscode.NotebookCell, problem: Problem, { start, end }: TextRange): void {
    const range = new vscode.Range(start.line, start.character, end.line, end.character);
    const diagnostic = new vscode.Diagnostic(range, problem.message, vscode.DiagnosticSeverity.Error);
    diagnostic.source = 'Model Cells';
    diagnostic.code = problem.code;
    const { document } = cell;
    const { version } = document;
    setTimeout(() => {
      const known = vscode.languages.getDiagnostics(document.uri).some(({ code }) => code === problem.code);
      if (!known && document.version === version) this.collection.set(document.uri, [diagnostic]);
    }, editorsTurn);
  }

  clear(cell: vscode.NotebookCell): void {
    this.collection.delete(cell.document.uri);
  }

  dispose(): void {
    this.changes.dispose();
    this.collection.dispose();
  }
}
