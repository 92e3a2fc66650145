import * as tf from '@tensorflow/tfjs-core';

/**
 * A moving average of weights over the steps of a training, which varies less than they do (Polyak and Juditsky 1992):
 * a <- decay a + (1 - decay) w. The decay grows to its value, min(decay, (1 + step) / (10 + step)), so that the first
 * weights are soon forgotten.
 */
export class Average {
  private step = 0;
  private average: tf.Tensor1D;

  constructor(
    initial: Float32Array,
    private readonly decay: number,
  ) {
    this.average = tf.tensor1d(initial);
  }

  /** Valid until the next `add`. */
  get current(): tf.Tensor1D {
    return this.average;
  }

  add(weights: tf.Tensor1D): void {
    this.step++;
    const decay = Math.min(this.decay, (1 + this.step) / (10 + this.step));
    const next = tf.tidy(() => tf.add<tf.Tensor1D>(tf.mul(this.average, decay), tf.mul(weights, 1 - decay)));
    this.average.dispose();
    this.average = next;
  }

  /** Goes back to other weights, with all before forgotten. */
  restart(weights: Float32Array): void {
    this.step = 0;
    this.average.dispose();
    this.average = tf.tensor1d(weights);
  }

  dispose(): void {
    this.average.dispose();
  }
}
