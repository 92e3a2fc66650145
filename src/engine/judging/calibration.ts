import type { LabelledDataset } from '../../data/dataset';
import { requireTarget } from '../../data/dataset';
import { foldsOf, withFold } from '../../data/folds';
import { matrix, rowOf } from '../../data/matrix';
import type { Matrix } from '../../data/matrix';
import { createRng } from '../../data/random';
import type { Choice } from '../../protocol/cards';
import { completeRows } from '../training/columns';
import { pooled, predictionsOf } from './evaluate';
import type { Predictions } from './evaluate';
import { fitIsotonic, isotonicAt } from '../math/isotonic';
import { fitPlatt, plattAt } from '../math/platt';
import { positiveClasses } from './metrics';
import type { TaskContext } from '../task';
import type { TrainedModel } from '../training/trained';

/** From the probabilities of a model to better ones: [n, K] -> [n, K], rows sum to one. */
export type Calibrator = (proba: Matrix) => Matrix;

type Fit = (p: Float64Array, positive: boolean[]) => (p: number) => number;

interface Method extends Choice {
  fit: Fit;
}

/** Folds of the training rows whose predictions a calibrator learns from. */
const folds = 5;

/** Log odds are of probabilities at least this far from 0 and 1. */
const floor = 1e-6;

const methods: readonly Method[] = [
  {
    value: 'sigmoid',
    doc: 'A sigmoid of the log odds of each class: two numbers, for few rows.',
    fit(p, positive) {
      const platt = fitPlatt(p.map(logOdds), positive);
      return (value) => plattAt(platt, logOdds(value));
    },
  },
  {
    value: 'isotonic',
    doc: 'Any function of the probability that never falls: for a thousand rows and more.',
    fit(p, positive) {
      const fitted = fitIsotonic(p, positive.map(Number));
      return (value) => isotonicAt(fitted, value);
    },
  },
];

/** How probabilities may be calibrated. */
export const calibrationChoices: Choice[] = [
  { value: 'none', doc: 'Not at all.' },
  ...methods.map(({ value, doc }) => ({ value, doc })),
];

/**
 * Learns from predictions of rows that the model has not seen: each class against the rest (of two classes, the second
 * one), then divided by their sum (Zadrozny and Elkan 2002). As scikit-learn's `CalibratedClassifierCV` with
 * `ensemble=False`, whose sigmoid is of the log odds too where a model has a decision function.
 */
export function fitCalibrator(method: string, { proba, labels }: Predictions): Calibrator {
  const { fit } = methods.find(({ value }) => value === method)!;
  const classes = positiveClasses(proba.columns);
  const maps = classes.map((c) =>
    fit(
      columnOf(proba, c),
      Array.from(labels, (label) => label === c),
    ),
  );
  return (given) => {
    const out = matrix(given.rows, given.columns);
    for (let i = 0; i < given.rows; i++) {
      const row = rowOf(out, i);
      classes.forEach((c, m) => (row[c] = maps[m]!(rowOf(given, i)[c]!)));
      if (classes.length < row.length) row[0] = 1 - row[1]!;
      const sum = row.reduce((total, p) => total + p, 0);
      row.forEach((p, c) => (row[c] = sum > 0 ? p / sum : 1 / row.length));
    }
    return out;
  };
}

/**
 * A calibrator for a model that was fitted to the training rows of `dataset`: learned from predictions of these rows in
 * five folds, each by a fit to the other four. Undefined where the user stopped it. `where` is added to what is shown.
 */
export async function calibrate(
  method: string,
  model: TrainedModel,
  dataset: LabelledDataset,
  { trainer }: Pick<TaskContext, 'trainer'>,
  where: string,
): Promise<Calibrator | undefined> {
  const { target, parts, features } = dataset;
  const largest = Math.max(...model.facts.classCounts);
  const inner = foldsOf(parts.train, target, Math.max(2, Math.min(folds, largest)), createRng(0).fork('calibration'));
  const predicted: Predictions[] = [];
  for (const index of inner.keys()) {
    const part = requireTarget(withFold(dataset, inner, index));
    const text = `calibrating ${model.name}${where}: part ${index + 1} of ${inner.length}`;
    const fitted = await trainer.refit(model, part, text);
    if (!fitted) return undefined;
    const rows = fitted.takesGaps ? part.parts.test : completeRows(features, part.parts.test);
    if (rows.length > 0) predicted.push(await predictionsOf(fitted, part, rows));
    fitted.dispose();
  }
  return fitCalibrator(method, pooled(predicted));
}

export function columnOf({ rows, columns, data }: Matrix, column: number): Float64Array {
  return Float64Array.from({ length: rows }, (_, i) => data[i * columns + column]!);
}

function logOdds(p: number): number {
  const inside = Math.min(1 - floor, Math.max(floor, p));
  return Math.log(inside / (1 - inside));
}
