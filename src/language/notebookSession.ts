import { Problem } from '../data/problem';
import type { DataPlan } from '../data/plan';
import type { Catalogue } from '../protocol/cards';
import { isModelFile } from '../protocol/plan';
import type { CellPlan, Plan } from '../protocol/plan';
import type { TrainedNames } from './models';
import { parseCell } from './parseCell';

/**
 * What a cell says of its data, on top of the notebook's: a cell that names a file begins afresh; any other lays its own
 * keys over the current data, for itself only.
 */
export function overlay(current: DataPlan | undefined, own: Partial<DataPlan>): Partial<DataPlan> {
  return own.path === undefined ? { ...current, ...own } : own;
}

/** The {@link overlay} as a complete plan. Throws a `Problem` where there is no data yet. */
export function layOver(current: DataPlan | undefined, own: Partial<DataPlan>): DataPlan {
  const { path, ...roles } = overlay(current, own);
  if (path !== undefined) return { path, ...roles };
  throw new Problem(
    'no-data',
    'no data yet: run a cell with `data: file.csv` first, or write `data: file.csv` into this one',
  );
}

/** The notebook's current data after a cell has run. */
export function dataAfter(current: DataPlan | undefined, cell: CellPlan): DataPlan | undefined {
  return cell.data.path === undefined ? current : layOver(undefined, cell.data);
}

/** A cell's plan made complete for the engine. Throws a `Problem` where data or a trained model is not there yet. */
export function resolvePlan(
  cell: CellPlan,
  current: DataPlan | undefined,
  trained: { has(name: string): boolean },
): Plan {
  for (const request of cell.models) {
    if (request.model === undefined && !trained.has(request.ref) && !isModelFile(request.ref)) {
      throw new Problem(
        'not-trained',
        `${request.ref} is not trained yet: run the cell that trains it first`,
        request.at,
      );
    }
  }
  return { ...cell, data: layOver(current, cell.data) };
}

/** What the cells of a notebook say, run or not: for the editor. */
export interface NotebookContext {
  /** The data in force where the cell begins, if the cells run in order. */
  data?: DataPlan;
  names: TrainedNames;
}

/**
 * Reads the texts of a notebook's model cells, in order and each once, and answers with the context of the cell at an
 * index.
 */
export function readNotebook(cells: readonly string[], catalogue: Catalogue): (index: number) => NotebookContext {
  const drafts = cells.map((text) => parseCell(text, { catalogue }).draft);
  return (index) => {
    let data: DataPlan | undefined;
    const names = new Map<string, string>();
    drafts.forEach((draft, i) => {
      if (i < index && draft.data.path !== undefined) data = layOver(undefined, draft.data);
      for (const { name, model } of draft.models) {
        const isName = model !== undefined && name !== model;
        // of two definitions of a name, the last one above the cell counts
        if (isName && (i < index || !names.has(name))) names.set(name, model);
      }
    });
    return { names, ...(data ? { data } : {}) };
  };
}

/** The context of one cell. */
export function contextOf(cells: readonly string[], index: number, catalogue: Catalogue): NotebookContext {
  return readNotebook(cells, catalogue)(index);
}
