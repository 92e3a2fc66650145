import * as tf from '@tensorflow/tfjs-core';
import { denseShapes, forward } from '../network';
import type { DenseNetwork } from '../network';
import { cosineAngles, timeEmbedding } from './schedule';

/** Numbers that tell the network the time. */
export const embeddingSize = 32;

/**
 * Rows of few columns are read also as sin and cos(w x), so that a small network can be steep where the data lie close
 * together (Kingma and others 2021, "Fourier features"); in units of x.
 */
const waveFrequencies = [1, 2, 4, 8, 16];
const mostWaved = 32;

/** What a denoising network is made for. */
export interface DenoiserPlan {
  /** Columns of a row. */
  columns: number;
  classes: number;
  hidden: readonly number[];
  /** Steps from data to noise. */
  timesteps: number;
}

/** What a row may be once the noise is gone: bounds of each column. */
export interface Bounds {
  low: tf.Tensor1D;
  high: tf.Tensor1D;
}

/** A network that sees x_t, t and a class, and says which way the noise lies. */
export class Denoiser {
  readonly network: DenseNetwork<'silu'>;
  readonly shapes: number[][];
  /** Of the waves in which the network also reads x. */
  private readonly frequencies: readonly number[];
  /** phi_t: [timesteps + 1]. */
  readonly angles: Float64Array;

  constructor(readonly plan: DenoiserPlan) {
    const { columns, classes, hidden, timesteps } = plan;
    this.frequencies = columns <= mostWaved ? waveFrequencies : [];
    this.network = {
      sizes: [columns * (1 + 2 * this.frequencies.length) + embeddingSize + classes, ...hidden, columns],
      activation: 'silu',
      residual: true,
    };
    this.shapes = denseShapes(this.network.sizes);
    this.angles = cosineAngles(timesteps);
  }

  embed(t: number): Float64Array {
    return timeEmbedding(t / this.plan.timesteps, embeddingSize);
  }

  /**
   * v = cos(phi) e - sin(phi) x_0 (Salimans and Ho 2022), of which both the row and the noise follow without division at any
   * time. xt: [n, d]; embedding: [n, e]; classes: [n, K], zeros where the class is not told. Call it inside `tf.tidy`.
   */
  velocity(weights: readonly tf.Tensor[], xt: tf.Tensor2D, embedding: tf.Tensor2D, classes: tf.Tensor2D): tf.Tensor2D {
    return forward(this.network, weights, tf.concat([xt, ...this.waves(xt), embedding, classes], 1));
  }

  /** sin and cos(2^k x) of every column: [n, d] each. */
  private waves(xt: tf.Tensor2D): tf.Tensor2D[] {
    return this.frequencies.flatMap((frequency) => {
      const angle = tf.mul<tf.Tensor2D>(xt, frequency);
      return [tf.sin(angle), tf.cos(angle)];
    });
  }

  /** The velocity at one time for all rows. */
  velocityAt(weights: readonly tf.Tensor[], xt: tf.Tensor2D, t: number, classes: tf.Tensor2D): tf.Tensor2D {
    const embedding = tf.tile(tf.tensor2d(Float32Array.from(this.embed(t)), [1, embeddingSize]), [xt.shape[0], 1]);
    return this.velocity(weights, xt, embedding, classes);
  }

  /**
   * The row and the noise that x_t is made of, as the network sees it. What it expects of the row is a mean of rows of the
   * data, so that a value out of their bounds is an error of the network, and is cut.
   */
  parts(
    weights: readonly tf.Tensor[],
    xt: tf.Tensor2D,
    t: number,
    classes: tf.Tensor2D,
    { low, high }: Bounds,
  ): { row: tf.Tensor2D; noise: tf.Tensor2D } {
    const [cos, sin] = [Math.cos(this.angles[t]!), Math.sin(this.angles[t]!)];
    const v = this.velocityAt(weights, xt, t, classes);
    const row = tf.minimum(tf.maximum(tf.sub(tf.mul(xt, cos), tf.mul(v, sin)), low), high) as tf.Tensor2D;
    return { row, noise: tf.div(tf.sub(xt, tf.mul(row, cos)), sin) };
  }
}
