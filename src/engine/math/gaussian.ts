import { rowOf } from '../../data/matrix';
import type { Matrix } from '../../data/matrix';
import type { Rng } from '../../data/random';
import type { Features } from './kernel';
import { log2Pi } from './logSpace';

/** The covariance of a Gaussian N(mean, Sigma) over `d` features, kept in the form that makes it cheap to use. */
export interface Covariance {
  readonly kind: 'diagonal' | 'spherical' | 'full';
  readonly dimension: number;
  /** The numbers that define it: [d] variances, a single one, or [d, d]. */
  readonly entries: Float64Array;
  /** Free numbers among them. */
  readonly parameters: number;
  readonly logDeterminant: number;
  /** r^T Sigma^-1 r. residual: [d], overwritten. */
  squaredDistance(residual: Float64Array): number;
  /** One draw from N(0, Sigma) into `out`: [d]. */
  draw(rng: Rng, out: Float64Array): void;
  /** Of the features at `kept`. */
  marginal(kept: Int32Array): Covariance;
  /** Of the features at `missing` given those at `observed`. */
  regress(missing: Int32Array, observed: Int32Array): Regression;
  /** The features phi(x) in which log N(x | mean, Sigma) is linear. */
  readonly features: Features;
  /** log N(x | mean, Sigma) = coefficients . phi(x). */
  coefficients(mean: Float64Array): Float64Array;
}

/** N(x_missing | x_observed) of a Gaussian: linear in the observed part, with a covariance that does not depend on it. */
export interface Regression {
  /** Sigma_mo Sigma_oo^-1 r, for r = x_observed - mean_observed, which is overwritten. */
  shift(residual: Float64Array): Float64Array;
  /** Sigma_mm - Sigma_mo Sigma_oo^-1 Sigma_om. */
  readonly covariance: Covariance;
}

/** log N(mean | mean, Sigma): the density at its top, in nats. */
export function logPeak(covariance: Covariance): number {
  return -0.5 * (covariance.dimension * log2Pi + covariance.logDeterminant);
}

/** Adds log N(x_i | mean, Sigma) of every row to `out[i * stride + offset]`. x: [n, d]. */
export function addLogDensity(
  x: Matrix,
  mean: Float64Array,
  covariance: Covariance,
  out: Float64Array,
  offset: number,
  stride: number,
): void {
  const d = x.columns;
  const peak = logPeak(covariance);
  const residual = new Float64Array(d);
  for (let i = 0; i < x.rows; i++) {
    for (let j = 0; j < d; j++) residual[j] = x.data[i * d + j]! - mean[j]!;
    out[i * stride + offset]! += peak - 0.5 * covariance.squaredDistance(residual);
  }
}

/** Fills `out`: [n, d] with draws from N(mean, Sigma). */
export function drawRows(out: Matrix, mean: Float64Array, covariance: Covariance, rng: Rng): void {
  for (let i = 0; i < out.rows; i++) {
    const row = rowOf(out, i);
    covariance.draw(rng, row);
    for (let j = 0; j < row.length; j++) row[j]! += mean[j]!;
  }
}
