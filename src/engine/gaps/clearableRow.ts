import type { LabelledDataset } from '../../data/dataset';
import type { FigureOf } from '../../protocol/figures';
import { bayesLedger } from '../drawing/ledger';
import { fileRow } from '../explaining/askedRow';
import type { AskedRow } from '../explaining/askedRow';
import { pauseOf, untilStopped } from '../explaining/pause';
import type { TaskContext } from '../task';
import { completeRows } from '../training/columns';
import type { TrainedModel } from '../training/trained';

/** Features up to which a switch for each of them is of use. */
const mostFeatures = 60;
/** Share of the work of a whole explanation that goes into the answers of models of P(y | x). */
const effort = 0.1;

/** The row to clear features of: `number`, or the first test row without empty cells. Throws a `Problem` for no row. */
export function rowToClear({ columns, rows, features, parts, plan }: LabelledDataset, number?: number): AskedRow {
  const whole = completeRows(features, parts.test);
  return fileRow(columns, rows, number ?? (whole.length > 0 ? whole : parts.test)[0]!, plan.path);
}

/** What the models make of a row whose features can be cleared; undefined for many features, or where the user stopped. */
export async function clearableRow(
  models: readonly TrainedModel[],
  dataset: LabelledDataset,
  asked: AskedRow,
  { rng, environment, signal }: TaskContext,
): Promise<FigureOf<'bayes-ledger'> | undefined> {
  if (signal.aborted || dataset.features.length > mostFeatures) return undefined;
  const setting = {
    scale: 'auto',
    effort,
    rng: rng.fork('row with cleared features'),
    pause: pauseOf(environment, signal),
  } as const;
  environment.progress({ text: `asking about ${asked.words}` });
  return untilStopped(() => bayesLedger(models, dataset, asked, asked, setting));
}
