import * as tf from '@tensorflow/tfjs-core';
import type { Noise } from '../noise';

/** Length of the step by which slopes are measured, in standard deviations. */
const reach = 0.05;

/** Rows moved a little to both sides, in a random direction each. */
export function moved(x: tf.Tensor2D, noise: Noise): { up: tf.Tensor2D; down: tf.Tensor2D } {
  const by = tf.mul(noise.normal(x.shape), reach);
  return { up: tf.add<tf.Tensor2D>(x, by), down: tf.sub<tf.Tensor2D>(x, by) };
}

/**
 * An estimate of the mean of |grad D|^2 from values on both sides: for normal directions u, E[(u . grad D)^2] = |grad D|^2.
 * The exact penalty (R1 of Mescheder, Geiger and Nowozin 2018) needs second derivatives, which tfjs does not have.
 */
export function squaredSlope(up: tf.Tensor, down: tf.Tensor): tf.Scalar {
  return tf.mean<tf.Scalar>(tf.square(tf.div(tf.sub(up, down), 2 * reach)));
}
