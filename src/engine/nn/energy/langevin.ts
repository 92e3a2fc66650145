import * as tf from '@tensorflow/tfjs-core';
import type { EnergyNetwork } from './energyNetwork';
import { inputGradient } from './energyNetwork';

/** Longest step along one column by the slope alone, in units of the step size: far out it would overshoot. */
const steepest = 10;

/** How chains walk. */
export interface Walk {
  steps: number;
  /** Standard deviation of the noise of a step. */
  size: number;
}

/**
 * Stochastic gradient Langevin dynamics (Welling and Teh 2011) on log p(x) = logsumexp_y f(x)[y] - |x|^2 / 2 up to a constant:
 * x <- x + size^2 / 2 grad log p(x) + size e. With `classes`, [n, K] with 1 at the class of each chain, on log p(x, y) =
 * f(x)[y] - |x|^2 / 2. `normal` draws e. Call it inside `tf.tidy`.
 */
export function langevin(
  network: EnergyNetwork,
  weights: readonly tf.Tensor[],
  start: tf.Tensor2D,
  { steps, size }: Walk,
  normal: () => tf.Tensor,
  classes?: tf.Tensor2D,
): tf.Tensor2D {
  let x = start;
  const limit = (2 * steepest) / size;
  for (let step = 0; step < steps; step++) {
    const next = tf.tidy(() => {
      const trace = network.forward(weights, x);
      const uphill = inputGradient(weights, trace, classes ?? tf.softmax(trace.logits));
      const slope = tf.clipByValue(tf.sub(uphill, x), -limit, limit);
      return tf.add<tf.Tensor2D>(tf.add(x, tf.mul(slope, size ** 2 / 2)), tf.mul(normal(), size));
    });
    if (step > 0) x.dispose();
    x = next;
  }
  return x;
}
