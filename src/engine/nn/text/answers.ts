import * as tf from '@tensorflow/tfjs-core';
import { matrix } from '../../../data/matrix';
import type { Matrix } from '../../../data/matrix';
import { readTensor } from '../../math/tensors';
import { allLogProba, shifted, textsPerPass } from './texts';
import type { Shifted, TextNetwork } from './texts';

/** Where a text ends for one that answers: a text that fills all positions gives its last one to the answer. */
function endOf({ length }: TextNetwork, x: Matrix, i: number): number {
  const end = x.data.subarray(i * length, (i + 1) * length).findIndex((token) => token < 0);
  return end < 0 ? length - 1 : end;
}

/** Texts that each end with their class in the place of the end. x: [n, length]; y: [n] codes. */
export function withAnswers(network: TextNetwork, x: Matrix, y: Int32Array, rows = x.rows): Shifted {
  const { length, vocabulary } = network;
  const { inputs, targets } = shifted(network, x, rows);
  for (let i = 0; i < x.rows; i++) {
    const end = endOf(network, x, i);
    targets[i * length + end] = vocabulary + 1 + y[i]!;
    targets.fill(-1, i * length + end + 1, (i + 1) * length);
  }
  return { inputs, targets };
}

/** P(y | text) as the network answers after reading it without a class: x: [n, length] -> [n, K]. */
export async function answerProba(network: TextNetwork, weights: readonly tf.Tensor[], x: Matrix): Promise<Matrix> {
  const { length, classes, vocabulary } = network;
  const out = matrix(x.rows, classes);
  const size = Math.min(x.rows, textsPerPass);
  for (let from = 0; from < x.rows; from += size) {
    const rows = Math.min(size, x.rows - from);
    const part = matrix(rows, length, x.data.subarray(from * length, (from + rows) * length));
    const { inputs } = shifted(network, part, size);
    const ends = new Int32Array(size);
    for (let i = 0; i < rows; i++) ends[i] = endOf(network, part, i);
    const values = await readTensor(
      tf.tidy(() => {
        const read = tf.tensor2d(inputs, [size, length]);
        const all = allLogProba(network, weights, read, tf.zeros([size, classes]));
        const at = tf.expandDims(tf.cast(tf.oneHot(tf.tensor1d(ends, 'int32'), length), 'float32'), 2);
        const scores = tf.slice2d(tf.sum<tf.Tensor2D>(tf.mul(all, at), 1), [0, vocabulary + 1], [size, classes]);
        return tf.softmax(scores);
      }),
    );
    out.data.set(values.subarray(0, rows * classes), from * classes);
  }
  return out;
}
