import * as tf from '@tensorflow/tfjs-core';
import type { Rng } from '../../data/random';
import { affine } from './products';
import {
  affineParts,
  blockParts,
  causalMask,
  embeddingPart,
  firstWeights,
  norm,
  normParts,
  throughBlocks,
} from './transformerBlocks';
import type { BlockSizes, Part } from './transformerBlocks';

/** A small transformer that reads from left to right. */
export interface Transformer extends BlockSizes {
  /** Numbers that a position can hold, and that can be said of it. */
  inputs: number;
  outputs: number;
  /** Classes, of which each text has one. */
  classes: number;
  /** Positions of the longest text. */
  positions: number;
}

/** Token, position and class embeddings; the blocks; the last norm and the output. */
function partsOf(transformer: Transformer): Part[] {
  const { inputs, outputs, classes, positions, width } = transformer;
  return [
    ...[inputs, positions, classes].map((entries) => embeddingPart(entries, width)),
    ...blockParts(transformer),
    ...normParts(width),
    ...affineParts(width, outputs),
  ];
}

export function transformerShapes(transformer: Transformer): number[][] {
  return partsOf(transformer).map(({ shape }) => shape);
}

export function firstTransformer(transformer: Transformer, rng: Rng): Float32Array {
  return firstWeights(partsOf(transformer), rng);
}

/**
 * Scores of what comes next at each position, which sees itself and those before it. hot: [n, T, inputs], one-hot;
 * classes: [n, K] weights -> [n, T, outputs]. Call it inside `tf.tidy`.
 */
export function readTexts(
  transformer: Transformer,
  weights: readonly tf.Tensor[],
  hot: tf.Tensor3D,
  classes: tf.Tensor2D,
): tf.Tensor3D {
  const { width, inputs, outputs } = transformer;
  const [n, t] = hot.shape;
  const [tokens, positions, kinds] = weights as [tf.Tensor2D, tf.Tensor2D, tf.Tensor2D];
  const places = tf.expandDims(tf.slice2d(positions, [0, 0], [t, width]), 0);
  const kind = tf.expandDims(tf.matMul(classes, kinds), 1);
  const embedded = tf.reshape(tf.matMul(tf.reshape(hot, [n * t, inputs]), tokens), [n, t, width]);
  const described = tf.reshape(tf.add(tf.add(embedded, places), kind), [n * t, width]) as tf.Tensor2D;
  const { x } = throughBlocks(transformer, weights.slice(3, -4), described, n, causalMask(t));
  const [scale, shift, last, bias] = weights.slice(-4);
  const scores = affine(norm(x, scale!, shift!), last as tf.Tensor2D, bias as tf.Tensor1D);
  return tf.reshape(scores, [n, t, outputs]);
}
