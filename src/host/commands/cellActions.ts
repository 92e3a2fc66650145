import * as vscode from 'vscode';
import catalogue from 'model-cells:catalogue';
import { parseCell } from '../../language/parseCell';
import { canDo } from '../../language/registry';
import type { ModelCard } from '../../protocol/cards';
import type { ModelRequest } from '../../protocol/plan';
import { sampleCell, trainCell } from '../cellText';
import { addModel } from '../editCell';
import { runCells } from '../runCells';
import { commandCell, insertCells, modelCell } from './notebooks';
import type { CommandNeeds } from './index';
import { modelItems } from './picks';

const verbs = catalogue.tasks.filter(({ models }) => models !== 'none').map(({ id }) => id);

/** Adds a model to a cell that names models; below any other cell, makes one that trains it. */
export async function addModelToCell(_needs: CommandNeeds, argument: vscode.NotebookCell | undefined): Promise<void> {
  const cell = commandCell(argument);
  if (!cell) return sayNoCell();
  const picked = await vscode.window.showQuickPick(modelItems(), {
    title: 'Add a model',
    placeHolder: 'A model to add',
    matchOnDetail: true,
  });
  if (!picked) return;
  const { document, notebook } = cell;
  const text = addModel(document.getText(), picked.label, verbs);
  if (text === undefined) return insertCells(notebook, cell.index + 1, [modelCell(trainCell([picked.label]))]);
  const edit = new vscode.WorkspaceEdit();
  edit.replace(document.uri, new vscode.Range(0, 0, document.lineCount, 0), text);
  await vscode.workspace.applyEdit(edit);
}

/** Below a cell with models, makes and runs a cell that generates rows from one of them. */
export async function sampleFromCell(needs: CommandNeeds, argument: vscode.NotebookCell | undefined): Promise<void> {
  const cell = commandCell(argument);
  if (!cell) return sayNoCell();
  const { trained } = needs.stateOf(cell.notebook);
  const names = new Map(Object.entries(trained).map(([name, { model }]) => [name, model] as const));
  const { draft } = parseCell(cell.document.getText(), { catalogue, names });
  const sources = draft.models.flatMap((request) => {
    const card = cardOf(request, names);
    return card ? [{ request, card }] : [];
  });
  const able = sources.filter(({ card }) => canSample(card));
  if (able.length === 0) return void vscode.window.showInformationMessage(whyNot(sources.map(({ card }) => card)));
  const items = able.map(({ request, card }) => ({ label: request.name, description: card.title, request }));
  const picked =
    items.length === 1 ? items[0] : await vscode.window.showQuickPick(items, { title: 'Sample from which model?' });
  if (!picked) return;
  const at = cell.index + 1;
  await insertCells(cell.notebook, at, [modelCell(sampleCell(picked.request, draft.data))]);
  await runCells(cell.notebook, at, at + 1);
}

function cardOf({ model, ref }: ModelRequest, names: ReadonlyMap<string, string>): ModelCard | undefined {
  const id = model ?? names.get(ref);
  return catalogue.models.find((card) => card.id === id);
}

function canSample(card: ModelCard): boolean {
  return catalogue.tasks.some((task) => task.id === 'sample' && canDo(card, task));
}

function whyNot(cards: readonly ModelCard[]): string {
  const able = catalogue.models.filter(canSample).map(({ id }) => id);
  const reasons = cards.map((card) => `${card.id} learns ${card.learns} only.`);
  const start =
    reasons.length === 0 ? 'This cell trains no model.' : `${reasons.join(' ')} There is nothing to sample from.`;
  return `${start} Models that generate rows: ${able.join(', ')}.`;
}

function sayNoCell(): void {
  void vscode.window.showInformationMessage('Select a cell of Model Cells first.');
}
