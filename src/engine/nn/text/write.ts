import * as tf from '@tensorflow/tfjs-core';
import { matrix, rowOf } from '../../../data/matrix';
import type { Matrix } from '../../../data/matrix';
import type { Rng } from '../../../data/random';
import { noToken, unknownPlace } from '../../../data/tokens';
import { readTensor } from '../../math/tensors';
import type { TextOptions, WriteWatch } from '../../model';
import { readTexts } from '../transformer';
import { oneHot, shifted, textsPerPass, transformerOf } from './texts';
import type { TextNetwork } from './texts';

/** Positions are read in multiples of this: each length of its own would have to be compiled on a GPU. */
const stride = 32;

/** `n` texts of which nothing is written: [n, length]. */
export function unwritten(n: number, length: number): Matrix {
  return matrix(n, length, new Float64Array(n * length).fill(noToken));
}

/**
 * Texts that go on from their beginnings: each token is drawn by P(token | those before it, class), with the scores divided
 * by the temperature and only the `topK` likeliest left, until the end is drawn or the text is full, or what was drawn does
 * not fit any more. The token for what was never seen is not drawn.
 *
 * begun: [n, length], -1 after the beginnings; classes: [K] weights -> [n, length], -1 after the end. A stopped text ends
 * where it was.
 */
export async function writeTexts(
  network: TextNetwork,
  weights: readonly tf.Tensor[],
  begun: Matrix,
  classes: readonly number[],
  options: TextOptions,
  rng: Rng,
  watch?: WriteWatch,
): Promise<Matrix> {
  const { length, vocabulary } = network;
  const { maxLength = Infinity, sizes } = options;
  const sizeOf = (token: number) => sizes?.[token] ?? 1;
  const n = begun.rows;
  const out = matrix(n, length, begun.data.slice());
  const size = Math.min(n, textsPerPass);
  for (let from = 0; from < n; from += size) {
    const rows = Math.min(size, n - from);
    const part = matrix(rows, length, out.data.subarray(from * length, (from + rows) * length));
    const given = Array.from({ length: rows }, (_, i) => endOf(rowOf(part, i)));
    const room = given.map(
      (end, i) =>
        maxLength -
        rowOf(part, i)
          .subarray(0, end)
          .reduce((sum, t) => sum + sizeOf(t), 0),
    );
    const open = room.map((left) => left > 0);
    const first = Math.min(...given);
    for (let t = first; t < length && open.includes(true); t++) {
      await watch?.pause((from + (rows * (t - first)) / (length - first)) / n);
      if (watch?.signal.aborted) return out;
      const scores = await nextScores(network, weights, part, size, t, classes);
      for (let i = 0; i < rows; i++) {
        if (!open[i] || t < given[i]!) continue;
        const own = scores.subarray(i * (vocabulary + 1), (i + 1) * (vocabulary + 1));
        own[unknownPlace] = -Infinity;
        const token = draw(own, options, rng);
        room[i]! -= sizeOf(token);
        const isWritten = token !== vocabulary && room[i]! >= 0;
        if (isWritten) part.data[i * length + t] = token;
        open[i] = isWritten && room[i]! > 0;
      }
    }
  }
  return out;
}

/** Tokens before the end. */
function endOf(tokens: Float64Array): number {
  const end = tokens.indexOf(noToken);
  return end < 0 ? tokens.length : end;
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

/** One of several by their scores, which are log probabilities up to a constant. */
export function draw(
  scores: Float32Array | Float64Array,
  { temperature, topK = scores.length }: Pick<TextOptions, 'temperature' | 'topK'>,
  rng: Rng,
): number {
  const order = Array.from(scores.keys()).sort((a, b) => scores[b]! - scores[a]! || a - b);
  if (temperature === 0) return order[0]!;
  const kept = order.slice(0, topK);
  const top = scores[kept[0]!]!;
  return kept[rng.choice(kept.map((place) => Math.exp((scores[place]! - top) / temperature)))]!;
}
