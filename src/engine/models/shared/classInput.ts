import { matrix } from '../../../data/matrix';
import type { Matrix } from '../../../data/matrix';

/** 1 at the class of each row: [n, K]. */
export function classWeights(labels: ArrayLike<number>, classes: number): Matrix {
  const out = matrix(labels.length, classes);
  for (let i = 0; i < labels.length; i++) out.data[i * classes + labels[i]!] = 1;
  return out;
}

/** Rows side by side: [n, a] and [n, b] -> [n, a + b]. */
export function joined(a: Matrix, b: Matrix): Matrix {
  const out = matrix(a.rows, a.columns + b.columns);
  for (let i = 0; i < a.rows; i++) {
    out.data.set(a.data.subarray(i * a.columns, (i + 1) * a.columns), i * out.columns);
    out.data.set(b.data.subarray(i * b.columns, (i + 1) * b.columns), i * out.columns + a.columns);
  }
  return out;
}
