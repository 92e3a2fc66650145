import * as tf from '@tensorflow/tfjs-core';
import { matrix, rowOf } from '../../../data/matrix';
import type { Matrix } from '../../../data/matrix';
import type { Rng } from '../../../data/random';
import { readTensor } from '../../math/tensors';
import type { TextOptions } from '../../model';
import { readTexts } from '../transformer';
import { oneHot, shifted, transformerOf } from './texts';
import type { TextNetwork } from './texts';

/**
 * Texts that go on from a beginning: each token is drawn by P(token | those before it, class), with the scores divided by the
 * temperature and only the `topK` likeliest left, until the end is drawn or the text is full.
 *
 * prompt: numbers of tokens -> [n, length], -1 after the end.
 */
export async function writeTexts(
  network: TextNetwork,
  weights: () => tf.Tensor[],
  prompt: Float64Array,
  n: number,
  label: number,
  options: TextOptions,
  rng: Rng,
): Promise<Matrix> {
  const { length, vocabulary, classes } = network;
  const out = matrix(n, length, new Float64Array(n * length).fill(-1));
  const begun = Math.min(prompt.length, length);
  for (let i = 0; i < n; i++) rowOf(out, i).set(prompt.subarray(0, begun));
  const ended = new Uint8Array(n);
  for (let t = begun; t < length && ended.some((end) => end === 0); t++) {
    // always of the same shape: each other one would have to be compiled on a GPU
    const { inputs } = shifted(network, out);
    const scores = await readTensor(
      tf.tidy(() => {
        const hot = oneHot(network, tf.tensor2d(inputs, [n, length]));
        const kind = tf.cast(tf.oneHot(tf.fill([n], label, 'int32') as tf.Tensor1D, Math.max(2, classes)), 'float32');
        const classWeights = tf.slice2d(kind as tf.Tensor2D, [0, 0], [n, classes]);
        const all = readTexts(transformerOf(network), weights(), hot, classWeights);
        return tf.slice3d(all, [0, t, 0], [n, 1, vocabulary + 1]);
      }),
    );
    for (let i = 0; i < n; i++) {
      if (ended[i] === 1) continue;
      const token = draw(scores.subarray(i * (vocabulary + 1), (i + 1) * (vocabulary + 1)), options, rng);
      if (token === vocabulary) ended[i] = 1;
      else out.data[i * length + t] = token;
    }
  }
  return out;
}

/** A token by its score. */
function draw(scores: Float32Array, { temperature, topK = scores.length }: TextOptions, rng: Rng): number {
  const order = Array.from(scores.keys()).sort((a, b) => scores[b]! - scores[a]! || a - b);
  if (temperature === 0) return order[0]!;
  const kept = order.slice(0, topK);
  const top = scores[kept[0]!]!;
  return kept[rng.choice(kept.map((token) => Math.exp((scores[token]! - top) / temperature)))]!;
}
