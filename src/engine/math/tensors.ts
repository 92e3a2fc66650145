import * as tf from '@tensorflow/tfjs-core';
import type { Matrix } from '../../data/matrix';
import { Problem } from '../../data/problem';

/**
 * The values of a float32 tensor, which is disposed. A lost GPU context makes reads return zeros without an error, so a
 * one travels with the values and is looked for; without it a `Problem` with code `gpu-lost` is thrown.
 */
export async function readTensor(tensor: tf.Tensor): Promise<Float32Array> {
  const guarded = tf.tidy(() => tf.concat([tf.reshape(tensor, [-1]), tf.ones([1])]));
  tensor.dispose();
  try {
    const values = (await guarded.data()) as Float32Array;
    if (values.at(-1) !== 1) throw new Problem('gpu-lost', 'the GPU was lost while it computed; run the cell again');
    return values.subarray(0, -1);
  } finally {
    guarded.dispose();
  }
}

/** `rows` rows from `from` on in float32, zeros after the last: passes of one shape need compiling only once on a GPU. */
export function rowsTensor(x: Matrix, from: number, rows: number): tf.Tensor2D {
  const values = new Float32Array(rows * x.columns);
  values.set(x.data.subarray(from * x.columns, (from + rows) * x.columns));
  return tf.tensor2d(values, [rows, x.columns]);
}

/** labels: [n] -> [n, classes], 1 at the label; a row of zeros for label -1. Call it inside `tf.tidy`. */
export function oneHotRows(labels: tf.Tensor1D, classes: number): tf.Tensor2D {
  // tf.oneHot refuses a single class, and in WASM it ignores the type that it is asked for
  const hot = classes === 1 ? tf.greaterEqual(tf.reshape(labels, [-1, 1]), 0) : tf.oneHot(labels, classes);
  return tf.cast(hot, 'float32') as tf.Tensor2D;
}
