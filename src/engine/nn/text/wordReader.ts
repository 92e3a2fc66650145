import * as tf from '@tensorflow/tfjs-core';
import type { Rng } from '../../../data/random';
import { affine, rowsOf } from '../products';
import {
  affineParts,
  blockParts,
  embeddingPart,
  firstWeights,
  norm,
  normParts,
  paddingMask,
  throughBlocks,
} from '../transformerBlocks';
import type { BlockSizes, Part } from '../transformerBlocks';

/** A transformer that reads the words of a text, each of which sees all others, and says what the text is. */
export interface WordReader extends BlockSizes {
  /** Words that are told apart; the first number stands for the unknown ones. */
  vocabulary: number;
  /** Words of the longest text. */
  length: number;
  classes: number;
}

/** Leaves out by chance, while the network learns. */
export interface Dropout {
  /** Takes words for unknown ones. words, a tensor of numbers: [n, T] -> [n, T]. */
  words(words: tf.Tensor2D): tf.Tensor2D;
  units(this: void, values: tf.Tensor2D): tf.Tensor2D;
}

/** Word and position embeddings; the blocks; the last norm and the output. */
function partsOf(reader: WordReader): Part[] {
  const { vocabulary, length, classes, width } = reader;
  return [
    embeddingPart(vocabulary, width),
    embeddingPart(length, width),
    ...blockParts(reader),
    ...normParts(width),
    ...affineParts(width, classes),
  ];
}

export function wordReaderShapes(reader: WordReader): number[][] {
  return partsOf(reader).map(({ shape }) => shape);
}

export function firstWordReader(reader: WordReader, rng: Rng): Float32Array {
  return firstWeights(partsOf(reader), rng);
}

/**
 * Scores of the classes, from the mean of what the words of a text come to. x: [n, T], numbers of words, -1 after the end
 * -> logits: [n, K]; attention of each block: [n, heads, T, T]. Call it inside `tf.tidy`.
 */
export function readWords(
  reader: WordReader,
  weights: readonly tf.Tensor[],
  x: tf.Tensor2D,
  dropout?: Dropout,
): { logits: tf.Tensor2D; attention: tf.Tensor4D[] } {
  const [n, t] = x.shape;
  const { width, vocabulary } = reader;
  const [embeddings, positions] = weights as [tf.Tensor2D, tf.Tensor2D];
  const present = presentWords(x);
  const known = tf.where(tf.less(x, vocabulary), tf.relu(x), tf.zerosLike(x));
  const numbers = tf.cast(tf.reshape(dropout ? dropout.words(known) : known, [n * t]), 'int32') as tf.Tensor1D;
  const words = tf.reshape(rowsOf(embeddings, numbers), [n, t, width]);
  const described = tf.reshape(tf.add(words, tf.expandDims(positions, 0)), [n * t, width]) as tf.Tensor2D;
  const read = throughBlocks(reader, weights.slice(2, -4), described, n, paddingMask(present), dropout?.units);
  const [scale, shift, last, bias] = weights.slice(-4);
  const normed = tf.reshape(norm(read.x, scale!, shift!), [n, t, width]);
  const shares = tf.div(present, tf.maximum(1, tf.sum(present, 1, true)));
  const mean = tf.sum<tf.Tensor2D>(tf.mul(normed, tf.expandDims(shares, 2)), 1);
  return { logits: affine(mean, last as tf.Tensor2D, bias as tf.Tensor1D), attention: read.attention };
}

/** 1 where there is a word. x: [n, T] -> [n, T]. */
export function presentWords(x: tf.Tensor2D): tf.Tensor2D {
  return tf.cast(tf.greaterEqual(x, 0), 'float32') as tf.Tensor2D;
}
