import { matrix } from '../../data/matrix';
import type { Matrix } from '../../data/matrix';

/** A pivot below this share of its diagonal entry is rounding error: the matrix counts as singular. */
const singularPivot = 1e-12;
/** First ridge that is tried, as a share of the mean diagonal; scikit-learn's `reg_covar` for unit variances. */
const firstRidge = 1e-6;

export interface Cholesky {
  /** L with L L^T = A + ridge I; zero above the diagonal. */
  lower: Matrix;
  /** What had to be added to the diagonal; 0 for a well-conditioned matrix. */
  ridge: number;
}

/**
 * Factor of a symmetric positive semi-definite matrix, in float64. A singular one gets the smallest ridge of 1e-6, 1e-5,
 * ... times its mean diagonal (times 1 for a zero matrix) that makes it regular, and the result says so.
 */
export function cholesky(a: Matrix): Cholesky {
  const n = a.rows;
  let trace = 0;
  for (let i = 0; i < n; i++) trace += a.data[i * n + i]!;
  const scale = trace > 0 ? trace / n : 1;
  let ridge = 0;
  for (let factor = firstRidge; factor < 1e6; factor *= 10) {
    const lower = factorise(a, ridge);
    if (lower) return { lower, ridge };
    ridge = factor * scale;
  }
  throw new RangeError('Cholesky factor of a matrix that is not finite or not positive semi-definite');
}

function factorise(a: Matrix, ridge: number): Matrix | undefined {
  const n = a.rows;
  const lower = matrix(n, n);
  const l = lower.data;
  for (let i = 0; i < n; i++) {
    const rowI = i * n;
    for (let j = 0; j <= i; j++) {
      const rowJ = j * n;
      let sum = a.data[rowI + j]!;
      if (i === j) sum += ridge;
      const entry = sum;
      for (let k = 0; k < j; k++) sum -= l[rowI + k]! * l[rowJ + k]!;
      if (i !== j) l[rowI + j] = sum / l[rowJ + j]!;
      else if (sum > singularPivot * entry) l[rowI + i] = Math.sqrt(sum);
      else return undefined;
    }
  }
  return lower;
}

/** log det(L L^T). */
export function logDeterminant(lower: Matrix): number {
  let sum = 0;
  for (let i = 0; i < lower.rows; i++) sum += Math.log(lower.data[i * lower.columns + i]!);
  return 2 * sum;
}

/** Solves L z = b in place. */
export function solveLower(lower: Matrix, b: Float64Array): void {
  const n = lower.rows;
  const l = lower.data;
  for (let i = 0; i < n; i++) {
    const row = i * n;
    let sum = b[i]!;
    for (let k = 0; k < i; k++) sum -= l[row + k]! * b[k]!;
    b[i] = sum / l[row + i]!;
  }
}

/** L^-1, lower triangular as well. */
export function inverseLower(lower: Matrix): Matrix {
  const n = lower.rows;
  const out = matrix(n, n);
  const column = new Float64Array(n);
  for (let j = 0; j < n; j++) {
    column.fill(0);
    column[j] = 1;
    solveLower(lower, column);
    for (let i = j; i < n; i++) out.data[i * n + j] = column[i]!;
  }
  return out;
}

/** L b for each row b, in place: [m, n]. Four rows at a time share what is read of L. */
export function multiplyLower(lower: Matrix, rows: Float64Array): void {
  const n = lower.rows;
  const l = lower.data;
  let at = 0;
  for (; at + 3 * n < rows.length; at += 4 * n) {
    for (let i = n - 1; i >= 0; i--) {
      const row = i * n;
      let s0 = 0;
      let s1 = 0;
      let s2 = 0;
      let s3 = 0;
      for (let k = 0, b = at; k <= i; k++, b++) {
        const entry = l[row + k]!;
        s0 += entry * rows[b]!;
        s1 += entry * rows[b + n]!;
        s2 += entry * rows[b + 2 * n]!;
        s3 += entry * rows[b + 3 * n]!;
      }
      rows[at + i] = s0;
      rows[at + n + i] = s1;
      rows[at + 2 * n + i] = s2;
      rows[at + 3 * n + i] = s3;
    }
  }
  for (; at < rows.length; at += n) {
    for (let i = n - 1; i >= 0; i--) {
      let sum = 0;
      for (let k = 0; k <= i; k++) sum += l[i * n + k]! * rows[at + k]!;
      rows[at + i] = sum;
    }
  }
}

/** Solves L L^T x = b in place. */
export function solve(lower: Matrix, b: Float64Array): void {
  solveLower(lower, b);
  const n = lower.rows;
  const l = lower.data;
  for (let i = n - 1; i >= 0; i--) {
    const value = b[i]! / l[i * n + i]!;
    b[i] = value;
    for (let k = 0; k < i; k++) b[k]! -= l[i * n + k]! * value;
  }
}

/** (L L^T)^-1. */
export function inverse(lower: Matrix): Matrix {
  const n = lower.rows;
  const out = matrix(n, n);
  for (let j = 0; j < n; j++) {
    // the inverse is symmetric: its columns are its rows
    const column = out.data.subarray(j * n, (j + 1) * n);
    column[j] = 1;
    solve(lower, column);
  }
  return out;
}
