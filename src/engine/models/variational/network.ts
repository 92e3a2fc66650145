import * as tf from '@tensorflow/tfjs-core';
import type { Rng } from '../../../data/random';
import { flatSize } from '../../nn/flat';
import { denseShapes, forward, initialWeights } from '../../nn/network';
import type { DenseNetwork } from '../../nn/network';
import { Observation } from './observation';
import type { Architecture } from './plan';

/** Variances that are tried first, of standardised numbers and of pixels from 0 to 1. */
const firstVariance = { numbers: 0.1, pixels: 0.05 };
/** Bounds of the log variance of q(z | x, y), so that neither it nor its divergence overflows. */
const logVarianceBound = 12;

/** q(z | x, y) = N(mean, diag exp(logVariance)); each [n, latent]. */
export interface LatentGaussian {
  mean: tf.Tensor2D;
  logVariance: tf.Tensor2D;
}

/**
 * The two networks of a variational autoencoder whose rows have classes (Kingma and Welling 2014; Sohn, Lee and Yan 2015):
 * an encoder q(z | x, y), a decoder p(x | z, y), and z ~ N(0, I). Their weights are tensors of `shapes`, in this order.
 * Call all that computes inside `tf.tidy`.
 */
export class VariationalNetwork {
  readonly observation: Observation;
  readonly encoder: DenseNetwork<'relu'>;
  readonly decoder: DenseNetwork<'relu'>;
  readonly shapes: readonly (readonly number[])[];
  private readonly encoderParts: number;

  constructor(readonly architecture: Architecture) {
    const { columns, classes, latent, hidden } = architecture;
    this.observation = new Observation(columns);
    const { width, variances } = this.observation;
    this.encoder = { sizes: [width + classes, ...hidden, 2 * latent], activation: 'relu' };
    this.decoder = { sizes: [latent + classes, ...[...hidden].reverse(), width], activation: 'relu' };
    const encoderShapes = denseShapes(this.encoder.sizes);
    this.encoderParts = encoderShapes.length;
    this.shapes = [...encoderShapes, ...denseShapes(this.decoder.sizes), [variances]];
  }

  /** Numbers that are learned. */
  get size(): number {
    return flatSize(this.shapes);
  }

  /** Units of the widest layer. */
  get widest(): number {
    return Math.max(...this.encoder.sizes, ...this.decoder.sizes);
  }

  /** First weights, flat. */
  initial(rng: Rng): Float32Array {
    const { pixels } = this.architecture.columns;
    const out = new Float32Array(this.size);
    const encoder = initialWeights(this.encoder, rng.fork('encoder'));
    out.set(encoder);
    out.set(initialWeights(this.decoder, rng.fork('decoder')), encoder.length);
    return out.fill(
      Math.log(pixels ? firstVariance.pixels : firstVariance.numbers),
      out.length - this.observation.variances,
    );
  }

  /** q(z | x, y). x: [n, d]; classes: [n, K], 1 at the class of each row. */
  encode(weights: readonly tf.Tensor[], x: tf.Tensor, classes: tf.Tensor): LatentGaussian {
    const out = forward(
      this.encoder,
      weights.slice(0, this.encoderParts),
      tf.concat2d([x as tf.Tensor2D, classes as tf.Tensor2D], 1),
    );
    const [mean, logVariance] = tf.split(out, 2, 1) as [tf.Tensor2D, tf.Tensor2D];
    return { mean, logVariance: tf.clipByValue(logVariance, -logVarianceBound, logVarianceBound) };
  }

  /** Outputs for `Observation`. z: [n, latent]; classes: [n, K], or weights that sum to one. */
  decode(weights: readonly tf.Tensor[], z: tf.Tensor, classes: tf.Tensor): tf.Tensor2D {
    const parts = weights.slice(this.encoderParts, this.shapes.length - 1);
    return forward(this.decoder, parts, tf.concat2d([z as tf.Tensor2D, classes as tf.Tensor2D], 1));
  }

  logVariance(weights: readonly tf.Tensor[]): tf.Tensor {
    return weights[this.shapes.length - 1]!;
  }

  /**
   * The two terms of the evidence lower bound log p(x | y) >= E_q[log p(x | z, y)] - KL(q(z | x, y) || p(z)) of each row: [n];
   * the first by one draw of z, the second exact. noise: [n, latent], standard normal.
   */
  evidenceBound(
    weights: readonly tf.Tensor[],
    x: tf.Tensor,
    classes: tf.Tensor,
    noise: tf.Tensor,
  ): { reconstruction: tf.Tensor; divergence: tf.Tensor } {
    const q = this.encode(weights, x, classes);
    const output = this.decode(weights, draw(q, noise), classes);
    return {
      reconstruction: this.observation.logLikelihood(output, this.logVariance(weights), x),
      divergence: divergence(q),
    };
  }

  /**
   * log of the importance weights p(x, z | y) / q(z | x, y) of several z of each row (Burda, Grosse and Salakhutdinov 2016):
   * [n * samples], those of a row one after the other. noise: [n * samples, latent].
   */
  logWeights(weights: readonly tf.Tensor[], x: tf.Tensor, classes: tf.Tensor, noise: tf.Tensor): tf.Tensor {
    const samples = noise.shape[0]! / x.shape[0]!;
    const q = this.encode(weights, x, classes);
    const each = { mean: repeated(q.mean, samples), logVariance: repeated(q.logVariance, samples) };
    const z = draw(each, noise);
    const output = this.decode(weights, z, repeated(classes, samples));
    const logLikelihood = this.observation.logLikelihood(output, this.logVariance(weights), repeated(x, samples));
    // log p(z) - log q(z | x, y), without log 2 pi, which both have
    const ratio = tf.sub(tf.add(tf.square(noise), each.logVariance), tf.square(z));
    return tf.add(logLikelihood, tf.mul(tf.sum(ratio, 1), 0.5));
  }
}

/** z ~ q, by reparametrisation: mean + deviation noise. */
export function draw({ mean, logVariance }: LatentGaussian, noise: tf.Tensor): tf.Tensor {
  return tf.add(mean, tf.mul(tf.exp(tf.mul(logVariance, 0.5)), noise));
}

/** KL(q || N(0, I)) of each row. */
function divergence({ mean, logVariance }: LatentGaussian): tf.Tensor {
  const terms = tf.sub(tf.add(tf.exp(logVariance), tf.square(mean)), tf.add(logVariance, 1));
  return tf.mul(tf.sum(terms, 1), 0.5);
}

/** Each row so many times, one after the other: [n, c] -> [n * times, c]. */
export function repeated(x: tf.Tensor, times: number): tf.Tensor2D {
  const [rows, columns] = x.shape as [number, number];
  return tf.reshape(tf.tile(tf.reshape(x, [rows, 1, columns]), [1, times, 1]), [rows * times, columns]);
}
