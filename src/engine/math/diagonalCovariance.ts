import type { Covariance } from './gaussian';
import { log2Pi } from './logSpace';

/** Independent features: only variances, all above 0. */
export function diagonalCovariance(variances: Float64Array): Covariance {
  const d = variances.length;
  const deviations = variances.map(Math.sqrt);
  // products take a fraction of the time of quotients
  const precisions = deviations.map((deviation) => 1 / deviation);
  let logDeterminant = 0;
  for (const variance of variances) logDeterminant += Math.log(variance);
  const marginal = (kept: Int32Array) => diagonalCovariance(Float64Array.from(kept, (j) => variances[j]!));
  return {
    kind: 'diagonal',
    dimension: d,
    entries: variances,
    parameters: d,
    logDeterminant,
    whiten(residuals) {
      for (let at = 0; at < residuals.length;) for (let j = 0; j < d; j++) residuals[at++]! *= precisions[j]!;
    },
    draw(rng, out) {
      for (let j = 0; j < d; j++) out[j] = deviations[j]! * rng.normal();
    },
    marginal,
    regress(missing) {
      return { shift: () => new Float64Array(missing.length), covariance: marginal(missing) };
    },
    features: 'diagonal',
    coefficients(mean) {
      const out = new Float64Array(1 + 2 * d);
      let constant = d * log2Pi + logDeterminant;
      for (let j = 0; j < d; j++) {
        out[1 + j] = mean[j]! / variances[j]!;
        out[1 + d + j] = -0.5 / variances[j]!;
        constant += (mean[j]! * mean[j]!) / variances[j]!;
      }
      out[0] = -0.5 * constant;
      return out;
    },
  };
}

/** Independent features of one variance, above 0, which is its only number. */
export function sphericalCovariance(variance: number, d: number): Covariance {
  const entries = Float64Array.of(variance);
  return { ...diagonalCovariance(new Float64Array(d).fill(variance)), kind: 'spherical', entries, parameters: 1 };
}
