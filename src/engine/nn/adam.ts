import * as tf from '@tensorflow/tfjs-core';

const epsilon = 1e-8;

export interface AdamOptions {
  /** Factors of an L2 penalty, decay/2 w^2, whose gradient is added. */
  decay?: Float32Array | undefined;
  /** How long the mean and the size of gradients are remembered. Defaults: 0.9 and 0.999. */
  beta1?: number;
  beta2?: number;
}

/**
 * Adam (Kingma and Ba 2015) on one flat vector, with the scalar factors folded into the step size:
 * m <- beta1 m + g, v <- beta2 v + g^2, w <- w - rate_t m / (sqrt(v) + epsilon_t).
 */
export class Adam {
  private step = 0;
  private mean: tf.Tensor1D;
  private square: tf.Tensor1D;
  private weights: tf.Tensor1D;
  private readonly decay: tf.Tensor1D | undefined;
  private readonly beta1: number;
  private readonly beta2: number;

  constructor(initial: Float32Array, { decay, beta1 = 0.9, beta2 = 0.999 }: AdamOptions = {}) {
    this.beta1 = beta1;
    this.beta2 = beta2;
    this.weights = tf.tensor1d(initial);
    this.mean = tf.zerosLike(this.weights);
    this.square = tf.zerosLike(this.weights);
    this.decay = decay && tf.tensor1d(decay);
  }

  /** The vector as it is; valid until the next `apply`. */
  get current(): tf.Tensor1D {
    return this.weights;
  }

  apply(gradient: tf.Tensor1D, learningRate: number): void {
    this.step++;
    const { beta1, beta2 } = this;
    // the moments are kept without the factors 1 - beta, which therefore stand here
    const rate =
      (learningRate * (1 - beta1) * Math.sqrt(1 - beta2 ** this.step)) /
      ((1 - beta1 ** this.step) * Math.sqrt(1 - beta2));
    this.replace(
      tf.tidy(() => {
        const g = this.decay ? tf.add(gradient, tf.mul(this.weights, this.decay)) : gradient;
        const mean = tf.add<tf.Tensor1D>(tf.mul(this.mean, beta1), g);
        const square = tf.add<tf.Tensor1D>(tf.mul(this.square, beta2), tf.square(g));
        const change = tf.div(mean, tf.add(tf.sqrt(square), epsilon / Math.sqrt(1 - beta2)));
        return [tf.sub<tf.Tensor1D>(this.weights, tf.mul(change, rate)), mean, square];
      }),
    );
  }

  /** Goes back to earlier weights, with the moments forgotten. */
  restart(weights: Float32Array): void {
    this.step = 0;
    this.replace(tf.tidy(() => [tf.tensor1d(weights), tf.zerosLike(this.mean), tf.zerosLike(this.square)]));
  }

  dispose(): void {
    tf.dispose([this.weights, this.mean, this.square]);
    this.decay?.dispose();
  }

  private replace([weights, mean, square]: tf.Tensor1D[]): void {
    tf.dispose([this.weights, this.mean, this.square]);
    this.weights = weights!;
    this.mean = mean!;
    this.square = square!;
  }
}
