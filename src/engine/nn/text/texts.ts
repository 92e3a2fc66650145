import * as tf from '@tensorflow/tfjs-core';
import type { Matrix } from '../../../data/matrix';
import { readTexts, transformerShapes } from '../transformer';
import type { Transformer } from '../transformer';

/** What a network of texts is made of. */
export interface TextNetwork {
  /** Tokens that are told apart; one number more stands for the start and for the end. */
  vocabulary: number;
  /** Tokens of the longest text, which need not say that it ends. */
  length: number;
  classes: number;
  width: number;
  heads: number;
  blocks: number;
  /** Whether a text of no class ends with what its class is: one more token for each. */
  answers: boolean;
}

/** Texts that are read at once. */
export const textsPerPass = 128;

const forbidden = -1e9;

/** Tokens, the end and, after it, the classes as answers. */
function outputsOf({ vocabulary, classes, answers }: TextNetwork): number {
  return vocabulary + 1 + (answers ? classes : 0);
}

export function transformerOf(network: TextNetwork): Transformer {
  const { vocabulary, length, classes, width, heads, blocks } = network;
  return { classes, width, heads, blocks, inputs: vocabulary + 1, outputs: outputsOf(network), positions: length };
}

export function textShapes(network: TextNetwork): number[][] {
  return transformerShapes(transformerOf(network));
}

/** What is read at each position, the token before it, and what is to be said there, -1 for nothing. */
export interface Shifted {
  /** [rows, length] each. */
  inputs: Int32Array;
  targets: Int32Array;
}

/** x: [n, length] numbers of tokens, -1 after the end; `rows` - n rows of padding follow. */
export function shifted({ vocabulary, length }: TextNetwork, x: Matrix, rows = x.rows): Shifted {
  const inputs = new Int32Array(rows * length).fill(-1);
  const targets = new Int32Array(rows * length).fill(-1);
  for (let i = 0; i < x.rows; i++) {
    for (let t = 0; t < length; t++) {
      const before = t === 0 ? vocabulary : x.data[i * length + t - 1]!;
      if (before < 0) break;
      const token = x.data[i * length + t]!;
      inputs[i * length + t] = before;
      targets[i * length + t] = token < 0 ? vocabulary : token;
    }
  }
  return { inputs, targets };
}

/**
 * log P(token | those before it, class) at each position; 0 where nothing is to be said. inputs, targets: [n, length];
 * classes: [n, K] weights, zeros for a text that ends with its class -> [n, length]. Call it inside `tf.tidy`.
 */
export function tokenLogProba(
  network: TextNetwork,
  weights: readonly tf.Tensor[],
  inputs: tf.Tensor2D,
  targets: tf.Tensor2D,
  classes: tf.Tensor2D,
): tf.Tensor2D {
  const all = allLogProba(network, weights, inputs, classes);
  return tf.sum(tf.mul(all, oneHot(targets, outputsOf(network))), 2);
}

/** The same of every token, whether it stands there or not: [n, length, outputs]. */
export function allLogProba(
  network: TextNetwork,
  weights: readonly tf.Tensor[],
  inputs: tf.Tensor2D,
  classes: tf.Tensor2D,
): tf.Tensor3D {
  const scores = readTexts(transformerOf(network), weights, oneHot(inputs, network.vocabulary + 1), classes);
  return tf.logSoftmax(network.answers ? tf.add<tf.Tensor3D>(scores, endings(network, classes)) : scores);
}

/** A text of a class ends with the end, one of no class with its class: [n, 1, outputs] with 0 for what can be said. */
function endings({ vocabulary, classes: count }: TextNetwork, classes: tf.Tensor2D): tf.Tensor3D {
  const row = (barred: (token: number) => boolean) =>
    tf.tensor2d([Array.from({ length: vocabulary + 1 + count }, (_, token) => (barred(token) ? forbidden : 0))]);
  const known = tf.sum(classes, 1, true);
  const ofClass = tf.matMul(
    known,
    row((token) => token > vocabulary),
  );
  const ofNone = tf.matMul(
    tf.sub(1, known),
    row((token) => token === vocabulary),
  );
  return tf.expandDims<tf.Tensor3D>(tf.add(ofClass, ofNone), 1);
}

/** [n, length] -> [n, length, depth], zeros for -1. */
export function oneHot(tokens: tf.Tensor2D, depth: number): tf.Tensor3D {
  return tf.cast(tf.oneHot(tf.cast(tokens, 'int32') as tf.Tensor2D, depth), 'float32') as tf.Tensor3D;
}
