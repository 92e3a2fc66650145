import { matrix, rowOf, takeRows } from '../data/matrix';
import type { Matrix } from '../data/matrix';
import type { Rng } from '../data/random';
import type { Kernel } from './math/kernel';
import { minimise } from './math/lbfgs';
import { rocAuc } from './metrics';

/** Rows of each kind: fewer tell nothing, more are not needed. */
const rows = { least: 20, most: 500 };
const folds = 5;
/** With more columns than this, products of different columns are left out. */
const mostForProducts = 12;
const mostNeighbours = 2000;

/**
 * Whether generated rows can be told from real ones: the area under the ROC curve, over five folds, of a logistic
 * regression (L2, C = 1) on the columns, their squares and products (Lopez-Paz and Oquab 2017, with AUC for accuracy).
 * One half: they cannot; one: they can with certainty. Sees differences in means, spreads and pairwise dependence, nothing finer.
 *
 * real, generated: [n, d], encoded, without gaps. Undefined with fewer than 20 rows of a kind.
 */
export async function twoSampleAuc(
  real: Matrix,
  generated: Matrix,
  kernel: Kernel,
  rng: Rng,
): Promise<number | undefined> {
  const n = Math.min(real.rows, generated.rows, rows.most);
  if (n < rows.least) return undefined;
  const chosen = [real, generated].map((kind) => takeRows(kind, shuffled(kind.rows, rng).subarray(0, n)));
  const x = standardised(expanded(stacked(chosen[0]!, chosen[1]!)));
  const y = Int32Array.from({ length: 2 * n }, (_, i) => (i < n ? 0 : 1));
  const order = shuffled(n, rng);
  const areas: number[] = [];
  for (let fold = 0; fold < folds; fold++) {
    // the same positions of both kinds, so that every fold is balanced
    const held = Array.from(order).filter((_, i) => i % folds === fold);
    const kept = Array.from(order).filter((_, i) => i % folds !== fold);
    const both = (positions: number[]) => [...positions, ...positions.map((i) => i + n)];
    const weights = await fitLogistic(
      takeRows(x, both(kept)),
      Int32Array.from(both(kept), (i) => y[i]!),
      kernel,
    );
    const score = both(held).map((i) => dot(weights, rowOf(x, i)));
    areas.push(
      rocAuc(
        score,
        both(held).map((i) => y[i] === 1),
      )!,
    );
  }
  return areas.reduce((sum, area) => sum + area, 0) / folds;
}

/**
 * The median distance of a generated row to its nearest training row, over the median distance of a training row to its
 * nearest other one: near 0 = copies, near 1 = as near as rows of the file are to each other. [n, d] encoded.
 */
export function nearestTrainingRatio(training: Matrix, generated: Matrix, rng: Rng): number | undefined {
  if (training.rows < 3 || generated.rows === 0) return undefined;
  const kept = takeRows(training, shuffled(training.rows, rng).subarray(0, mostNeighbours));
  const asked = takeRows(
    kept,
    Array.from({ length: Math.min(kept.rows, rows.most) }, (_, i) => i),
  );
  const drawn = takeRows(generated, shuffled(generated.rows, rng).subarray(0, rows.most));
  const among = median(nearestDistances(asked, kept, true));
  return among === 0 ? undefined : median(nearestDistances(drawn, kept, false)) / among;
}

/** For each row of `from` its distance to the nearest row of `to`; `same`: row i of both is one row, and no neighbour of itself. */
function nearestDistances(from: Matrix, to: Matrix, same: boolean): Float64Array {
  return Float64Array.from({ length: from.rows }, (_, i) => {
    const row = rowOf(from, i);
    let nearest = Infinity;
    for (let j = 0; j < to.rows; j++) {
      if (same && i === j) continue;
      const other = rowOf(to, j);
      let square = 0;
      for (let k = 0; k < row.length && square < nearest; k++) square += (row[k]! - other[k]!) ** 2;
      if (square < nearest) nearest = square;
    }
    return Math.sqrt(nearest);
  });
}

function median(values: Float64Array): number {
  const sorted = values.slice().sort();
  const middle = sorted.length / 2;
  return (sorted[Math.ceil(middle) - 1]! + sorted[Math.floor(middle)]!) / 2;
}

/** Weight vector [1 + p] of class 1 against class 0, intercept first. */
async function fitLogistic(x: Matrix, y: Int32Array, kernel: Kernel): Promise<Float64Array> {
  const loss = kernel.softmaxLoss(x, y, 2);
  const width = x.columns + 1;
  const objective = async (flat: Float64Array) => {
    const { loss: mean, gradient } = await loss.at(matrix(2, width, flat));
    let penalty = 0;
    flat.forEach((weight, j) => {
      if (j % width === 0) return;
      penalty += weight * weight;
      gradient.data[j]! += (2 * weight) / x.rows;
    });
    return { value: mean + penalty / x.rows, gradient: gradient.data };
  };
  try {
    const search = minimise(objective, new Float64Array(2 * width), {
      tolerance: 1e-4,
      maxIterations: 100,
      precision: loss.precision,
    });
    let next = await search.next();
    while (!next.done) next = await search.next();
    const { x: flat } = next.value;
    return Float64Array.from({ length: width }, (_, j) => flat[width + j]! - flat[j]!);
  } finally {
    loss.dispose();
  }
}

function dot(weights: Float64Array, row: Float64Array): number {
  return row.reduce((sum, value, j) => sum + weights[j + 1]! * value, weights[0]!);
}

function expanded(x: Matrix): Matrix {
  const d = x.columns;
  const pairs = Array.from({ length: d }, (_, i) => i).flatMap((i) =>
    Array.from({ length: d <= mostForProducts ? d - i : 1 }, (_, k) => [i, i + k] as const),
  );
  const out = matrix(x.rows, d + pairs.length);
  for (let i = 0; i < x.rows; i++) {
    const row = rowOf(x, i);
    const to = rowOf(out, i);
    to.set(row);
    pairs.forEach(([a, b], k) => (to[d + k] = row[a]! * row[b]!));
  }
  return out;
}

function standardised(x: Matrix): Matrix {
  const out = matrix(x.rows, x.columns);
  for (let j = 0; j < x.columns; j++) {
    let mean = 0;
    for (let i = 0; i < x.rows; i++) mean += x.data[i * x.columns + j]! / x.rows;
    let variance = 0;
    for (let i = 0; i < x.rows; i++) variance += (x.data[i * x.columns + j]! - mean) ** 2 / x.rows;
    const scale = variance > 0 ? Math.sqrt(variance) : 1;
    for (let i = 0; i < x.rows; i++) out.data[i * x.columns + j] = (x.data[i * x.columns + j]! - mean) / scale;
  }
  return out;
}

function stacked(a: Matrix, b: Matrix): Matrix {
  const out = matrix(a.rows + b.rows, a.columns);
  out.data.set(a.data);
  out.data.set(b.data, a.data.length);
  return out;
}

function shuffled(n: number, rng: Rng): Int32Array {
  const order = Int32Array.from({ length: n }, (_, i) => i);
  rng.shuffle(order);
  return order;
}
