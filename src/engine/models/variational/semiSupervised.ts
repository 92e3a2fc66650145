import * as tf from '@tensorflow/tfjs-core';
import type { Rng } from '../../../data/random';
import { oneHotRows } from '../../math/tensors';
import { crossEntropy } from '../../nn/classification';
import { flatSize } from '../../nn/flat';
import { denseShapes, forward, initialWeights } from '../../nn/network';
import type { DenseNetwork } from '../../nn/network';
import type { Noise } from '../../nn/noise';
import type { PairedRows } from '../../nn/pairedRows';
import { VariationalNetwork, repeated } from './network';
import type { Architecture } from './plan';

/**
 * A variational autoencoder with a classifier q(y | x) beside its encoder (model M2 of Kingma, Rezende, Mohamed and Welling
 * 2014). `shapes`: those of the autoencoder, then those of the classifier.
 */
export class SemiSupervisedNetwork {
  readonly autoencoder: VariationalNetwork;
  readonly classifier: DenseNetwork<'relu'>;
  readonly shapes: readonly (readonly number[])[];

  constructor(readonly architecture: Architecture) {
    const { columns, classes, hidden } = architecture;
    this.autoencoder = new VariationalNetwork(architecture);
    this.classifier = { sizes: [columns.choice.length, ...hidden, classes], activation: 'relu' };
    this.shapes = [...this.autoencoder.shapes, ...denseShapes(this.classifier.sizes)];
  }

  /** First weights, flat. */
  initial(rng: Rng): Float32Array {
    const out = new Float32Array(flatSize(this.shapes));
    out.set(this.autoencoder.initial(rng));
    out.set(initialWeights(this.classifier, rng.fork('classifier')), this.autoencoder.size);
    return out;
  }

  /** Log odds of q(y | x). x: [n, d] -> [n, K]. Call it inside `tf.tidy`. */
  logits(weights: readonly tf.Tensor[], x: tf.Tensor2D): tf.Tensor2D {
    return forward(this.classifier, weights.slice(this.autoencoder.shapes.length), x);
  }

  /**
   * What is minimised, summed over the pairs of a batch. Of labelled rows -L(x, y) - alpha log q(y | x), of others
   * -sum_y q(y | x) (L(x, y) - log q(y | x)), where L(x, y) is the evidence lower bound of log P(x, y). logPrior: [K].
   */
  loss(
    weights: readonly tf.Tensor[],
    [x, y, others]: readonly tf.Tensor[],
    {
      share,
      logPrior,
      alpha,
      noise,
    }: { share: PairedRows['share']; logPrior: Float64Array; alpha: number; noise: Noise },
  ): tf.Scalar {
    const { classes: count, latent } = this.architecture;
    const rows = x!.shape[0]!;
    const labels = y as tf.Tensor1D;
    const truth = oneHotRows(labels, count);
    // every class is tried for a row without a label
    const tried = others && {
      x: repeated(others, count),
      classes: tf.tile(oneHotRows(tf.range(0, count, 1, 'int32'), count), [rows, 1]),
    };
    const draws = noise.normal([tried ? rows * (count + 1) : rows, latent]);
    const { reconstruction, divergence } = this.autoencoder.evidenceBound(
      weights,
      tried ? tf.concat([x!, tried.x]) : x!,
      tried ? tf.concat([truth, tried.classes]) : truth,
      draws,
    );
    const bound = tf.sub(reconstruction, divergence);
    const ofLabelled = tf.sum(tf.mul(tf.slice(bound, [0], [rows]), tf.sum(truth, 1)));
    const logits = this.logits(weights, (others ? tf.concat([x!, others]) : x!) as tf.Tensor2D);
    const classified = crossEntropy(tf.slice(logits, [0, 0], [rows, count]), labels).loss;
    const loss = tf.sub(tf.mul(classified, alpha), tf.mul(ofLabelled, share.labelled));
    if (!tried) return loss as tf.Scalar;
    const logProba = tf.logSoftmax(tf.slice(logits, [rows, 0], [rows, count]));
    const joint = tf.add(
      tf.reshape(tf.slice(bound, [rows], [rows * count]), [rows, count]),
      tf.tensor1d(Float32Array.from(logPrior)),
    );
    const gap = tf.sum(tf.mul(tf.exp(logProba), tf.sub(logProba, joint)), 1);
    return tf.add(loss, tf.mul(tf.sum(tf.mul(gap, tf.sum(truth, 1))), share.unlabelled));
  }
}
