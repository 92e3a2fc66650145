import * as tf from '@tensorflow/tfjs-core';
import { matrix } from '../../../data/matrix';
import type { Matrix } from '../../../data/matrix';
import { oneHotRows, readTensor } from '../../math/tensors';
import type { Alternatives } from '../../model';
import type { Labelled } from '../classification';
import { withAnswers } from './answers';
import { allLogProba, shifted, textsPerPass, tokenLogProba } from './texts';
import type { Shifted, TextNetwork } from './texts';

export type TextTensors = [inputs: tf.Tensor2D, targets: tf.Tensor2D, y: tf.Tensor1D];

/** Inputs, targets and classes of texts, with rows of padding at the end. */
export function textTensors(network: TextNetwork, { x, y }: Labelled, rows: number): TextTensors {
  return asTensors(network, shifted(network, x, rows), y, rows);
}

/** Each text twice where the network answers: of its class, and of none but ending with it. One row of padding. */
export function learnTensors(network: TextNetwork, { x, y }: Labelled): { tensors: TextTensors; rows: number } {
  if (!network.answers) return { tensors: textTensors(network, { x, y }, x.rows + 1), rows: x.rows };
  const rows = 2 * x.rows;
  const [first, second] = [shifted(network, x), withAnswers(network, x, y, x.rows + 1)];
  const both = (key: keyof Shifted) => Int32Array.from([...first[key], ...second[key]]);
  return { tensors: asTensors(network, { inputs: both('inputs'), targets: both('targets') }, y, rows + 1), rows };
}

/** Rows after the last of `y` are of no class. */
function asTensors({ length }: TextNetwork, { inputs, targets }: Shifted, y: Int32Array, rows: number): TextTensors {
  const labels = new Int32Array(rows).fill(-1);
  labels.set(y);
  const shape: [number, number] = [rows, length];
  return [tf.tensor2d(inputs, shape, 'int32'), tf.tensor2d(targets, shape, 'int32'), tf.tensor1d(labels, 'int32')];
}

/** log P(token | those before it, y) of texts of these classes: [n, length]. */
export async function logProbaOf(
  network: TextNetwork,
  weights: readonly tf.Tensor[],
  x: Matrix,
  labels: Int32Array,
): Promise<Float64Array> {
  const out = new Float64Array(x.rows * network.length);
  await inTextPasses(
    network,
    { x, y: labels },
    ([inputs, targets, y]) => tokenLogProba(network, weights, inputs, targets, oneHotRows(y, network.classes)),
    (values, from, rows) => out.set(values.subarray(0, rows * network.length), from * network.length),
  );
  return out;
}

/** The likeliest tokens at each position of texts of these classes. */
export async function alternativesOf(
  network: TextNetwork,
  weights: readonly tf.Tensor[],
  x: Matrix,
  labels: Int32Array,
  count: number,
): Promise<Alternatives> {
  const { length, vocabulary, classes } = network;
  const tokens = new Int32Array(x.rows * length * count);
  const proba = new Float64Array(tokens.length);
  await inTextPasses(
    network,
    { x, y: labels },
    ([inputs, , y]) =>
      tf.slice(allLogProba(network, weights, inputs, oneHotRows(y, classes)), [0, 0, 0], [-1, -1, vocabulary + 1]),
    (values, from, rows) => {
      for (let place = 0; place < rows * length; place++) {
        const own = values.subarray(place * (vocabulary + 1), (place + 1) * (vocabulary + 1));
        const best = Array.from(own.keys()).sort((a, b) => own[b]! - own[a]! || a - b);
        best.slice(0, count).forEach((token, c) => {
          tokens[(from * length + place) * count + c] = token;
          proba[(from * length + place) * count + c] = Math.exp(own[token]!);
        });
      }
    },
  );
  return { count, tokens, proba };
}

/** Passes of one shape over texts. */
async function inTextPasses(
  network: TextNetwork,
  { x, y }: Labelled,
  run: (tensors: TextTensors) => tf.Tensor,
  keep: (values: Float32Array, from: number, rows: number) => void,
): Promise<void> {
  const size = Math.min(x.rows, textsPerPass);
  for (let from = 0; from < x.rows; from += size) {
    const rows = Math.min(size, x.rows - from);
    const part = matrix(rows, x.columns, x.data.slice(from * x.columns, (from + rows) * x.columns));
    const tensors = textTensors(network, { x: part, y: y.subarray(from, from + rows) }, size);
    const values = await readTensor(tf.tidy(() => run(tensors)));
    tf.dispose(tensors);
    keep(values, from, rows);
  }
}
