import type { Dataset } from '../../data/dataset';
import type { CellPath } from '../../data/problem';
import type { Table } from '../../data/table';
import type { Json } from '../../protocol/cards';
import type { Figure } from '../../protocol/figures';
import type { Plan } from '../../protocol/plan';
import type { TrainedModel } from '../training/trained';

export interface QueryContext {
  /** What the run was asked for. */
  plan: Plan;
  dataset: Dataset;
  /** The models of the run. */
  models: readonly TrainedModel[];
  args: { [name: string]: Json };
  /** Another file of the workspace that the plan names. */
  readTable(path: string, at: CellPath): Promise<Table>;
}

/** A question that a control in a figure asks. One file in `queries/`, one line in `queries/index.ts`. */
export interface QuerySpec {
  id: string;
  answer(context: QueryContext): Promise<Figure>;
}
