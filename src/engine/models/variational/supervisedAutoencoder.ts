import * as tf from '@tensorflow/tfjs-core';
import type { Rng } from '../../../data/random';
import { oneHotRows } from '../../math/tensors';
import { crossEntropy } from '../../nn/classification';
import { flatSize } from '../../nn/flat';
import { denseShapes, forward, initialWeights } from '../../nn/network';
import type { DenseNetwork } from '../../nn/network';
import type { PairedRows } from '../../nn/pairedRows';
import { Observation } from './observation';
import type { Architecture } from './plan';

/**
 * An autoencoder whose hidden variables also tell the class (Le, Patterson and White 2018). `shapes`: of the encoder
 * x -> z, the decoder z -> x and the classifier z -> log odds. Call all that computes inside `tf.tidy`.
 */
export class SupervisedAutoencoder {
  readonly shapes: readonly (readonly number[])[];
  private readonly observation: Observation;
  private readonly networks: readonly DenseNetwork<'relu'>[];

  constructor(readonly architecture: Architecture) {
    const { columns, classes, latent, hidden } = architecture;
    this.observation = new Observation(columns);
    const { width } = this.observation;
    this.networks = [
      [width, ...hidden, latent],
      [latent, ...[...hidden].reverse(), width],
      [latent, classes],
    ].map((sizes) => ({ sizes, activation: 'relu' }));
    this.shapes = this.networks.flatMap(({ sizes }) => denseShapes(sizes));
  }

  /** First weights, flat. */
  initial(rng: Rng): Float32Array {
    const out = new Float32Array(flatSize(this.shapes));
    let at = 0;
    this.networks.forEach((network, i) => {
      const own = initialWeights(network, rng.fork(i));
      out.set(own, at);
      at += own.length;
    });
    return out;
  }

  /** x: [n, d] -> z: [n, latent]. */
  encode(weights: readonly tf.Tensor[], x: tf.Tensor2D): tf.Tensor2D {
    return this.through(0, weights, x);
  }

  /** What is made of z: numbers, and probabilities of levels. z: [n, latent] -> [n, d]. */
  rebuilt(weights: readonly tf.Tensor[], z: tf.Tensor2D): tf.Tensor2D {
    return this.observation.mean(this.through(1, weights, z));
  }

  /** Log odds of P(y | x). z: [n, latent] -> [n, K]. */
  logits(weights: readonly tf.Tensor[], z: tf.Tensor2D): tf.Tensor2D {
    return this.through(2, weights, z);
  }

  /**
   * What is minimised, summed over the pairs of a batch: the error of rebuilding both rows, -log p(x | z) with variance one,
   * and alpha times the cross-entropy of the labelled one.
   */
  loss(
    weights: readonly tf.Tensor[],
    [x, y, others]: readonly tf.Tensor[],
    { share, alpha }: { share: PairedRows['share']; alpha: number },
  ): tf.Scalar {
    const rows = x!.shape[0]!;
    const all = (others ? tf.concat([x!, others]) : x!) as tf.Tensor2D;
    const z = this.encode(weights, all);
    const logits = this.logits(weights, tf.slice(z, [0, 0], [rows, -1]));
    const classified = crossEntropy(logits, y as tf.Tensor1D).loss;
    const present = tf.sum(oneHotRows(y as tf.Tensor1D, this.architecture.classes), 1);
    const shares = [tf.mul(present, share.labelled), ...(others ? [tf.mul(present, share.unlabelled)] : [])];
    const unit = tf.zeros([this.observation.variances]);
    const logLikelihood = this.observation.logLikelihood(this.through(1, weights, z), unit, all);
    return tf.sub(tf.mul(classified, alpha), tf.sum(tf.mul(logLikelihood, tf.concat(shares))));
  }

  private through(which: number, weights: readonly tf.Tensor[], x: tf.Tensor2D): tf.Tensor2D {
    const before = this.networks.slice(0, which).reduce((sum, { sizes }) => sum + 2 * (sizes.length - 1), 0);
    const network = this.networks[which]!;
    return forward(network, weights.slice(before, before + 2 * (network.sizes.length - 1)), x);
  }
}
