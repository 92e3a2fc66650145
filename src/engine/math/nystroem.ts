import { matrix, rowOf, takeRows } from '../../data/matrix';
import type { Matrix } from '../../data/matrix';
import { shuffledIndices } from '../../data/random';
import type { Rng } from '../../data/random';
import { cholesky, solveLower } from './cholesky';
import { kernelValues } from './mercer';
import type { MercerKernel } from './mercer';

/**
 * Features whose inner products approach a kernel: phi(x) = L^-1 [k(x, z_1), ..., k(x, z_m)] with L L^T = k(z_i, z_j) for
 * landmarks z drawn among the rows (Williams, Seeger 2001). w.phi(x) is then a sum of kernels at the landmarks.
 */
export interface Nystroem {
  /** [m, d]. */
  landmarks: Matrix;
  /** L: [m, m]. */
  lower: Matrix;
}

export function nystroem(kernel: MercerKernel, x: Matrix, landmarks: number, rng: Rng): Nystroem {
  const order = shuffledIndices(x.rows, rng);
  const points = takeRows(x, order.subarray(0, Math.min(landmarks, x.rows)));
  const gram = matrix(points.rows, points.rows);
  for (let i = 0; i < points.rows; i++) kernelValues(kernel, points, rowOf(points, i), rowOf(gram, i));
  return { landmarks: points, lower: cholesky(gram).lower };
}

/** phi of the rows from `from` to `to`, into their place in `out`: [n, m], float32 to save memory. */
export function nystroemRows(
  kernel: MercerKernel,
  { landmarks, lower }: Nystroem,
  x: Matrix,
  [from, to]: readonly [number, number],
  out: Float32Array,
): void {
  const values = new Float64Array(landmarks.rows);
  for (let i = from; i < to; i++) {
    kernelValues(kernel, landmarks, rowOf(x, i), values);
    solveLower(lower, values);
    out.set(values, i * landmarks.rows);
  }
}

/** beta with w.phi(x) = sum_i beta_i k(x, z_i): beta = L^-T w. */
export function landmarkCoefficients({ lower }: Nystroem, w: Float64Array): Float64Array {
  const m = lower.rows;
  const beta = w.slice();
  for (let i = m - 1; i >= 0; i--) {
    const value = (beta[i]! /= lower.data[i * m + i]!);
    for (let k = 0; k < i; k++) beta[k]! -= lower.data[i * m + k]! * value;
  }
  return beta;
}
