import * as tf from '@tensorflow/tfjs-core';
import { presentWords } from './wordReader';

/**
 * Share of the attention that each word of a text gets, followed through the blocks (attention rollout, Abnar and Zuidema
 * 2020): of each block the mean A of the heads, A' = (A + I) / 2 as half of what a position passes on is its own, and from
 * the mean of the positions back through A'_L ... A'_1.
 *
 * attention: of each block, [n, heads, T, T]; x: [n, T], -1 after the end -> [n, T], rows sum to one; a text without words
 * gives each place the same. Call it inside `tf.tidy`.
 */
export function attentionRollout(attention: readonly tf.Tensor4D[], x: tf.Tensor2D): tf.Tensor2D {
  const [n, t] = x.shape;
  const present = presentWords(x);
  const words = tf.sum(present, 1, true);
  const start = tf.where(tf.greater(words, 0), tf.div(present, tf.maximum(1, words)), tf.fill([n, t], 1 / t));
  const shares = [...attention].reverse().reduce<tf.Tensor>(
    (given, block) => {
      const passed = tf.matMul(given, tf.mean(block, 1));
      return tf.div(tf.add(passed, given), 2);
    },
    tf.expandDims(start, 1),
  );
  return tf.reshape(shares, [n, t]);
}
