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
  /** Turns each r into w = L^-1 r, L L^T = Sigma, so that r^T Sigma^-1 r = |w|^2. residuals: [m, d], overwritten. */
  whiten(residuals: Float64Array): void;
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
  whitenedBlocks(x, mean, covariance, (whitened, from, rows) => {
    for (let r = 0; r < rows; r++) {
      let square = 0;
      for (let at = r * d; at < (r + 1) * d; at++) square += whitened[at]! * whitened[at]!;
      out[(from + r) * stride + offset]! += peak - 0.5 * square;
    }
  });
}

/** The same for Gaussians that share a covariance: rows are whitened once. means: [C, d], out: [n, C]. */
export function addSharedLogDensities(x: Matrix, means: Matrix, covariance: Covariance, out: Float64Array): void {
  const d = x.columns;
  const count = means.rows;
  const peak = logPeak(covariance);
  // seen from one of the means: far from the origin, differences of large numbers would lose digits
  const origin = rowOf(means, 0);
  const centres = means.data.map((value, at) => value - origin[at % d]!);
  covariance.whiten(centres);
  whitenedBlocks(x, origin, covariance, (whitened, from, rows) => {
    for (let r = 0; r < rows; r++) {
      for (let c = 0; c < count; c++) {
        let square = 0;
        for (let j = 0; j < d; j++) square += (whitened[r * d + j]! - centres[c * d + j]!) ** 2;
        out[(from + r) * count + c]! += peak - 0.5 * square;
      }
    }
  });
}

/** Rows that are whitened at a time: they stay in the processor's cache. */
const block = 64;

function whitenedBlocks(
  x: Matrix,
  mean: Float64Array,
  covariance: Covariance,
  use: (whitened: Float64Array, from: number, rows: number) => void,
): void {
  const d = x.columns;
  const values = x.data;
  const buffer = new Float64Array(Math.min(block, x.rows) * d);
  for (let from = 0; from < x.rows; from += block) {
    const rows = Math.min(block, x.rows - from);
    const residuals = rows * d === buffer.length ? buffer : buffer.subarray(0, rows * d);
    for (let r = 0; r < rows; r++) {
      const at = r * d;
      const row = (from + r) * d;
      for (let j = 0; j < d; j++) residuals[at + j] = values[row + j]! - mean[j]!;
    }
    covariance.whiten(residuals);
    use(residuals, from, rows);
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
