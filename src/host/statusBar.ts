import * as vscode from 'vscode';
import { headline } from './headline';
import { languageId, notebookType } from './names';
import { resultOf } from './outputs';

/** Model, headline metric, time and backend in the status bar of each finished cell. */
export function registerStatusBar(): vscode.Disposable {
  const changed = new vscode.EventEmitter<void>();
  const changes = vscode.workspace.onDidChangeNotebookDocument(({ cellChanges }) => {
    if (cellChanges.some((change) => change.outputs !== undefined)) changed.fire();
  });
  const provider: vscode.NotebookCellStatusBarItemProvider = {
    onDidChangeCellStatusBarItems: changed.event,
    provideCellStatusBarItems(cell) {
      const result = cell.document.languageId === languageId ? resultOf(cell) : undefined;
      if (!result) return [];
      const { model, time, backend, backendTooltip } = headline(result);
      return [
        ...(model === undefined ? [] : [item(`$(graph) ${model}`, 'The best model of this cell on its test rows', 30)]),
        item(`$(watch) ${time}`, 'Time of the run', 20),
        item(`$(chip) ${backend}`, backendTooltip, 10),
      ];
    },
  };
  return vscode.Disposable.from(
    changed,
    changes,
    vscode.notebooks.registerNotebookCellStatusBarItemProvider(notebookType, provider),
  );
}

function item(text: string, tooltip: string, priority: number): vscode.NotebookCellStatusBarItem {
  const made = new vscode.NotebookCellStatusBarItem(text, vscode.NotebookCellStatusBarAlignment.Left);
  made.tooltip = tooltip;
  made.priority = priority;
  return made;
}
