import type { Dataset } from '../data/dataset';
import type { CellPath } from '../data/problem';
import type { Rng } from '../data/random';
import type { Table } from '../data/table';
import type { TaskCard } from '../protocol/cards';
import type { Figure } from '../protocol/figures';
import type { Plan } from '../protocol/plan';
import type { ModelResult, ResultTable } from '../protocol/result';
import type { Environment } from './environment';
import type { RatingTrainer } from './ratings/trainer';
import type { Trainer } from './training/trainer';

/** What a verb works with. */
export interface TaskContext {
  plan: Plan;
  dataset: Dataset;
  environment: Environment;
  /** Another file of the workspace, such as rows to classify. Throws a `Problem` where it cannot be read, with its place in the cell. */
  readTable(path: string, at: CellPath): Promise<Table>;
  /** Trains, or fetches what was trained before. */
  trainer: Trainer;
  /** The same for models of ratings. */
  ratingTrainer: RatingTrainer;
  rng: Rng;
  signal: AbortSignal;
}

/** What a verb adds to the result's envelope. */
export interface TaskOutcome {
  /** The data as the verb took it, where it took other rows or features than the cell says. */
  dataset?: Dataset;
  models: ModelResult[];
  tables: ResultTable[];
  figures: Figure[];
  notes: string[];
}

/** A verb: its card and what it does. One file in `tasks/`, one line in `tasks/index.ts`. */
export interface TaskSpec {
  card: TaskCard;
  /** Models of P(x, y) can do it on data without a target: all rows are then one class. Default: no. */
  withoutTarget?: true;
  run(context: TaskContext): Promise<TaskOutcome>;
}
