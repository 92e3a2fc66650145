import { matrix, takeRows } from '../../data/matrix';
import type { Matrix } from '../../data/matrix';
import { grouped } from '../../data/words';
import { bayesianRidge } from '../math/bayesianRidge';
import type { RegressionSums } from '../math/bayesianRidge';
import type { Imputer, ImputerContext, ImputerSpec } from './imputer';
import { filledWith, observedMeans } from './mean';

/** As in scikit-learn's `IterativeImputer`. */
const defaults = { rounds: 10, tolerance: 1e-3 };
/** Columns that may be regressed on each other, and multiplications that learning from rows with gaps may take. */
const most = { columns: 120, work: 4e9, rows: 2000 };

/**
 * One column as a linear function of those of other features: x_j = intercept + sum weights_k x_k. The columns of its own
 * category have weight 0: they are missing when it is, and would give it away.
 */
interface Step {
  column: number;
  intercept: number;
  weights: Float64Array;
}

/**
 * Chained equations: gaps start at the mean of their column, then column after column is predicted from all others by a
 * Bayesian ridge regression, for up to 10 rounds or until nothing changes by more than 0.1 % of the largest value (van
 * Buuren and Groothuis-Oudshoorn 2011; scikit-learn's `IterativeImputer`, whose regressions of each round are those of the
 * training rows: learned from rows without gaps, there is one round).
 */
export const iterative: ImputerSpec = {
  id: 'iterative',
  doc: 'what Bayesian ridge regressions on all other columns predict, round after round',
  refuses: (columns) =>
    columns > most.columns
      ? `iterative is left out: it regresses each column on all others, and ${grouped(columns)} columns are more than ${most.columns}.`
      : undefined,
  limit: (x) =>
    !hasGaps(x)
      ? 'iterative makes one round of regressions: as in scikit-learn, what is learned from rows without gaps has converged at once.'
      : usedRows(x) < x.rows
        ? `iterative learns its regressions from the first ${grouped(usedRows(x))} of ${grouped(x.rows)} training rows.`
        : undefined,
  async fit(x, context): Promise<Imputer> {
    const means = observedMeans(x);
    const used = usedRows(x);
    const steps = await learn(used < x.rows ? firstRows(x, used) : x, means, context);
    return { fill: (rows) => apply(steps, rows, filledWith(means, rows)) };
  },
};

/** Without gaps all regressions come from one pass over the rows. */
function usedRows(x: Matrix): number {
  if (!hasGaps(x)) return x.rows;
  const perRow = defaults.rounds * x.columns ** 3;
  return Math.min(x.rows, most.rows, Math.max(100, Math.floor(most.work / perRow)));
}

function firstRows(x: Matrix, count: number): Matrix {
  return takeRows(
    x,
    Int32Array.from({ length: count }, (_, i) => i),
  );
}

async function learn(x: Matrix, means: Float64Array, { features, breathe }: ImputerContext): Promise<Step[]> {
  const d = x.columns;
  const featureOf = new Int32Array(d).fill(-1);
  features.forEach(({ start, width }, f) => featureOf.fill(f, start, start + width));
  if (d < 2 || x.rows < 2) return [];
  const filled = filledWith(means, x);
  const gaps = gapRows(x);
  const order = [...gaps.keys()].sort((a, b) => gaps[a]!.length - gaps[b]!.length || a - b);
  const complete = gaps.every(({ length }) => length === 0);
  const whole = complete ? sumsOf(filled, undefined) : undefined;
  const largest = x.data.reduce((max, value) => (Math.abs(value) > max ? Math.abs(value) : max), 0);
  const steps: Step[] = [];
  for (let round = 0; round < defaults.rounds; round++) {
    let change = 0;
    for (const column of order) {
      const step = regression(whole ?? sumsOf(filled, gaps[column]!), column, featureOf);
      steps.push(step);
      for (const row of gaps[column]!) {
        const value = predict(step, filled, row);
        const at = row * d + column;
        change = Math.max(change, Math.abs(value - filled.data[at]!));
        filled.data[at] = value;
      }
      await breathe();
    }
    if (change < defaults.tolerance * largest || complete) break;
  }
  return steps;
}

function apply(steps: readonly Step[], x: Matrix, filled: Matrix): Matrix {
  const d = x.columns;
  for (let row = 0; row < x.rows; row++) {
    if (!x.data.subarray(row * d, (row + 1) * d).some(Number.isNaN)) continue;
    for (const step of steps) {
      const at = row * d + step.column;
      if (Number.isNaN(x.data[at]!)) filled.data[at] = predict(step, filled, row);
    }
  }
  return filled;
}

function predict({ intercept, weights }: Step, { data, columns }: Matrix, row: number): number {
  let sum = intercept;
  for (let j = 0; j < columns; j++) sum += weights[j]! * data[row * columns + j]!;
  return sum;
}

/** Rows in which each column is missing. */
function gapRows(x: Matrix): number[][] {
  const out = Array.from({ length: x.columns }, (): number[] => []);
  x.data.forEach((value, at) => {
    if (Number.isNaN(value)) out[at % x.columns]!.push(Math.floor(at / x.columns));
  });
  return out;
}

interface Sums {
  means: Float64Array;
  /** X^T X of the centred columns: [d, d]. */
  gram: Matrix;
  rows: number;
}

/** Over all rows but those that are left out (ascending). */
function sumsOf(x: Matrix, leftOut: readonly number[] = []): Sums {
  const { columns: d, data } = x;
  const out = new Set(leftOut);
  const rows = Int32Array.from({ length: x.rows }, (_, i) => i).filter((i) => !out.has(i));
  const means = new Float64Array(d);
  for (const row of rows) for (let j = 0; j < d; j++) means[j]! += data[row * d + j]! / rows.length;
  const gram = matrix(d, d);
  const centred = new Float64Array(d);
  for (const row of rows) {
    for (let j = 0; j < d; j++) centred[j] = data[row * d + j]! - means[j]!;
    for (let i = 0; i < d; i++) {
      const value = centred[i]!;
      for (let j = i; j < d; j++) gram.data[i * d + j]! += value * centred[j]!;
    }
  }
  for (let i = 0; i < d; i++) for (let j = 0; j < i; j++) gram.data[i * d + j] = gram.data[j * d + i]!;
  return { means, gram, rows: rows.length };
}

function regression({ means, gram, rows }: Sums, column: number, featureOf: Int32Array): Step {
  const d = gram.rows;
  const weights = new Float64Array(d);
  if (rows > 0) {
    const others = Array.from({ length: d }, (_, j) => j).filter((j) => featureOf[j] !== featureOf[column]);
    const p = others.length;
    const sums: RegressionSums = {
      gram: matrix(p, p),
      cross: Float64Array.from(others, (j) => gram.data[j * d + column]!),
      square: gram.data[column * d + column]!,
      rows,
    };
    others.forEach((i, a) => others.forEach((j, b) => (sums.gram.data[a * p + b] = gram.data[i * d + j]!)));
    bayesianRidge(sums).forEach((weight, a) => (weights[others[a]!] = weight));
  }
  const intercept = weights.reduce((sum, weight, j) => sum - weight * means[j]!, means[column]!);
  return { column, intercept, weights };
}

function hasGaps(x: Matrix): boolean {
  return x.data.some(Number.isNaN);
}
