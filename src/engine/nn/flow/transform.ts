import type * as tf from '@tensorflow/tfjs-core';

/**
 * An increasing function of one number, whose parameters a network chooses. All tensors live in the enclosing `tf.tidy`;
 * n rows, m numbers in each.
 */
export interface Transform {
  /** Parameters of the function of one number. */
  parameters: number;
  /** First values of the last bias, so that the function is the identity. */
  identity: readonly number[];
  /** x: [n, m], parameters: [n, m, p] -> y: [n, m] and log dy/dx: [n, m]. */
  forward(x: tf.Tensor2D, parameters: tf.Tensor3D): { y: tf.Tensor2D; logSlope: tf.Tensor2D };
  /** The inverse: y -> x. */
  inverse(y: tf.Tensor2D, parameters: tf.Tensor3D): tf.Tensor2D;
}
