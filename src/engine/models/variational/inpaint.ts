import * as tf from '@tensorflow/tfjs-core';
import { matrix, rowOf, takeRows } from '../../../data/matrix';
import type { Matrix } from '../../../data/matrix';
import type { Rng } from '../../../data/random';
import { softmaxRows } from '../../math/logSpace';
import { classWeights } from '../shared/classInput';
import { computeRows, drawLatent, drawRows, latentMoments, numbersPerPass } from './passes';
import type { Weighted } from './passes';

/** Hidden points of each class that are tried for a row. */
const candidatesPerClass = 256;
/** Rounds of drawing hidden variables and hidden features in turn. */
const rounds = 10;

/**
 * Rows with what is hidden (NaN) drawn. First a class and a z out of many that are drawn from P(y) p(z), by how likely they
 * make what is seen (sampling importance resampling: Rubin 1988); then z ~ q(z | x, y) and the hidden features
 * ~ p(x | z, y) in turn (pseudo-Gibbs sampling: Rezende, Mohamed and Wierstra 2014). x: [n, d]; logPrior: [K].
 */
export async function inpaint(
  weighted: Weighted,
  logPrior: Float64Array,
  x: Matrix,
  rng: Rng,
  label: number | undefined,
): Promise<Matrix> {
  const gaps = Array.from({ length: x.rows }, (_, i) => i).filter((i) => rowOf(x, i).some(Number.isNaN));
  if (gaps.length === 0) return x;
  const seen = takeRows(x, gaps);
  const { z, labels } = await likelyOrigins(weighted, logPrior, seen, rng, label);
  const classes = classWeights(labels, logPrior.length);
  let filled = filledIn(seen, await drawRows(weighted, z, classes, rng));
  for (let round = 0; round < rounds; round++) {
    const moments = await latentMoments(weighted, filled, classes);
    filled = filledIn(seen, await drawRows(weighted, drawFrom(moments, rng), classes, rng));
  }
  const out = matrix(x.rows, x.columns, x.data.slice());
  gaps.forEach((row, i) => rowOf(out, row).set(rowOf(filled, i)));
  return out;
}

/** For each row one z with its class, drawn from about P(y, z | what is seen). */
async function likelyOrigins(
  weighted: Weighted,
  logPrior: Float64Array,
  x: Matrix,
  rng: Rng,
  label: number | undefined,
): Promise<{ z: Matrix; labels: Int32Array }> {
  const { network } = weighted;
  const possible = label === undefined ? [...logPrior.keys()] : [label];
  const labels = Int32Array.from(
    { length: possible.length * candidatesPerClass },
    (_, i) => possible[i % possible.length]!,
  );
  const z = drawLatent(labels.length, network, rng);
  const classes = classWeights(labels, logPrior.length);
  const observed = matrix(
    x.rows,
    x.columns,
    x.data.map((value) => Number(!Number.isNaN(value))),
  );
  const shown = matrix(
    x.rows,
    x.columns,
    x.data.map((value) => (Number.isNaN(value) ? 0 : value)),
  );
  const logLikelihood = await computeRows(
    weighted,
    [shown, observed],
    labels.length,
    (weights, rows, mask) => {
      const each = (part: tf.Tensor) => tf.expandDims(part, 1);
      const output = network.decode(weights, tensorOf(z), tensorOf(classes));
      const variance = network.logVariance(weights);
      return network.observation.logLikelihood(output, variance, each(rows), each(mask)) as tf.Tensor2D;
    },
    Math.max(1, Math.floor(numbersPerPass / (labels.length * network.widest))),
  );
  for (let i = 0; i < x.rows; i++)
    rowOf(logLikelihood, i).forEach((value, m, row) => (row[m] = value + logPrior[labels[m]!]!));
  const shares = softmaxRows(logLikelihood);
  const chosen = Array.from({ length: x.rows }, (_, i) => rng.choice(rowOf(shares, i)));
  return { z: takeRows(z, chosen), labels: Int32Array.from(chosen, (m) => labels[m]!) };
}

function tensorOf({ rows, columns, data }: Matrix): tf.Tensor2D {
  return tf.tensor2d(Float32Array.from(data), [rows, columns]);
}

/** z ~ N(mean, exp(log variance)), which stand side by side: [n, 2 latent] -> [n, latent]. */
function drawFrom(moments: Matrix, rng: Rng): Matrix {
  const out = matrix(moments.rows, moments.columns / 2);
  for (let i = 0; i < out.rows; i++) {
    const row = rowOf(moments, i);
    rowOf(out, i).forEach((_, j, z) => (z[j] = row[j]! + Math.exp(row[out.columns + j]! / 2) * rng.normal()));
  }
  return out;
}

/** The gaps of `x` as in `drawn`. */
function filledIn(x: Matrix, drawn: Matrix): Matrix {
  return matrix(
    x.rows,
    x.columns,
    x.data.map((value, at) => (Number.isNaN(value) ? drawn.data[at]! : value)),
  );
}
