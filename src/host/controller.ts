import * as vscode from 'vscode';
import { CellRun } from './cellRun';
import type { RunNeeds } from './cellRun';
import { adopt, preselect } from './kernelChoice';
import { controllerId, kernelTitle, languageId, notebookType } from './names';
import { closed } from './notebookEngine';
import type { NotebookEngine } from './notebookEngine';
import { errorOutput, isUnfinished, runIdOf } from './outputs';
import { Queue } from './queue';

/** The kernel "Model Cells": runs cells of our language, one after the other in each notebook. */
export function registerController(needs: RunNeeds, extensionId: string): vscode.Disposable {
  const queues = new WeakMap<vscode.NotebookDocument, Queue>();
  const orders = new WeakMap<vscode.NotebookDocument, number>();
  const endings = new WeakMap<vscode.NotebookDocument, Promise<void>>();
  const asked = new WeakSet<vscode.NotebookCell>();

  const queueOf = (notebook: vscode.NotebookDocument) => {
    let queue = queues.get(notebook);
    if (!queue) queues.set(notebook, (queue = new Queue()));
    return queue;
  };
  const nextOrder = (notebook: vscode.NotebookDocument) => {
    const order = (orders.get(notebook) ?? 0) + 1;
    orders.set(notebook, order);
    return order;
  };

  const controller = vscode.notebooks.createNotebookController(
    controllerId,
    notebookType,
    kernelTitle,
    async (cells, notebook) => {
      for (const cell of cells) asked.add(cell);
      // VS Code drops the second of two executions of a cell
      await endings.get(notebook);
      // all at once, so that a stop reaches those that wait as well
      const runs = cells.map(
        (cell) => new CellRun(controller.createNotebookCellExecution(cell), needs, () => nextOrder(notebook)),
      );
      void adopt(notebook);
      await queueOf(notebook).add(runs);
    },
  );
  controller.supportedLanguages = [languageId];
  controller.supportsExecutionOrder = true;
  controller.description = 'Trains models in this window';
  controller.interruptHandler = async (notebook) => {
    await untilEdited();
    queueOf(notebook).interrupt();
  };
  const unfinished = controller.onDidChangeSelectedNotebooks(({ notebook, selected }) => {
    if (!selected) return;
    const left = notebook.getCells().filter((cell) => !asked.has(cell) && isLeftOver(cell, needs.engineOf(notebook)));
    endings.set(notebook, endUnfinished(controller, left));
  });
  return vscode.Disposable.from(controller, unfinished, preselect(controller, extensionId));
}

/**
 * VS Code asks for a stop also when a running cell is deleted, just before the deletion is known here. Only that cell's
 * run shall end then.
 */
function untilEdited(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 50));
}

/** A notebook that was saved and closed while a cell ran still holds the mark of that run: nothing will come of it. */
function isLeftOver(cell: vscode.NotebookCell, engine: NotebookEngine): boolean {
  return isUnfinished(cell) && !engine.knows(runIdOf(cell)!);
}

async function endUnfinished(
  controller: vscode.NotebookController,
  cells: readonly vscode.NotebookCell[],
): Promise<void> {
  for (const cell of cells) {
    const execution = controller.createNotebookCellExecution(cell);
    execution.start();
    await execution.replaceOutput(errorOutput([closed()]));
    execution.end(false);
  }
}
