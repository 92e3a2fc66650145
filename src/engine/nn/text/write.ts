import * as tf from '@tensorflow/tfjs-core';
import { matrix, rowOf } from '../../../data/matrix';
import type { Matrix } from '../../../data/matrix';
import type { Rng } from '../../../data/random';
import { unknownPlace } from '../../../data/tokens';
import { readTensor } from '../../math/tensors';
import type { TextOptions, WriteWatch } from '../../model';
import { readTexts } from '../transformer';
import { oneHot, shifted, textsPerPass, transformerOf } from './texts';
import type { TextNetwork } from './texts';

/** Positions are read in multiples of this: each length of its own would have to be compiled on a GPU. */
const stride = 32;

/**
 * Texts that go on from a beginning: each token is drawn by P(token | those before it, class), with the scores divided by the
 * temperature and only the `topK` likeliest left, until the end is drawn or the text is full. The token for what was never
 * seen is not drawn.
 *
 * prompt: numbers of tokens; classes: [K] weights -> [n, length], -1 after the end. A stopped text ends where it was.
 */
export async function writeTexts(
  network: TextNetwork,
  weights: readonly tf.Tensor[],
  prompt: Float64Array,
  n: number,
  classes: readonly number[],
  options: TextOptions,
  rng: Rng,
  watch?: WriteWatch,
): Promise<Matrix> {
  const { length } = network;
  const out = matrix(n, length, new Float64Array(n * length).fill(-1));
  const begun = Math.min(prompt.length, length);
  for (let i = 0; i < n; i++) rowOf(out, i).set(prompt.subarray(0, begun));
  const size = Math.min(n, textsPerPass);
  const full = Math.min(length, options.maxLength ?? length);
  for (let from = 0; from < n; from += size) {
    const rows = Math.min(size, n - from);
    const part = matrix(rows, length, out.data.subarray(from * length, (from + rows) * length));
    const ended = new Uint8Array(rows);
    for (let t = begun; t < full && ended.includes(0); t++) {
      await watch?.pause((from + (rows * (t - begun)) / Math.max(1, full - begun)) / n);
      if (watch?.signal.aborted) return out;
      const scores = await nextScores(network, weights, part, size, t, classes);
      for (let i = 0; i < rows; i++) {
        if (ended[i] === 1) continue;
        const own = scores.subarray(i * (network.vocabulary + 1), (i + 1) * (network.vocabulary + 1));
        const token = draw(own, options, rng);
        if (token === network.vocabulary) ended[i] = 1;
        else part.data[i * length + t] = token;
      }
    }
  }
  return out;
}

/** Scores of what may stand at position `t` of each text: [size, vocabulary + 1]; texts after the last are padding. */
async function nextScores(
  network: TextNetwork,
  weights: readonly tf.Tensor[],
  x: Matrix,
  size: number,
  t: number,
  classes: readonly number[],
): Promise<Float32Array> {
  const { length, vocabulary } = network;
  const reach = Math.min(length, stride * Math.ceil((t + 1) / stride));
  const { inputs } = shifted(network, x, size);
  return readTensor(
    tf.tidy(() => {
      const near = tf.slice2d(tf.tensor2d(inputs, [size, length]), [0, 0], [size, reach]);
      const kind = tf.tile(tf.tensor2d([...classes], [1, classes.length]), [size, 1]);
      const all = readTexts(transformerOf(network), weights, oneHot(near, vocabulary + 1), kind);
      return tf.slice3d(all, [0, t, 0], [size, 1, vocabulary + 1]);
    }),
  );
}

/** A token by its score. */
function draw(scores: Float32Array, { temperature, topK = scores.length }: TextOptions, rng: Rng): number {
  const order = Array.from(scores.keys())
    .filter((token) => token !== unknownPlace)
    .sort((a, b) => scores[b]! - scores[a]! || a - b);
  if (temperature === 0) return order[0]!;
  const kept = order.slice(0, topK);
  const top = scores[kept[0]!]!;
  return kept[rng.choice(kept.map((token) => Math.exp((scores[token]! - top) / temperature)))]!;
}
