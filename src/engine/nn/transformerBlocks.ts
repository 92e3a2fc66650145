import * as tf from '@tensorflow/tfjs-core';
import type { Rng } from '../../data/random';
import { flatSize } from './flat';
import { affine } from './products';

/** Sizes of the blocks of a transformer (Vaswani and others 2017), with norms before each part. */
export interface BlockSizes {
  /** Numbers by which a position is described, a multiple of `heads`. */
  width: number;
  heads: number;
  blocks: number;
}

/** A tensor of weights and what it begins with. */
export interface Part {
  shape: number[];
  begins: 'embedding' | 'matrix' | 'ones' | 'zeros';
}

const perBlock = 12;
const hiddenFactor = 4;
const smallest = 1e-5;
const embeddingSd = 0.1;
const forbidden = -1e9;

export const embeddingPart = (entries: number, width: number): Part => ({
  shape: [entries, width],
  begins: 'embedding',
});

export const affineParts = (inputs: number, outputs: number): Part[] => [
  { shape: [inputs, outputs], begins: 'matrix' },
  { shape: [outputs], begins: 'zeros' },
];

export const normParts = (width: number): Part[] => [
  { shape: [width], begins: 'ones' },
  { shape: [width], begins: 'zeros' },
];

/** Of each block: a norm, queries with keys and values, what attention gives; a norm and two layers. */
export function blockParts({ width, blocks }: BlockSizes): Part[] {
  const hidden = hiddenFactor * width;
  const block = [
    ...normParts(width),
    ...affineParts(width, 3 * width),
    ...affineParts(width, width),
    ...normParts(width),
    ...affineParts(width, hidden),
    ...affineParts(hidden, width),
  ];
  return Array.from({ length: blocks }, () => block).flat();
}

/** First weights, flat: normal with sd 0.1 for embeddings, 1 / sqrt(inputs) for matrices. */
export function firstWeights(parts: readonly Part[], rng: Rng): Float32Array {
  const out = new Float32Array(flatSize(parts.map(({ shape }) => shape)));
  let at = 0;
  for (const { shape, begins } of parts) {
    const size = flatSize([shape]);
    const sd = begins === 'embedding' ? embeddingSd : 1 / Math.sqrt(shape[0]!);
    for (let j = 0; j < size; j++) out[at + j] = shape.length === 2 ? sd * rng.normal() : Number(begins === 'ones');
    at += size;
  }
  return out;
}

/** Layer normalisation (Ba, Kiros and Hinton 2016). */
export function norm(x: tf.Tensor2D, scale: tf.Tensor, shift: tf.Tensor): tf.Tensor2D {
  const centred = tf.sub(x, tf.mean(x, 1, true));
  const variance = tf.mean(tf.square(centred), 1, true);
  return tf.add<tf.Tensor2D>(tf.mul(tf.mul(centred, tf.rsqrt(tf.add(variance, smallest))), scale), shift);
}

/** What positions come to, and what they looked at. */
export interface Blocks {
  /** [n T, width] */
  x: tf.Tensor2D;
  /** Of each block: the share of its attention that a position gives each: [n, heads, T, T]. */
  attention: tf.Tensor4D[];
}

/**
 * x: [n T, width]; `weights`: of all blocks; `mask`: 0 where a position may look and a large negative number elsewhere, any
 * shape that broadcasts to [n, heads, T, T]; `drop`: leaves out by chance some of what a part adds. Call it inside `tf.tidy`.
 */
export function throughBlocks(
  { width, heads, blocks }: BlockSizes,
  weights: readonly tf.Tensor[],
  x: tf.Tensor2D,
  n: number,
  mask: tf.Tensor,
  drop: (added: tf.Tensor2D) => tf.Tensor2D = (added) => added,
): Blocks {
  const attention: tf.Tensor4D[] = [];
  for (let b = 0; b < blocks; b++) {
    const own = weights.slice(b * perBlock, (b + 1) * perBlock);
    const looked = attend({ width, heads }, own.slice(2, 6), norm(x, own[0]!, own[1]!), n, mask);
    attention.push(looked.shares);
    x = tf.add(x, drop(looked.seen));
    const hidden = tf.relu(affine(norm(x, own[6]!, own[7]!), own[8] as tf.Tensor2D, own[9] as tf.Tensor1D));
    x = tf.add(x, drop(affine(hidden, own[10] as tf.Tensor2D, own[11] as tf.Tensor1D)));
  }
  return { x, attention };
}

/** [1, 1, T, T]: a position sees itself and those before it. */
export function causalMask(t: number): tf.Tensor4D {
  return tf.tensor4d(
    Float32Array.from({ length: t * t }, (_, i) => (i % t > Math.floor(i / t) ? forbidden : 0)),
    [1, 1, t, t],
  );
}

/** present: [n, T], 1 at the positions that there are -> [n, 1, 1, T]: nothing looks at the others. */
export function paddingMask(present: tf.Tensor2D): tf.Tensor4D {
  return tf.reshape(tf.mul(tf.sub(1, present), forbidden), [present.shape[0], 1, 1, present.shape[1]]);
}

type Heads = tf.Tensor4D;

function attend(
  { width, heads }: Pick<BlockSizes, 'width' | 'heads'>,
  [queries, queryBias, last, lastBias]: readonly tf.Tensor[],
  x: tf.Tensor2D,
  n: number,
  mask: tf.Tensor,
): { seen: tf.Tensor2D; shares: tf.Tensor4D } {
  const t = x.shape[0] / n;
  const size = width / heads;
  const all = affine(x, queries as tf.Tensor2D, queryBias as tf.Tensor1D);
  // [n, heads, T, size]; transposing all at once, with five axes, takes WebAssembly longer than the rest of the block
  const [query, key, value] = tf
    .split(all, 3, 1)
    .map((part) => tf.transpose(tf.reshape(part, [n, t, heads, size]), [0, 2, 1, 3])) as [Heads, Heads, Heads];
  const scores = tf.add(tf.div(tf.matMul(query, tf.transpose(key, [0, 1, 3, 2])), Math.sqrt(size)), mask);
  const shares = tf.softmax(scores) as tf.Tensor4D;
  const flat = tf.reshape(tf.transpose(tf.matMul(shares, value), [0, 2, 1, 3]), [n * t, width]) as tf.Tensor2D;
  return { seen: affine(flat, last as tf.Tensor2D, lastBias as tf.Tensor1D), shares };
}
