import * as tf from '@tensorflow/tfjs-core';

/**
 * All weights of a network in one vector, so that an optimiser step is a few operations whatever the number of layers.
 */

/** Number of entries of tensors of these shapes. */
export function flatSize(shapes: readonly (readonly number[])[]): number {
  return shapes.reduce((sum, shape) => sum + entries(shape), 0);
}

/** Views of a flat vector as tensors of the given shapes. */
export function split(flat: tf.Tensor1D, shapes: readonly (readonly number[])[]): tf.Tensor[] {
  let from = 0;
  return shapes.map((shape) => {
    const size = entries(shape);
    const part = tf.reshape(tf.slice1d(flat, from, size), [...shape]);
    from += size;
    return part;
  });
}

/** The inverse of `split`. */
export function join(parts: readonly tf.Tensor[]): tf.Tensor1D {
  return tf.concat1d(parts.map((part) => tf.reshape(part, [-1])));
}

function entries(shape: readonly number[]): number {
  return shape.reduce((product, size) => product * size, 1);
}
