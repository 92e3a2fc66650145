import * as tf from '@tensorflow/tfjs-core';
import type { Transform } from './transform';

/** Bound of |log scale|: a coupling stretches at most 20-fold, so that no step of training can run away. */
const most = 3;

/** y = exp(s) x + t (Dinh, Sohl-Dickstein and Bengio 2017), s within +-3. */
export const affine: Transform = {
  parameters: 2,
  identity: [0, 0],
  forward(x, parameters) {
    const { shift, logScale } = read(parameters);
    return { y: tf.add(tf.mul(x, tf.exp(logScale)), shift), logSlope: logScale };
  },
  inverse(y, parameters) {
    const { shift, logScale } = read(parameters);
    return tf.mul(tf.sub(y, shift), tf.exp(tf.neg(logScale)));
  },
};

function read(parameters: tf.Tensor3D): { shift: tf.Tensor2D; logScale: tf.Tensor2D } {
  const [shift, raw] = tf.unstack(parameters, 2) as [tf.Tensor2D, tf.Tensor2D];
  return { shift, logScale: tf.mul(most, tf.tanh(tf.div(raw, most))) };
}
