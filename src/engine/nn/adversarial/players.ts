import * as tf from '@tensorflow/tfjs-core';
import { Adam } from '../adam';
import { gradientsOf } from '../autodiff';
import { join, split } from '../flat';

export interface PlayerSetting {
  shapes: readonly (readonly number[])[];
  initial: Float32Array;
  /** How much of the average of its weights is kept in each step; 0: the average is the weights as they are. */
  average: number;
}

/** No momentum: what the other player does now is what counts (Karras and others 2018). */
const betas = { beta1: 0, beta2: 0.99 };
/** Early averages are shorter: the first weights should soon be forgotten. */
const warmUp = 10;

/** One of two networks that play against each other, with a moving average of its weights (Yazici and others 2019). */
export class Player {
  private readonly adam: Adam;
  private mean: tf.Tensor1D;
  private steps = 0;

  constructor(private readonly setting: PlayerSetting) {
    this.adam = new Adam(setting.initial, betas);
    this.mean = tf.tensor1d(setting.initial);
  }

  /** The weights as they are, in the enclosing `tf.tidy`. */
  get weights(): tf.Tensor[] {
    return split(this.adam.current, this.setting.shapes);
  }

  /** The average of the weights, flat; valid until the next step. */
  get averaged(): tf.Tensor1D {
    return this.mean;
  }

  /** A step against the gradient of `loss`, which is called in a `tf.tidy` of its own; the value is the caller's to dispose of. */
  step(loss: (weights: tf.Tensor[]) => tf.Scalar, learningRate: number): tf.Scalar {
    const [value, gradient] = tf.tidy(() => {
      const { value: own, gradients } = gradientsOf(loss, this.weights);
      return [own, join(gradients)] as const;
    }) as [tf.Scalar, tf.Tensor1D];
    this.adam.apply(gradient, learningRate);
    gradient.dispose();
    this.follow();
    return value;
  }

  /** Goes back to earlier weights. */
  restart(weights: Float32Array): void {
    this.adam.restart(weights);
    this.replaceMean(tf.tensor1d(weights));
  }

  dispose(): void {
    this.adam.dispose();
    this.mean.dispose();
  }

  private follow(): void {
    this.steps++;
    const kept = Math.min(this.setting.average, this.steps / (this.steps + warmUp));
    this.replaceMean(tf.tidy(() => tf.add(tf.mul(this.mean, kept), tf.mul(this.adam.current, 1 - kept))));
  }

  private replaceMean(mean: tf.Tensor1D): void {
    this.mean.dispose();
    this.mean = mean;
  }
}
