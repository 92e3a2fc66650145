import type { Dataset } from '../../data/dataset';
import { counted, grouped } from '../../data/words';
import { quantile, shareBelow } from '../math/rank';
import { completeRows, isEmptyCell } from '../training/columns';
import type { TrainedModel } from '../training/trained';
import type { TaskContext } from '../task';
import { affordableRows } from './affordable';
import { measureOf } from './measure';
import type { Measure } from './measure';

/** Every row of a file by how likely a model finds it. */
export interface Ranking {
  model: TrainedModel;
  /** What it is ranked by. */
  measure: Measure;
  /** Of each row of the file, log p(x) in nats and the units of the file: [rows]; NaN: it cannot be scored. */
  scores: Float64Array;
  /** Of the training rows without empty cells, ascending. */
  training: Float64Array;
  /** `quantile` of `training`: rows below it are flagged. */
  threshold: number;
  /** The rows that were scored, the least likely first. */
  order: Int32Array;
  notes: string[];
}

/** Rows with gaps are compared with this many training rows at most, and in this many patterns of gaps. */
const most = { reference: 2000, patterns: 60 };
/** Rows scored between two looks at whether the run was stopped. */
const rowsPerScore = 1024;

/**
 * Ranks all rows of the file by log p(x), or what the model has in its place. A row with empty cells shows less, so its log p(x) of what it shows cannot be
 * compared with that of a whole row: it gets the log p(x) of the whole training row that is as rare among its kind, by
 * the share of the training rows whose same columns are less likely.
 */
export async function rank(
  model: TrainedModel,
  dataset: Dataset,
  share: number,
  { environment, signal, rng }: Pick<TaskContext, 'environment' | 'signal' | 'rng'>,
): Promise<Ranking> {
  const { features, parts, rows } = dataset;
  const all = Int32Array.from({ length: rows }, (_, row) => row);
  const measure = measureOf(model.card);
  const scores = new Float64Array(rows).fill(NaN);
  const complete = completeRows(features, all);
  const scored = affordableRows(model, complete, completeRows(features, parts.test), rng.fork(model.name));
  for (let from = 0; from < scored.length && !signal.aborted; from += rowsPerScore) {
    environment.progress({ text: `ranking rows by ${model.name}`, model: model.name, fraction: from / scored.length });
    await environment.breathe();
    const members = scored.subarray(from, from + rowsPerScore);
    const found = await measure.of(model, model.encode(features, members));
    members.forEach((row, i) => (scores[row] = found[i]!));
  }
  const trainingRows = parts.train.filter((row) => !Number.isNaN(scores[row]));
  const training = Float64Array.from(trainingRows, (row) => scores[row]!).sort();
  const left = complete.length - scored.length;
  const notes = [
    ...(left > 0
      ? [
          `${model.name} takes long for each row: ${grouped(scored.length)} of ${counted(complete.length, 'row')} are ranked, test rows first, the others drawn at random.`,
        ]
      : []),
    ...(signal.aborted ? [] : await scoreGaps(model, dataset, { scores, training, trainingRows })),
  ];
  const order = all.filter((row) => !Number.isNaN(scores[row])).sort(by(scores));
  const threshold = training.length > 0 ? quantile(training, share) : -Infinity;
  return { model, measure, scores, training, threshold, order, notes };
}

/** Whether a row is below the threshold, by more than rounding; what is impossible always is. */
export function isFlagged({ scores, threshold }: Ranking, row: number): boolean {
  return scores[row]! < threshold - 1e-9 * Math.max(1, Math.abs(threshold)) || scores[row] === -Infinity;
}

function by(values: Float64Array): (a: number, b: number) => number {
  return (a, b) => (values[a] === values[b] ? a - b : values[a]! - values[b]!);
}

interface Scored {
  scores: Float64Array;
  training: Float64Array;
  trainingRows: Int32Array;
}

async function scoreGaps(
  model: TrainedModel,
  { features, rows }: Dataset,
  { scores, training, trainingRows }: Scored,
): Promise<string[]> {
  const patterns = new Map<string, number[]>();
  for (let row = 0; row < rows; row++) {
    const gaps = features.flatMap((column, j) => (isEmptyCell(column, row) ? [j] : []));
    if (gaps.length === 0) continue;
    const key = gaps.length === features.length ? 'all' : gaps.join();
    patterns.set(key, [...(patterns.get(key) ?? []), row]);
  }
  if (patterns.size === 0) return [];
  const empty = patterns.get('all')?.length ?? 0;
  patterns.delete('all');
  const frequent = [...patterns.values()].sort((a, b) => b.length - a.length).slice(0, most.patterns);
  const able = model.takesGaps && training.length > 0;
  const usual = trainingRows.filter((_, i) => i % Math.ceil(trainingRows.length / most.reference) === 0);
  const whole = able ? model.encode(features, usual) : undefined;
  let placed = 0;
  for (const members of able ? frequent : []) {
    const x = model.encode(features, members);
    const reference = { ...whole!, data: whole!.data.slice() };
    for (let i = 0; i < reference.data.length; i++) if (Number.isNaN(x.data[i % x.columns]!)) reference.data[i] = NaN;
    const among = (await model.logDensity(reference)).sort();
    (await model.logDensity(x)).forEach((value, i) => {
      const lowest = among[0]!;
      // beyond all training rows it is as far beyond them as in what it shows
      scores[members[i]!] =
        value < lowest ? training[0]! - (lowest - value) : quantile(training, shareBelow(among, value));
    });
    placed += members.length;
  }
  const left = [...patterns.values()].reduce((sum, members) => sum + members.length, 0) - placed;
  return [
    ...(placed > 0
      ? [
          `${counted(placed, 'row has', 'rows have')} empty cells: each stands where whole rows stand that are as rare as it is in what it shows.`,
        ]
      : []),
    ...(left > 0
      ? [
          able
            ? `${counted(left, 'row')} with rare patterns of empty cells ${left === 1 ? 'is' : 'are'} not ranked.`
            : `${counted(left, 'row')} with empty cells ${left === 1 ? 'is' : 'are'} not ranked: ${model.name} needs every feature.`,
        ]
      : []),
    ...(empty > 0
      ? [`${counted(empty, 'row shows', 'rows show')} no feature at all and ${empty === 1 ? 'is' : 'are'} not ranked.`]
      : []),
  ];
}
