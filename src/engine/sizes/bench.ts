import type { LabelledDataset } from '../../data/dataset';
import { withFold } from '../../data/folds';
import { takeRows } from '../../data/matrix';
import type { Matrix } from '../../data/matrix';
import { Problem } from '../../data/problem';
import { createRng } from '../../data/random';
import { counted, listed } from '../../data/words';
import { sampleOf } from '../drawing/plane';
import { comparisonRows } from '../judging/evaluate';
import { findModel } from '../models/index';
import { completeRows } from '../training/columns';
import type { TrainedModel } from '../training/trained';

/** Test rows that are predicted at most after each fit. */
const mostTestRows = 10_000;

/** The rows of an experiment over numbers of rows: the same to draw from, and the same to test on, for all models. */
export interface Bench {
  dataset: LabelledDataset;
  /** Rows of the file to learn from, and their class codes. */
  pool: Int32Array;
  poolLabels: Int32Array;
  test: Int32Array;
  testLabels: Int32Array;
  notes: string[];
}

/** The bench for models that are fitted, and for those that are tested. Throws a `Problem` where nothing can be tested. */
export function benchOf(
  models: readonly TrainedModel[],
  whole: LabelledDataset,
  tested: readonly TrainedModel[] = models,
): Bench {
  const { folds } = whole.parts;
  const dataset = folds ? withFold(whole, folds, 0) : whole;
  const { features, parts, target } = dataset;
  const compared = comparisonRows(tested, dataset);
  if (compared.rows.length === 0) {
    throw new Problem(
      'no-test-rows',
      'there are no test rows that every model can classify; expected a split with some, such as split: {test: 0.3}',
      ['split'],
    );
  }
  const test = Int32Array.from(sampleOf([...compared.rows], mostTestRows, createRng(0).fork('test rows')));
  const unable = models.filter(({ card }) => !findModel(card.id)!.gaps);
  const pool = unable.length > 0 ? completeRows(features, parts.train) : parts.train;
  const left = parts.train.length - pool.length;
  const codes = (rows: Int32Array) => Int32Array.from(rows, (row) => target.codes[row]!);
  return {
    dataset,
    pool,
    poolLabels: codes(pool),
    test,
    testLabels: codes(test),
    notes: [
      ...(folds ? ['The first of the folds is for testing, the others are for training.'] : []),
      ...(left > 0
        ? [
            `${left} of ${counted(parts.train.length, 'training row')} with empty cells are left out: ${listed(unable.map(({ name }) => name))} cannot learn from them, and all models are given the same rows.`,
          ]
        : []),
      ...compared.notes,
      ...(test.length < compared.rows.length
        ? [`Tested on ${counted(test.length, 'row')} chosen by chance of ${counted(compared.rows.length, 'row')}.`]
        : []),
    ],
  };
}

/** The pool and the test rows as one model reads them. */
export interface EncodedBench {
  x: Matrix;
  test: Matrix;
}

export function encodeBench(model: TrainedModel, { dataset, pool, test }: Bench): EncodedBench {
  return { x: model.encode(dataset.features, pool), test: model.encode(dataset.features, test) };
}

/** The first rows of an order. */
export function firstRows(
  { x }: EncodedBench,
  { poolLabels }: Bench,
  order: Int32Array,
  rows: number,
): { x: Matrix; y: Int32Array } {
  const chosen = order.subarray(0, rows);
  return { x: takeRows(x, chosen), y: Int32Array.from(chosen, (position) => poolLabels[position]!) };
}
