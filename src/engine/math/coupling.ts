/** Pairwise probabilities are kept this far from 0 and 1: certainty about a pair rules nothing out. */
const margin = 1e-7;
const mostSweeps = 100;
/** Sweeps end when the stationarity conditions hold to this share of 1 / K. */
const tolerance = 1e-5;

/**
 * Class probabilities p that agree best with those of pairs: min_p sum_i sum_(j != i) (r_ji p_i - r_ij p_j)^2 over the
 * simplex (Wu, Lin, Weng 2004, second method). `pairwise(i, j)` = r_ij = P(i | i or j, x) for i < j; out: [K].
 */
export function couple(classes: number, pairwise: (i: number, j: number) => number, out: Float64Array): void {
  out.fill(1 / classes);
  if (classes < 2) return;
  const q = new Float64Array(classes * classes);
  for (let i = 0; i < classes; i++) {
    for (let j = i + 1; j < classes; j++) {
      const r = Math.min(1 - margin, Math.max(margin, pairwise(i, j)));
      q[i * classes + i]! += (1 - r) * (1 - r);
      q[j * classes + j]! += r * r;
      q[i * classes + j] = q[j * classes + i] = -r * (1 - r);
    }
  }
  const product = new Float64Array(classes);
  for (let sweep = 0; sweep < mostSweeps; sweep++) {
    // Q p afresh in each sweep, so that rounding does not add up
    let quadratic = 0;
    for (let i = 0; i < classes; i++) {
      let sum = 0;
      for (let j = 0; j < classes; j++) sum += q[i * classes + j]! * out[j]!;
      product[i] = sum;
      quadratic += out[i]! * sum;
    }
    const error = product.reduce((most, value) => Math.max(most, Math.abs(value - quadratic)), 0);
    if (error < tolerance / classes) break;
    for (let i = 0; i < classes; i++) {
      const diagonal = q[i * classes + i]!;
      const change = (quadratic - product[i]!) / diagonal;
      out[i]! += change;
      const total = 1 + change;
      quadratic = (quadratic + change * (change * diagonal + 2 * product[i]!)) / (total * total);
      for (let j = 0; j < classes; j++) {
        product[j] = (product[j]! + change * q[i * classes + j]!) / total;
        out[j]! /= total;
      }
    }
  }
  const sum = out.reduce((total, p) => total + p, 0);
  for (let k = 0; k < classes; k++) out[k]! /= sum;
}
