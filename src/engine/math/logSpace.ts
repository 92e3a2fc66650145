import { matrix, rowOf } from '../../data/matrix';
import type { Matrix } from '../../data/matrix';

export const log2Pi = Math.log(2 * Math.PI);

/** log sum_i exp(v_i) without overflow; -Infinity where every entry is. */
export function logSumExp(values: ArrayLike<number>): number {
  let largest = -Infinity;
  for (let i = 0; i < values.length; i++) if (values[i]! > largest) largest = values[i]!;
  if (largest === -Infinity || largest === Infinity) return largest;
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += Math.exp(values[i]! - largest);
  return largest + Math.log(sum);
}

/** Softmax of each row: [n, K] -> [n, K], rows sum to one; a row that rules out every class becomes uniform. */
export function softmaxRows(scores: Matrix): Matrix {
  const out = matrix(scores.rows, scores.columns);
  for (let i = 0; i < scores.rows; i++) softmaxInto(rowOf(scores, i), rowOf(out, i));
  return out;
}

function softmaxInto(scores: Float64Array, out: Float64Array): void {
  let largest = -Infinity;
  for (const score of scores) if (score > largest) largest = score;
  if (largest === -Infinity) {
    out.fill(1 / out.length);
    return;
  }
  let sum = 0;
  for (let k = 0; k < scores.length; k++) {
    const weight = Math.exp(scores[k]! - largest);
    out[k] = weight;
    sum += weight;
  }
  for (let k = 0; k < out.length; k++) out[k]! /= sum;
}
