import { dot } from './vectors';
import { matrix } from '../../data/matrix';
import type { Matrix } from '../../data/matrix';
import {
  cholesky,
  inverse,
  inverseLower,
  logDeterminant as logDeterminantOf,
  multiplyLower,
  solve,
  solveLower,
} from './cholesky';
import type { Covariance } from './gaussian';
import { log2Pi } from './logSpace';

/** A covariance and the ridge that had to be added to its diagonal to make it regular (0: none). */
export interface RegularCovariance {
  covariance: Covariance;
  ridge: number;
}

/** From so many rows on, the factor is inverted: products with it do not wait for each other. */
const fewRows = 16;

/** sigma: [d, d], symmetric, positive semi-definite. Everything goes through its Cholesky factor L, in float64. */
export function fullCovariance(sigma: Matrix): RegularCovariance {
  const { lower, ridge } = cholesky(sigma);
  const regular = matrix(sigma.rows, sigma.columns, sigma.data.slice());
  for (let i = 0; i < sigma.rows; i++) regular.data[i * sigma.columns + i]! += ridge;
  return { covariance: fromFactor(regular, lower), ridge };
}

function fromFactor(sigma: Matrix, lower: Matrix): Covariance {
  const d = sigma.rows;
  const logDeterminant = logDeterminantOf(lower);
  let inverseFactor: Matrix | undefined;
  const block = (rows: Int32Array, columns: Int32Array): Matrix => {
    const out = matrix(rows.length, columns.length);
    rows.forEach((i, a) => columns.forEach((j, b) => (out.data[a * columns.length + b] = sigma.data[i * d + j]!)));
    return out;
  };
  return {
    kind: 'full',
    dimension: d,
    entries: sigma.data,
    parameters: (d * (d + 1)) / 2,
    logDeterminant,
    whiten(residuals) {
      if (residuals.length >= fewRows * d) multiplyLower((inverseFactor ??= inverseLower(lower)), residuals);
      else for (let at = 0; at < residuals.length; at += d) solveLower(lower, residuals.subarray(at, at + d));
    },
    draw(rng, out) {
      const noise = Float64Array.from({ length: d }, () => rng.normal());
      for (let i = 0; i < d; i++) {
        let sum = 0;
        for (let j = 0; j <= i; j++) sum += lower.data[i * d + j]! * noise[j]!;
        out[i] = sum;
      }
    },
    marginal: (kept) => fullCovariance(block(kept, kept)).covariance,
    regress(missing, observed) {
      const factor = cholesky(block(observed, observed)).lower;
      const cross = block(missing, observed);
      const rest = block(missing, missing);
      // W = L^-1 Sigma_om, column by column: Sigma_mo Sigma_oo^-1 Sigma_om = W^T W, which stays symmetric
      const columns = Array.from(missing, (_, a) => cross.data.slice(a * observed.length, (a + 1) * observed.length));
      for (const column of columns) solveLower(factor, column);
      columns.forEach((left, a) => {
        columns.forEach((right, b) => (rest.data[a * missing.length + b]! -= dot(left, right)));
      });
      return {
        shift(residual) {
          solve(factor, residual);
          return Float64Array.from(missing, (_, a) => dot(cross.data.subarray(a * observed.length), residual));
        },
        covariance: fullCovariance(rest).covariance,
      };
    },
    features: 'quadratic',
    coefficients(mean) {
      const precision = inverse(lower).data;
      const out = new Float64Array(1 + d + (d * (d + 1)) / 2);
      let constant = d * log2Pi + logDeterminant;
      let at = 1 + d;
      for (let i = 0; i < d; i++) {
        const slope = dot(precision.subarray(i * d, (i + 1) * d), mean);
        out[1 + i] = slope;
        constant += slope * mean[i]!;
        for (let j = i; j < d; j++) out[at++] = precision[i * d + j]! * (i === j ? -0.5 : -1);
      }
      out[0] = -0.5 * constant;
      return out;
    },
  };
}
