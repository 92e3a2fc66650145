import * as tf from '@tensorflow/tfjs-core';
import type { Rng } from '../../data/random';
import { flatSize } from './flat';
import { affine } from './products';

/** A small transformer that reads from left to right (Vaswani and others 2017), with norms before each part. */
export interface Transformer {
  /** Numbers that a position can hold, and that can be said of it. */
  inputs: number;
  outputs: number;
  /** Classes, of which each text has one. */
  classes: number;
  /** Positions of the longest text. */
  positions: number;
  /** Numbers by which a position is described, a multiple of `heads`. */
  width: number;
  heads: number;
  blocks: number;
}

const perBlock = 12;
const hiddenFactor = 4;
const smallest = 1e-5;
const forbidden = -1e9;

/** Shapes of: token, position and class embeddings; of each block; of the last norm and the output. */
export function transformerShapes({ inputs, outputs, classes, positions, width: w, blocks }: Transformer): number[][] {
  const block = [
    [w],
    [w],
    [w, 3 * w],
    [3 * w],
    [w, w],
    [w],
    [w],
    [w],
    [w, hiddenFactor * w],
    [hiddenFactor * w],
    [hiddenFactor * w, w],
    [w],
  ];
  return [
    [inputs, w],
    [positions, w],
    [classes, w],
    ...Array.from({ length: blocks }, () => block).flat(),
    [w],
    [w],
    [w, outputs],
    [outputs],
  ];
}

/** First weights, flat: normal with sd 0.02 for embeddings, 1 / sqrt(inputs) for matrices; norms are 1, intercepts 0. */
export function firstTransformer(transformer: Transformer, rng: Rng): Float32Array {
  const shapes = transformerShapes(transformer);
  const out = new Float32Array(flatSize(shapes));
  let at = 0;
  shapes.forEach((shape, i) => {
    const size = flatSize([shape]);
    const inBlock = (i - 3) % perBlock;
    const isScale =
      shape.length === 1 &&
      i >= 3 &&
      (i === shapes.length - 4 || (i < shapes.length - 4 && (inBlock === 0 || inBlock === 6)));
    const sd = i < 3 ? 0.1 : 1 / Math.sqrt(shape[0]!);
    for (let j = 0; j < size; j++) out[at + j] = shape.length === 2 ? sd * rng.normal() : isScale ? 1 : 0;
    at += size;
  });
  return out;
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
  const { width, inputs, outputs, blocks } = transformer;
  const [n, t] = hot.shape;
  const [tokens, positions, kinds] = weights as [tf.Tensor2D, tf.Tensor2D, tf.Tensor2D];
  const places = tf.expandDims(tf.slice2d(positions, [0, 0], [t, width]), 0);
  const kind = tf.expandDims(tf.matMul(classes, kinds), 1);
  const embedded = tf.reshape(tf.matMul(tf.reshape(hot, [n * t, inputs]), tokens), [n, t, width]);
  let x = tf.reshape(tf.add(tf.add(embedded, places), kind), [n * t, width]) as tf.Tensor2D;
  const mask = causalMask(t);
  for (let b = 0; b < blocks; b++) {
    const own = weights.slice(3 + b * perBlock, 3 + (b + 1) * perBlock);
    x = tf.add(x, attend(transformer, own, norm(x, own[0]!, own[1]!), n, mask));
    const hidden = tf.relu(affine(norm(x, own[6]!, own[7]!), own[8] as tf.Tensor2D, own[9] as tf.Tensor1D));
    x = tf.add(x, affine(hidden, own[10] as tf.Tensor2D, own[11] as tf.Tensor1D));
  }
  const [scale, shift, last, bias] = weights.slice(-4);
  const scores = affine(norm(x, scale!, shift!), last as tf.Tensor2D, bias as tf.Tensor1D);
  return tf.reshape(scores, [n, t, outputs]);
}

/** Layer normalisation (Ba, Kiros and Hinton 2016). */
function norm(x: tf.Tensor2D, scale: tf.Tensor, shift: tf.Tensor): tf.Tensor2D {
  const centred = tf.sub(x, tf.mean(x, 1, true));
  const variance = tf.mean(tf.square(centred), 1, true);
  return tf.add<tf.Tensor2D>(tf.mul(tf.mul(centred, tf.rsqrt(tf.add(variance, smallest))), scale), shift);
}

function attend(
  { width, heads }: Transformer,
  own: readonly tf.Tensor[],
  x: tf.Tensor2D,
  n: number,
  mask: tf.Tensor2D,
): tf.Tensor2D {
  const t = x.shape[0] / n;
  const size = width / heads;
  const all = affine(x, own[2] as tf.Tensor2D, own[3] as tf.Tensor1D);
  // [3, n, heads, t, size]
  const parts = tf.transpose(tf.reshape(all, [n, t, 3, heads, size]), [2, 0, 3, 1, 4]);
  const [query, key, value] = tf.unstack(parts, 0) as [tf.Tensor4D, tf.Tensor4D, tf.Tensor4D];
  const scores = tf.add(tf.div(tf.matMul(query, tf.transpose(key, [0, 1, 3, 2])), Math.sqrt(size)), mask);
  const seen = tf.matMul(tf.softmax(scores), value);
  const flat = tf.reshape(tf.transpose(seen, [0, 2, 1, 3]), [n * t, width]) as tf.Tensor2D;
  return affine(flat, own[4] as tf.Tensor2D, own[5] as tf.Tensor1D);
}

/** 0 where a position may look, a large negative number where it lies ahead. */
function causalMask(t: number): tf.Tensor2D {
  return tf.tensor2d(
    Float32Array.from({ length: t * t }, (_, i) => (i % t > Math.floor(i / t) ? forbidden : 0)),
    [t, t],
  );
}
