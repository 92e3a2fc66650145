import type { Dataset, LabelledDataset } from '../../data/dataset';
import { counted, grouped } from '../../data/words';
import type { Column } from '../../data/table';
import type { ModelRequest } from '../../protocol/plan';
import { sampleOf } from '../drawing/plane';
import { findModel } from '../models/index';
import type { TaskContext } from '../task';
import { completeRows } from '../training/columns';
import type { TrainedModel } from '../training/trained';
import { completerOf } from './completer';

/** Rounds of filling and fitting, and training rows that take part. */
const most = { rounds: 5, rows: 4000 };
/** Share of complete training rows from which on a model learns from these alone. */
const enough = 0.5;

/** Whether most training rows have gaps and the model cannot learn from such rows. */
export function needsGaps(id: string, { features, parts }: Dataset): boolean {
  if (findModel(id)?.gaps) return false;
  return completeRows(features, parts.train).length < enough * parts.train.length;
}

/**
 * Fits a model that knows complete rows only to rows with gaps: at first they hold the mean or the most frequent level of
 * their column, then by turns the gaps are drawn from the model given the rest of the row and its class, and the model is
 * fitted to the rows so completed (stochastic EM: Celeux and Diebolt 1985). Not kept for later cells. Undefined where the
 * user stopped the run.
 */
export async function learnFromGaps(
  context: TaskContext & { dataset: LabelledDataset },
  request: ModelRequest,
): Promise<TrainedModel | undefined> {
  const { dataset, trainer, rng, signal, environment } = context;
  const { features, parts, target } = dataset;
  const rows = Int32Array.from(sampleOf([...parts.train], most.rows, rng.fork('rows with gaps')));
  const start = await trainer.over(startingData(dataset, rows)).fit(request);
  const x = start.encode(features, rows);
  const y = Int32Array.from(rows, (row) => target.codes[row]!);
  let model = start;
  for (let round = 0; round < most.rounds && !signal.aborted; round++) {
    environment.progress({
      text: `fitting ${model.name} to rows with gaps, ${round + 1} of ${most.rounds}`,
      model: model.name,
      fraction: round / most.rounds,
    });
    const filled = await completerOf(model, context).draw(x, y, rng.fork(`gaps of ${request.name}, ${round}`));
    const again = filled && (await trainer.fitRows(start, { x: filled, y }));
    if (!again) break;
    if (model !== start) model.dispose();
    model = again;
  }
  if (model === start) return undefined;
  const part =
    rows.length < parts.train.length
      ? `${grouped(rows.length)} of ${counted(parts.train.length, 'training row')}`
      : 'all training rows';
  model.facts.notes.push(
    `Most training rows have empty cells. It learned from ${part}: ${most.rounds} times, the gaps were drawn from the model given the rest of the row and its class, and the model was fitted again. It is not kept for later cells.`,
  );
  return model;
}

/** The rows to learn from, with the mean or the most frequent level of these rows in every gap of the features. */
function startingData(dataset: LabelledDataset, rows: Int32Array): LabelledDataset {
  return {
    ...dataset,
    features: dataset.features.map((column) => (column.missing > 0 ? filledColumn(column, rows) : column)),
    parts: { ...dataset.parts, train: rows },
    selection: `${dataset.selection ?? ''} gaps filled`.trim(),
  };
}

function filledColumn(column: Column, rows: Int32Array): Column {
  if (column.kind === 'numeric') {
    const present = rows.filter((row) => !Number.isNaN(column.values[row]!));
    const mean = present.reduce((sum, row) => sum + column.values[row]!, 0) / Math.max(1, present.length);
    return { ...column, values: column.values.map((value) => (Number.isNaN(value) ? mean : value)), missing: 0 };
  }
  const counts = new Int32Array(column.levels.length);
  for (const row of rows) if (column.codes[row]! >= 0) counts[column.codes[row]!]!++;
  const frequent = counts.indexOf(Math.max(...counts));
  return { ...column, codes: column.codes.map((code) => (code < 0 ? frequent : code)), missing: 0 };
}
