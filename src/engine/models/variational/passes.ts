import * as tf from '@tensorflow/tfjs-core';
import { matrix } from '../../../data/matrix';
import type { Matrix } from '../../../data/matrix';
import type { Rng } from '../../../data/random';
import { readTensor } from '../../math/tensors';
import { inPasses } from '../../nn/classification';
import { split } from '../../nn/flat';
import { joined } from '../shared/classInput';
import type { VariationalNetwork } from './network';

/** Numbers of the widest layer in a pass with many draws for each row: bounds its memory. */
export const numbersPerPass = 1 << 22;

/** A network with the weights that it has at some moment. */
export interface Weighted {
  network: VariationalNetwork;
  /** Flat; a tensor that is not the caller's, or one of the enclosing `tf.tidy`. The network's own come first. */
  weights: () => tf.Tensor1D;
}

/**
 * What a network says of rows that have several parts, each [n, ...]: [n, columns]. `compute` gets these parts as tensors
 * and, first, the weights; `passRows`: rows that are computed at once.
 */
export function computeRows(
  { network, weights }: Weighted,
  parts: readonly Matrix[],
  columns: number,
  compute: (weights: tf.Tensor[], ...parts: tf.Tensor2D[]) => tf.Tensor2D,
  passRows?: number,
): Promise<Matrix> {
  const widths = parts.map((part) => part.columns);
  return inPasses(
    parts.reduce(joined),
    columns,
    (rows) => compute(split(weights(), network.shapes), ...(tf.split(rows, widths, 1) as tf.Tensor2D[])),
    passRows,
  );
}

/** E[x | z, y]: [n, d]. z: [n, latent]; classes: [n, K], 1 at the class, or weights that sum to one. */
export function meanRows(weighted: Weighted, z: Matrix, classes: Matrix): Promise<Matrix> {
  const { network } = weighted;
  return computeRows(weighted, [z, classes], network.observation.width, (weights, part, of) =>
    network.observation.mean(network.decode(weights, part, of)),
  );
}

/** Rows x ~ p(x | z, y), of pictures E[x | z, y]: [n, d]. */
export async function drawRows(weighted: Weighted, z: Matrix, classes: Matrix, rng: Rng): Promise<Matrix> {
  const { network, weights } = weighted;
  const logVariance = await readTensor(tf.tidy(() => network.logVariance(split(weights(), network.shapes)).clone()));
  const { observation } = network;
  return observation.draw(await meanRows(weighted, z, classes), observation.varianceOf(logVariance), rng);
}

/** z ~ N(0, I): [n, latent]. */
export function drawLatent(rows: number, { architecture }: VariationalNetwork, rng: Rng): Matrix {
  return matrix(
    rows,
    architecture.latent,
    Float64Array.from({ length: rows * architecture.latent }, () => rng.normal()),
  );
}

/** Mean and log variance of q(z | x, y), side by side: [n, 2 latent]. */
export function latentMoments(weighted: Weighted, x: Matrix, classes: Matrix): Promise<Matrix> {
  const { network } = weighted;
  return computeRows(weighted, [x, classes], 2 * network.architecture.latent, (weights, part, of) => {
    const { mean, logVariance } = network.encode(weights, part, of);
    return tf.concat2d([mean, logVariance], 1);
  });
}
