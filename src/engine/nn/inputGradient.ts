import type * as tf from '@tensorflow/tfjs-core';
import type { InputGradient } from '../model';
import { inputSlopes } from './autodiff';
import { inPasses } from './classification';

/**
 * The input gradient of a network, of whose `logits` every step must pass gradients on to its input: log P(y = k | x) is
 * logit k less a term that is the same in every class, which drops out of a contrast. `logits` is called inside `tf.tidy`.
 */
export function networkGradient(logits: (x: tf.Tensor2D) => tf.Tensor2D, mostRows?: number): InputGradient {
  return {
    inputGradient: (x, contrast) => inPasses(x, x.columns, (rows) => inputSlopes(logits, rows, contrast), mostRows),
  };
}
