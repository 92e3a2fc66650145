import { matrix } from '../../data/matrix';
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
  const { rows, columns: classes, data } = scores;
  const out = matrix(rows, classes);
  for (let from = 0; from < data.length; from += classes) softmaxInto(data, out.data, from, from + classes);
  return out;
}

/** Entries `from` to `to`; without views of them, of which a million rows would need a million. */
function softmaxInto(scores: Float64Array, out: Float64Array, from: number, to: number): void {
  let largest = -Infinity;
  for (let at = from; at < to; at++) if (scores[at]! > largest) largest = scores[at]!;
  if (largest === -Infinity) {
    out.fill(1 / (to - from), from, to);
    return;
  }
  let sum = 0;
  for (let at = from; at < to; at++) sum += out[at] = Math.exp(scores[at]! - largest);
  for (let at = from; at < to; at++) out[at]! /= sum;
}
