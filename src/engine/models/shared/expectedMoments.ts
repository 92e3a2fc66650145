import { matrix, rowOf } from '../../../data/matrix';
import type { Matrix } from '../../../data/matrix';
import { denseCovariance } from '../../math/covarianceKinds';
import { diagonalCovariance } from '../../math/diagonalCovariance';
import type { Covariance } from '../../math/gaussian';
import type { GroupMoments } from '../../math/moments';
import { weightedColumnMoments, weightedMoments } from '../../math/weightedMoments';
import { covarianceOf } from './gaussianParameters';
import type { GaussianParameters } from './gaussianParameters';
import { pick, remember } from './gaussianScores';
import { uncollapsed } from './gapPrior';
import type { Sharing } from './gapPrior';
import { missingPatterns } from './missing';
import type { Pattern } from './missing';

/** Means and covariances of components. */
export type Gaussians = Pick<GaussianParameters, 'means' | 'covariances'>;

/** Variance of a feature that is constant where it is observed. */
const leastVariance = 1e-9;

/**
 * Counts, means and scatter of the rows of each component; of missing cells, what is expected of them given the observed
 * ones under the Gaussians `before` (Ghahramani and Jordan 1994): with x^_ic = (x_o, E[x_m | x_o, c]), the means are
 * sum_i w_ic x^_ic / n_c and the scatters sum_i w_ic ((x^_ic - mean_c)(x^_ic - mean_c)^T + Cov[x_m | x_o, c]), `uncollapsed`.
 *
 * @param x [n, d], NaN where missing
 * @param weights [n, C], at least 0
 * @param before Of the C components. Default: independent features, as they are in the cells that are observed
 * @param sharing Which components are of the same rows. Default: each has its own
 */
export function expectedMoments(x: Matrix, weights: Matrix, before?: Gaussians, sharing?: Sharing): GroupMoments {
  const patterns = patternsOf(x);
  if (patterns.length === 0) return weightedMoments(x, weights);
  const { means, covariances } = before ?? independent(x, weights);
  const parts = Array.from({ length: weights.columns }, (_, c) => {
    const own = columnOf(weights, c);
    const { filled, doubt } = expectedRows(x, patterns, rowOf(means, c), covarianceOf({ covariances }, c), own);
    const moments = weightedMoments(filled, own);
    doubt.data.forEach((value, at) => (moments.scatter[0]!.data[at]! += value));
    return moments;
  });
  const joined = matrix(weights.columns, x.columns);
  parts.forEach((part, c) => rowOf(joined, c).set(part.means.data));
  const moments = {
    counts: Float64Array.from(parts, ({ counts }) => counts[0]!),
    means: joined,
    scatter: parts.map(({ scatter }) => scatter[0]!),
  };
  return { ...moments, scatter: uncollapsed(x, weights, moments, sharing ?? { of: [...parts.keys()], tied: false }) };
}

/** The kinds of rows with gaps, each with what follows from a covariance for it, which components may share. */
interface GapPattern extends Pattern {
  regressionOf(covariance: Covariance): { shift(residual: Float64Array): Float64Array; rest: Matrix };
}

function patternsOf(x: Matrix): GapPattern[] {
  return missingPatterns(x).flatMap((pattern) => {
    const { missing, observed } = pattern;
    if (missing.length === 0) return [];
    const regressionOf = remember((of: Covariance) => {
      const { shift, covariance } = of.regress(missing, observed);
      return { shift, rest: denseCovariance(covariance) };
    });
    return [{ ...pattern, regressionOf }];
  });
}

/** The rows with gaps filled where their weight is above 0, and the sum of weight times Cov[x_missing | x_observed]. */
function expectedRows(
  x: Matrix,
  patterns: readonly GapPattern[],
  mean: Float64Array,
  covariance: Covariance,
  weights: Matrix,
): { filled: Matrix; doubt: Matrix } {
  const d = x.columns;
  const filled = matrix(x.rows, d, x.data.slice());
  const doubt = matrix(d, d);
  for (const { rows, missing, observed, regressionOf } of patterns) {
    const weight = rows.reduce((sum, row) => sum + weights.data[row]!, 0);
    if (weight === 0) continue;
    const { shift, rest } = regressionOf(covariance);
    for (const row of rows) {
      if (weights.data[row] === 0) continue;
      const values = rowOf(filled, row);
      const residual = pick(values, observed);
      observed.forEach((j, a) => (residual[a]! -= mean[j]!));
      shift(residual).forEach((value, a) => (values[missing[a]!] = mean[missing[a]!]! + value));
    }
    missing.forEach((i, a) => {
      missing.forEach((j, b) => (doubt.data[i * d + j]! += weight * rest.data[a * missing.length + b]!));
    });
  }
  return { filled, doubt };
}

function columnOf({ rows, columns, data }: Matrix, c: number): Matrix {
  return matrix(
    rows,
    1,
    Float64Array.from({ length: rows }, (_, i) => data[i * columns + c]!),
  );
}

/** A feature of which no cell is observed is taken as standard normal. */
function independent(x: Matrix, weights: Matrix): Gaussians {
  const { counts, means, variances } = weightedColumnMoments(x, weights);
  const spread = variances.data.map((variance, at) => (counts.data[at] === 0 ? 1 : Math.max(variance, leastVariance)));
  return {
    means,
    covariances: Array.from({ length: weights.columns }, (_, c) =>
      diagonalCovariance(spread.slice(c * x.columns, (c + 1) * x.columns)),
    ),
  };
}
