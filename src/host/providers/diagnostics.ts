import * as vscode from 'vscode';
import { checkAgainstColumns } from '../../language/columns';
import { located } from '../../language/parseCell';
import type { LocatedProblem } from '../../language/parseCell';
import { dataExtensions } from '../dataFiles';
import { languageId } from '../names';
import { modelCells, toRange } from './cells';
import type { CellView, Cells } from './cells';

/** Quiet time after a change before cells are checked, in milliseconds. */
const delay = 250;

const severities = {
  error: vscode.DiagnosticSeverity.Error,
  warning: vscode.DiagnosticSeverity.Warning,
  information: vscode.DiagnosticSeverity.Information,
} as const;

/** Checks the model cells of open notebooks as they change, and offers to mend what has an obvious mend. */
export class Diagnostics implements vscode.CodeActionProvider, vscode.Disposable {
  private readonly collection = vscode.languages.createDiagnosticCollection('model-cells');
  private readonly problems = new Map<string, LocatedProblem[]>();
  private readonly timers = new Map<vscode.NotebookDocument, ReturnType<typeof setTimeout>>();
  private readonly subscriptions: vscode.Disposable[];

  constructor(private readonly cells: Cells) {
    const { workspace } = vscode;
    const watcher = workspace.createFileSystemWatcher(`**/*{${dataExtensions.join(',')}}`);
    const checkAll = (): void => {
      this.cells.forgetFiles();
      for (const notebook of workspace.notebookDocuments) this.schedule(notebook);
    };
    this.subscriptions = [
      this.collection,
      watcher,
      watcher.onDidCreate(checkAll),
      watcher.onDidChange(checkAll),
      watcher.onDidDelete(checkAll),
      workspace.onDidOpenNotebookDocument((notebook) => this.schedule(notebook)),
      workspace.onDidChangeNotebookDocument(({ notebook, contentChanges, cellChanges }) => {
        const texts = cellChanges.some((change) => change.document !== undefined);
        if (contentChanges.length > 0 || texts) this.schedule(notebook);
      }),
      workspace.onDidOpenTextDocument((document) => {
        // a cell that became a model cell
        const view = document.languageId === languageId ? this.cells.view(document) : undefined;
        if (view) this.schedule(view.notebook);
      }),
      workspace.onDidCloseTextDocument(({ uri }) => this.forget(uri)),
    ];
    checkAll();
  }

  provideCodeActions(document: vscode.TextDocument, range: vscode.Range): vscode.CodeAction[] {
    const problems = this.problems.get(document.uri.toString()) ?? [];
    return problems.flatMap((problem) => {
      const place = toRange(problem.range);
      if (!problem.fix || !place.intersection(range)) return [];
      const action = new vscode.CodeAction(`Replace with ${problem.fix.replacement}`, vscode.CodeActionKind.QuickFix);
      action.edit = new vscode.WorkspaceEdit();
      action.edit.replace(document.uri, place, problem.fix.replacement);
      action.diagnostics = [toDiagnostic(problem)];
      action.isPreferred = true;
      return [action];
    });
  }

  dispose(): void {
    for (const timer of this.timers.values()) clearTimeout(timer);
    for (const subscription of this.subscriptions) subscription.dispose();
  }

  private schedule(notebook: vscode.NotebookDocument): void {
    clearTimeout(this.timers.get(notebook));
    if (modelCells(notebook).length === 0 && this.problems.size === 0) return;
    const timer = setTimeout(() => {
      this.timers.delete(notebook);
      void this.check(notebook);
    }, delay);
    this.timers.set(notebook, timer);
  }

  private async check(notebook: vscode.NotebookDocument): Promise<void> {
    if (notebook.isClosed) return;
    for (const { document, view } of this.cells.views(notebook)) {
      const { version } = document;
      const problems = await this.problemsOf(view);
      // a newer check is on its way
      if (document.isClosed || document.version !== version) continue;
      this.problems.set(document.uri.toString(), problems);
      this.collection.set(document.uri, problems.map(toDiagnostic));
    }
  }

  private async problemsOf(view: CellView): Promise<LocatedProblem[]> {
    const { parsed, data, notebook } = view;
    const files = await Promise.all(
      parsed.mentions
        .filter((mention) => mention.kind === 'file')
        .map(async ({ value, at, span }) => {
          const problem = await this.cells.fileProblem(notebook, value);
          if (!problem) return [];
          const known = await this.cells.files(notebook);
          const guess = known.find((file) => problem.message.endsWith(`did you mean ${file}?`));
          return [located(problem, parsed, { at, span, ...(guess === undefined ? {} : { replacement: guess }) })];
        }),
    );
    const columns = await this.cells.columns(view);
    const named = columns.length === 0 ? [] : checkAgainstColumns(parsed, data, columns);
    return [...parsed.problems, ...files.flat(), ...named];
  }

  private forget(uri: vscode.Uri): void {
    this.problems.delete(uri.toString());
    this.collection.delete(uri);
  }
}

function toDiagnostic({ code, message, range, severity }: LocatedProblem): vscode.Diagnostic {
  const diagnostic = new vscode.Diagnostic(toRange(range), message, severities[severity]);
  diagnostic.source = 'Model Cells';
  diagnostic.code = code;
  return diagnostic;
}
