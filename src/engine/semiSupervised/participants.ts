import type { LabelledDataset } from '../../data/dataset';
import { Problem } from '../../data/problem';
import type { Rng } from '../../data/random';
import { counted, grouped } from '../../data/words';
import { findModel } from '../models/index';
import { completeRows } from '../training/columns';
import type { TrainedModel } from '../training/trained';

/** Rows of the file by what they are for. */
export interface Participants {
  /** Training rows, some of which keep their labels. */
  pool: Int32Array;
  /** Rows without a label in the file. */
  others: Int32Array;
  /** Further rows that are used without a label where a model can take so many. */
  more: Int32Array;
  test: Int32Array;
  notes: string[];
}

/** Rows that take part in methods that fit many times, or compare every row with every other. */
const mostRows = 2000;
/** Of these, so many at least, however many columns there are. */
const leastRows = 500;
/** Rows of a model that learns from unlabelled rows by itself, and products of an iteration of EM that bound them further. */
const mostRowsOfEm = 10_000;
const mostProductsOfEm = 3e6;
/** Fewer rows more are not worth a word. */
const worthwhile = 100;
/** Differences between two numbers in all distances between rows. */
const mostDifferences = 8e9;

/** Budgets that are tried unless the cell says which. */
const usualLabels = [2, 5, 10, 20, 50];

/**
 * Which rows take part. With many rows, some drawn by chance, of each class in proportion, but at least as many as the
 * largest budget asks for.
 */
export function participants(
  { features, target, parts }: LabelledDataset,
  models: readonly TrainedModel[],
  budgets: readonly number[],
  rng: Rng,
): Participants {
  const takeGaps = models.every(({ card, takesGaps }) => takesGaps && findModel(card.id)?.gaps === true);
  const usable = (rows: Int32Array) => (takeGaps ? rows : completeRows(features, rows));
  const train = usable(parts.train);
  const file = usable(parts.unlabelled);
  const test = usable(parts.test);
  if (test.length === 0) {
    throw new Problem('no-test-rows', 'there are no test rows to measure accuracy on; change the split', ['split']);
  }
  const notes = gapNotes({ train, file, test }, parts);
  const columns = Math.max(...models.map(({ facts }) => facts.encoding.columns.length));
  const total = train.length + file.length;
  const partial = models.filter((model) => model.has('Partial'));
  const learnsAll = partial.length > 0;
  const inPairs = !partial.every(({ card }) => findModel(card.id)?.independentFeatures);
  const ofEm = mostProductsOfEm / (columns * (inPairs ? columns : 1) * target.classes.length);
  const affordable = Math.min(differenceBound(test.length, columns), learnsAll ? ofEm : Infinity);
  const most = Math.floor(Math.min(mostRows, Math.max(leastRows, affordable)));
  if (total <= most) return { pool: train, others: file, more: new Int32Array(0), test, notes };
  const share = Math.max(Math.min(train.length, most / 2), (most * train.length) / total);
  const largest = Math.max(...budgets);
  const pool = stratified(train, target.codes, target.classes.length, share, largest, rng.fork('pool'));
  const others = shuffled(file, rng.fork('others')).slice(0, Math.max(0, most - pool.length));
  const used = new Set([...pool, ...others]);
  const left = Int32Array.from([...train, ...file].filter((row) => !used.has(row)));
  const room = learnsAll ? Math.floor(Math.min(mostRowsOfEm, ofEm)) - used.size : 0;
  const more = shuffled(left, rng.fork('more')).slice(0, room >= worthwhile ? room : 0);
  notes.push(
    `Of ${grouped(total)} rows to learn from, ${grouped(used.size)} drawn by chance take part${more.length > 0 ? `, and ${grouped(more.length)} more without a label where a model learns from them by itself` : ''}.`,
  );
  return { pool, others, more, test, notes };
}

/** n so that n (n + test) distances of d differences each are affordable. */
function differenceBound(test: number, columns: number): number {
  return (Math.sqrt(test * test + (4 * mostDifferences) / columns) - test) / 2;
}

function gapNotes(
  { train, file, test }: { train: Int32Array; file: Int32Array; test: Int32Array },
  parts: LabelledDataset['parts'],
): string[] {
  const left = parts.train.length + parts.unlabelled.length - train.length - file.length;
  const untested = parts.test.length - test.length;
  if (left + untested === 0) return [];
  return [
    `Rows with empty cells are left out: ${counted(left, 'row')} to learn from and ${counted(untested, 'test row')}.`,
  ];
}

/** Those of the usual budgets that leave at least half of a class of average size without labels. */
export function defaultBudgets({ target, parts }: LabelledDataset): number[] {
  const most = parts.train.length / (2 * target.classes.length);
  const fitting = usualLabels.filter((labels) => labels <= most);
  return fitting.length > 0 ? fitting : [1];
}

/** Rows of each class that keep their labels in one draw; a larger budget keeps those of a smaller one. */
export function drawLabelled(
  pool: Int32Array,
  { codes, classes }: LabelledDataset['target'],
  rng: Rng,
): (labels: number) => { labelled: Int32Array; unlabelled: Int32Array } {
  const ofClass = classes.map((_, k) => shuffled(positionsOf(pool, codes, k), rng.fork(k)));
  return (labels) => ({
    labelled: Int32Array.from(ofClass.flatMap((own) => [...own.slice(0, labels)])),
    unlabelled: Int32Array.from(ofClass.flatMap((own) => [...own.slice(labels)])),
  });
}

function positionsOf(rows: Int32Array, codes: Int32Array, label: number): Int32Array {
  return Int32Array.from(rows.keys()).filter((i) => codes[rows[i]!] === label);
}

/** Rows of each class in proportion, of each at least `least` where it has so many. */
function stratified(
  rows: Int32Array,
  codes: Int32Array,
  classes: number,
  size: number,
  least: number,
  rng: Rng,
): Int32Array {
  const chosen = Array.from({ length: classes }, (_, k) => {
    const own = shuffled(
      rows.filter((row) => codes[row] === k),
      rng.fork(k),
    );
    return [...own.slice(0, Math.max(least, Math.round((size * own.length) / rows.length)))];
  });
  return Int32Array.from(chosen.flat()).sort();
}

function shuffled(rows: Int32Array, rng: Rng): Int32Array {
  const out = rows.slice();
  rng.shuffle(out);
  return out;
}
