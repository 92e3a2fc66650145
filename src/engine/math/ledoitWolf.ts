import { matrix } from '../../data/matrix';
import type { Matrix } from '../../data/matrix';
import type { GroupMoments } from './moments';

/** A covariance drawn towards a diagonal one, and how far, 0 to 1. */
export interface Shrunk {
  covariance: Matrix;
  shrinkage: number;
}

/**
 * The covariance of each group, with each feature divided by its standard deviation drawn towards the identity by the
 * share that has the least expected squared error (Ledoit, Wolf 2004), as scikit-learn does for discriminant analysis:
 * shrinkage = min(beta, delta) / delta, beta = (sum_i w_i |z_i|^4 / n - |R|^2) / (d n), delta = |R - mu I|^2 / d,
 * with R the covariance of the scaled features z and mu the mean of its diagonal; of one feature 0.
 *
 * @param x [n, d] without gaps
 * @param weights [n, K], how much each row belongs to each group, at least 0
 */
export function ledoitWolf(x: Matrix, weights: Matrix, { counts, means, scatter }: GroupMoments): Shrunk[] {
  const d = x.columns;
  return scatter.map((own, k) => {
    const n = counts[k]!;
    const covariance = covarianceOf(own, n);
    const scale = scaleOf(covariance);
    if (d === 1 || n === 0) return { covariance, shrinkage: 0 };
    const fourth = fourthPowers(x, weights, k, means, scale);
    let squares = 0;
    let trace = 0;
    for (let a = 0; a < d; a++) {
      for (let b = 0; b < d; b++) squares += (covariance.data[a * d + b]! / (scale[a]! * scale[b]!)) ** 2;
      trace += covariance.data[a * d + a]! / scale[a]! ** 2;
    }
    const mu = trace / d;
    const delta = (squares - 2 * mu * trace + d * mu * mu) / d;
    const beta = Math.min((fourth / n - squares) / (d * n), delta);
    const shrinkage = beta > 0 ? beta / delta : 0;
    drawTowardsDiagonal(covariance, scale, mu, shrinkage);
    return { covariance, shrinkage };
  });
}

/** The covariance of each group, drawn as far as `shares` say, as `ledoitWolf` does. */
export function shrunkBy(shares: readonly number[], { counts, scatter }: GroupMoments): Shrunk[] {
  return shares.map((shrinkage, k) => {
    const covariance = covarianceOf(scatter[k]!, counts[k]!);
    const d = covariance.rows;
    const scale = scaleOf(covariance);
    const mu = scale.reduce((sum, own, j) => sum + covariance.data[j * d + j]! / own ** 2, 0) / d;
    drawTowardsDiagonal(covariance, scale, mu, shrinkage);
    return { covariance, shrinkage };
  });
}

function covarianceOf({ rows, columns, data }: Matrix, n: number): Matrix {
  return matrix(
    rows,
    columns,
    data.map((value) => (n > 0 ? value / n : 0)),
  );
}

/** Standard deviations, 1 for a feature without any: [d]. */
function scaleOf({ rows: d, data }: Matrix): Float64Array {
  return Float64Array.from({ length: d }, (_, j) => Math.sqrt(data[j * d + j]!) || 1);
}

function drawTowardsDiagonal(covariance: Matrix, scale: Float64Array, mu: number, shrinkage: number): void {
  const d = covariance.rows;
  for (let a = 0; a < d; a++) {
    for (let b = 0; b < d; b++) covariance.data[a * d + b]! *= 1 - shrinkage;
    covariance.data[a * d + a]! += shrinkage * mu * scale[a]! ** 2;
  }
}

/** sum_i w_ik |z_i|^4, z centred and scaled. */
function fourthPowers(x: Matrix, weights: Matrix, k: number, means: Matrix, scale: Float64Array): number {
  const d = x.columns;
  let sum = 0;
  for (let i = 0; i < x.rows; i++) {
    const weight = weights.data[i * weights.columns + k]!;
    if (weight === 0) continue;
    let square = 0;
    for (let j = 0; j < d; j++) square += ((x.data[i * d + j]! - means.data[k * d + j]!) / scale[j]!) ** 2;
    sum += weight * square * square;
  }
  return sum;
}
