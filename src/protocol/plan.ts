import type { DataPlan } from '../data/plan';
import type { CellPath } from '../data/problem';
import type { Json } from './cards';

export type { DataPlan, SplitPlan } from '../data/plan';

/** One model that a cell asks for. */
export interface ModelRequest {
  /** As written in the cell: a model's id or alias, or the name of a trained model. */
  ref: string;
  /** The model's id. Absent: `ref` is the name of a trained model, or a file that holds one. */
  model?: string;
  /** The name of the trained model: `as`, else the model's id. */
  name: string;
  /** Options as given, under their canonical names; defaults are filled in by the engine. */
  options: { [name: string]: Json };
  /** Where it stands in the cell, for problems that only the engine can find. */
  at: CellPath;
}

/** Whether what stands in the place of a model is a file that `export` has written. */
export function isModelFile(ref: string): boolean {
  return /[^/]\.json$/i.test(ref);
}

/** The name of a model that is read from a file: that of the file. */
export function nameOfModelFile(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1).replace(/\.json$/i, '');
}

/** A cell, understood. */
export interface Plan {
  /** The verb; `data` for a cell that only describes the data. */
  verb: string;
  /** Complete when it reaches the engine: keys of the cell laid over the notebook's current data. */
  data: DataPlan;
  models: ModelRequest[];
  /** The verb's own options, under their canonical names. */
  options: { [name: string]: Json };
  /** What to draw. Absent: what the models are able to show. */
  show?: string[];
}

/** A cell before the notebook's current data is known: `data` holds only the keys that the cell itself has. */
export type CellPlan = Omit<Plan, 'data'> & { data: Partial<DataPlan> };
