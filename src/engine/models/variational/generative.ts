import * as tf from '@tensorflow/tfjs-core';
import { matrix, rowOf } from '../../../data/matrix';
import type { Matrix } from '../../../data/matrix';
import type { BoundedDensity, Inpainter, Latent, Sampler } from '../../model';
import { inpaint } from './inpaint';
import { classWeights } from '../shared/classInput';
import { computeRows, drawLatent, drawRows, latentMoments, meanRows, numbersPerPass } from './passes';
import type { Weighted } from './passes';

/**
 * All that follows from an encoder, a decoder and P(y). logPrior: [K]. `samples`: draws of z by which the bound of a row is
 * estimated (Burda, Grosse and Salakhutdinov 2016).
 */
export function generative(
  weighted: Weighted,
  logPrior: Float64Array,
  samples: number,
): Sampler & BoundedDensity & Latent & Inpainter {
  const { network } = weighted;
  const { latent } = network.architecture;
  const classes = logPrior.length;
  return {
    ...sampler(weighted, logPrior),
    latentSize: latent,
    async encode(x, labels) {
      const moments = await latentMoments(weighted, x, classWeights(labels, classes));
      const out = matrix(x.rows, latent);
      for (let i = 0; i < x.rows; i++) rowOf(out, i).set(rowOf(moments, i).subarray(0, latent));
      return out;
    },
    decode: (z, weights) => meanRows(weighted, z, weights),
    async logBound(x, rng) {
      // the same draws for every class: what differs between classes is then less a matter of chance
      const noise = matrix(x.rows, samples * latent, drawLatent(x.rows * samples, network, rng).data);
      const out = matrix(x.rows, classes);
      for (let label = 0; label < classes; label++) {
        const bound = await importanceBound(
          weighted,
          x,
          classWeights(new Int32Array(x.rows).fill(label), classes),
          noise,
        );
        for (let i = 0; i < x.rows; i++) rowOf(out, i)[label] = logPrior[label]! + bound.data[i]!;
      }
      return out;
    },
    async evidenceBound(x, labels, rng) {
      const parts = [x, classWeights(labels, classes), drawLatent(x.rows, network, rng)];
      const terms = await computeRows(weighted, parts, 2, (weights, rows, of, noise) => {
        const { reconstruction, divergence } = network.evidenceBound(weights, rows, of, noise);
        return tf.stack([reconstruction, divergence], 1) as tf.Tensor2D;
      });
      const column = (j: number) => Float64Array.from({ length: x.rows }, (_, i) => rowOf(terms, i)[j]!);
      return { reconstruction: column(0), divergence: column(1) };
    },
    inpaint: (x, rng, label) => inpaint(weighted, logPrior, x, rng, label),
  };
}

/** x ~ p(x | y): z ~ N(0, I), then x ~ p(x | z, y). */
export function sampler(weighted: Weighted, logPrior: Float64Array): Sampler {
  return {
    logPrior,
    sample(n, label, rng) {
      const classes = classWeights(new Int32Array(n).fill(label), logPrior.length);
      return drawRows(weighted, drawLatent(n, weighted.network, rng), classes, rng);
    },
  };
}

/** log of the mean importance weight, a lower bound of log p(x | y): [n, 1]. noise: [n, samples * latent]. */
function importanceBound(weighted: Weighted, x: Matrix, classes: Matrix, noise: Matrix): Promise<Matrix> {
  const { network } = weighted;
  const samples = noise.columns / network.architecture.latent;
  return computeRows(
    weighted,
    [x, classes, noise],
    1,
    (weights, rows, of, part) => {
      const draws = tf.reshape(part, [rows.shape[0] * samples, network.architecture.latent]);
      const logWeights = tf.reshape(network.logWeights(weights, rows, of, draws), [rows.shape[0], samples]);
      return tf.sub(tf.logSumExp(logWeights, 1, true), Math.log(samples)) as tf.Tensor2D;
    },
    Math.max(1, Math.floor(numbersPerPass / (samples * network.widest))),
  );
}
