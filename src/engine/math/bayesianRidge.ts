import { dot } from './vectors';
import { matrix } from '../../data/matrix';
import type { Matrix } from '../../data/matrix';
import { cholesky, inverse, solve } from './cholesky';

/** What a linear regression needs to know of its rows, centred: X^T X [p, p], X^T y [p], y^T y, and how many rows there are. */
export interface RegressionSums {
  gram: Matrix;
  cross: Float64Array;
  square: number;
  rows: number;
}

/** The weak prior of both precisions (shape and rate), the number of rounds and the change at which they end: as in scikit-learn. */
const defaults = { prior: 1e-6, rounds: 300, tolerance: 1e-3 };

/**
 * Weights of a Bayesian ridge regression y = X w: w ~ N(0, 1 / lambda I), noise ~ N(0, 1 / alpha), with both precisions at
 * the maximum of the evidence (MacKay 1992; Tipping 2001). Returns w: [p].
 */
export function bayesianRidge({ gram, cross, square, rows }: RegressionSums): Float64Array {
  const p = gram.rows;
  const { prior, rounds, tolerance } = defaults;
  let alpha = 1 / (square / rows + Number.EPSILON);
  let lambda = 1;
  let before = new Float64Array(p);
  for (let round = 0; round < rounds; round++) {
    const ratio = lambda / alpha;
    const { lower } = cholesky(raised(gram, ratio));
    const weights = cross.slice();
    solve(lower, weights);
    // the number of well-determined weights: sum_i e_i / (ratio + e_i) over the eigenvalues e of X^T X
    const determined = Math.max(0, p - ratio * trace(inverse(lower)));
    lambda = (determined + 2 * prior) / (dot(weights, weights) + 2 * prior);
    alpha = (rows - determined + 2 * prior) / (residual(gram, cross, square, weights) + 2 * prior);
    const change = weights.reduce((sum, weight, j) => sum + Math.abs(weight - before[j]!), 0);
    if (round > 0 && change < tolerance) break;
    before = weights;
  }
  const { lower } = cholesky(raised(gram, lambda / alpha));
  const weights = cross.slice();
  solve(lower, weights);
  return weights;
}

/** y^T y - 2 w^T X^T y + w^T X^T X w. */
function residual(gram: Matrix, cross: Float64Array, square: number, weights: Float64Array): number {
  let sum = square;
  for (let i = 0; i < weights.length; i++) {
    sum +=
      weights[i]! * (dot(gram.data.subarray(i * weights.length, (i + 1) * weights.length), weights) - 2 * cross[i]!);
  }
  return Math.max(0, sum);
}

function raised(gram: Matrix, ridge: number): Matrix {
  const out = matrix(gram.rows, gram.columns, gram.data.slice());
  for (let i = 0; i < gram.rows; i++) out.data[i * gram.columns + i]! += ridge;
  return out;
}

function trace({ rows, data }: Matrix): number {
  let sum = 0;
  for (let i = 0; i < rows; i++) sum += data[i * rows + i]!;
  return sum;
}
