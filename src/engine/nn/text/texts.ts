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
}

export function transformerOf({ vocabulary, length, ...rest }: TextNetwork): Transformer {
  return { ...rest, inputs: vocabulary + 1, outputs: vocabulary + 1, positions: length };
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
 * classes: [n, K] weights -> [n, length]. Call it inside `tf.tidy`.
 */
export function tokenLogProba(
  network: TextNetwork,
  weights: readonly tf.Tensor[],
  inputs: tf.Tensor2D,
  targets: tf.Tensor2D,
  classes: tf.Tensor2D,
): tf.Tensor2D {
  const scores = readTexts(transformerOf(network), weights, oneHot(network, inputs), classes);
  return tf.sum(tf.mul(tf.logSoftmax(scores), oneHot(network, targets)), 2);
}

/** [n, length] -> [n, length, vocabulary + 1], zeros for -1. */
export function oneHot({ vocabulary }: TextNetwork, tokens: tf.Tensor2D): tf.Tensor3D {
  return tf.cast(tf.oneHot(tf.cast(tokens, 'int32') as tf.Tensor2D, vocabulary + 1), 'float32') as tf.Tensor3D;
}
