import * as vscode from 'vscode';

/** How long the cell stays in view at least, in milliseconds: VS Code draws what has been in view for a moment. */
const glance = 1200;

/** Brings a cell into view, so that VS Code draws its output and loads the renderer, and then goes back to where it was. */
export function revealCell(cell: vscode.NotebookCell): void {
  const editor = vscode.window.visibleNotebookEditors.find(({ notebook }) => notebook === cell.notebook);
  if (!editor || cell.index < 0) return;
  const [before] = editor.visibleRanges;
  editor.revealRange(
    new vscode.NotebookRange(cell.index, cell.index + 1),
    vscode.NotebookEditorRevealType.InCenterIfOutsideViewport,
  );
  if (before) setTimeout(() => editor.revealRange(before, vscode.NotebookEditorRevealType.AtTop), glance);
}
