import * as tf from '@tensorflow/tfjs-core';
import { affine, timesTransposed, transposedTimes } from '../products';
import { denseShapes, initialWeights } from '../network';
import type { Rng } from '../../../data/random';

/**
 * A dense network whose slopes with respect to its input are asked for as often as those with respect to its weights: both
 * are written by hand, since reverse-mode differentiation would compute each with the other. Its non-linearity is
 * silu(a) = a / (1 + exp(-a)), which is smooth, as the energy must be.
 */
export class EnergyNetwork {
  readonly shapes: number[][];

  /** `sizes`: width of the input, of the hidden layers and of the output, one number f(x)[y] for each class. */
  constructor(readonly sizes: readonly number[]) {
    this.shapes = denseShapes(sizes);
  }

  initial(rng: Rng): Float32Array {
    return initialWeights({ sizes: this.sizes, activation: 'silu' }, rng);
  }

  /** What is needed to go back: call it inside `tf.tidy`. x: [n, d]. */
  forward(weights: readonly tf.Tensor[], x: tf.Tensor2D): Trace {
    const inputs: tf.Tensor2D[] = [x];
    const slopes: tf.Tensor2D[] = [];
    for (let i = 0; ; i += 2) {
      const a = affine(inputs.at(-1)!, weights[i] as tf.Tensor2D, weights[i + 1] as tf.Tensor1D);
      if (i + 2 === weights.length) return { inputs, slopes, logits: a };
      const s = tf.sigmoid(a);
      const h = tf.mul<tf.Tensor2D>(a, s);
      slopes.push(tf.add(h, tf.mul(s, tf.sub(1, h))));
      inputs.push(h);
    }
  }
}

/** The input of each layer, the slope of the non-linearity after each but the last, and the outputs f(x): [n, K]. */
export interface Trace {
  inputs: tf.Tensor2D[];
  slopes: tf.Tensor2D[];
  logits: tf.Tensor2D;
}

/** Gradients with respect to the weights, from that with respect to the logits. */
export function weightGradients(weights: readonly tf.Tensor[], trace: Trace, delta: tf.Tensor2D): tf.Tensor[] {
  const gradients: tf.Tensor[] = [];
  descend(weights, trace, delta, (layer, back) => {
    gradients.unshift(transposedTimes(trace.inputs[layer]!, back), tf.sum(back, 0));
  });
  return gradients;
}

/** Gradient with respect to the input, from that with respect to the logits: [n, d]. */
export function inputGradient(weights: readonly tf.Tensor[], trace: Trace, delta: tf.Tensor2D): tf.Tensor2D {
  return timesTransposed(descend(weights, trace, delta), weights[0] as tf.Tensor2D);
}

/** From the logits down to the first layer; returns the gradient with respect to what comes out of its sum. */
function descend(
  weights: readonly tf.Tensor[],
  { slopes }: Trace,
  delta: tf.Tensor2D,
  visit?: (layer: number, delta: tf.Tensor2D) => void,
): tf.Tensor2D {
  let back = delta;
  for (let layer = slopes.length; ; layer--) {
    visit?.(layer, back);
    if (layer === 0) return back;
    back = tf.mul(timesTransposed(back, weights[2 * layer] as tf.Tensor2D), slopes[layer - 1]!);
  }
}
