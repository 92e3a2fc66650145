import * as tf from '@tensorflow/tfjs-core';
import { matrix, takeRows } from '../../data/matrix';
import type { Matrix } from '../../data/matrix';
import { shuffledIndices } from '../../data/random';
import type { Rng } from '../../data/random';
import { oneHotRows, readTensor, rowsTensor } from '../math/tensors';
import type { TrainingData } from '../model';

/** Rows and their class codes. */
export interface Labelled {
  x: Matrix;
  y: Int32Array;
}

/** Largest |entry| that a network is asked about, so that float32 cannot overflow far from the data. */
const largestInput = 1e6;
/** Rows of one pass of prediction. */
const rowsPerPass = 1 << 14;
/** Most rows on which the validation loss is taken. */
const maxValidationRows = 1 << 14;

/**
 * Sum over the rows of -log softmax(logits)[label], and its gradient with respect to the logits, softmax - truth; rows
 * with label -1 count nothing. Call it inside `tf.tidy`.
 */
export function crossEntropy(logits: tf.Tensor2D, labels: tf.Tensor1D): { loss: tf.Scalar; gradient: tf.Tensor2D } {
  const truth = oneHotRows(labels, logits.shape[1]);
  const logProba = tf.logSoftmax(logits);
  return {
    loss: tf.neg(tf.sum<tf.Scalar>(tf.mul(truth, logProba))),
    gradient: tf.sub(tf.mul(tf.exp(logProba), tf.sum(truth, 1, true)), truth),
  };
}

/** Mean of -log softmax(logits)[label] over all rows, in passes of so many. Call it inside `tf.tidy`. */
export function meanCrossEntropy(
  rows: readonly [tf.Tensor2D, tf.Tensor1D],
  logits: (x: tf.Tensor2D) => tf.Tensor2D,
  mostRows: number,
): tf.Scalar {
  return meanLoss(rows, (x, y) => crossEntropy(logits(x), y).loss, mostRows);
}

/** Mean over all rows of a loss that is summed over rows, in passes of so many. Call it inside `tf.tidy`. */
export function meanLoss(
  [x, y]: readonly [tf.Tensor2D, tf.Tensor1D],
  loss: (x: tf.Tensor2D, y: tf.Tensor1D) => tf.Scalar,
  mostRows: number,
): tf.Scalar {
  const [rows, columns] = x.shape;
  let total = tf.scalar(0);
  for (let from = 0; from < rows; from += mostRows) {
    const taken = Math.min(mostRows, rows - from);
    total = tf.tidy(() => {
      const part = tf.slice2d(x, [from, 0], [taken, columns]);
      return tf.add(total, loss(part, tf.slice1d(y, from, taken)));
    });
  }
  return tf.div(total, rows);
}

/** x: [n, d] and y: [n] as tensors of `rows` rows: after the last come zeros with label -1. */
export function labelledTensors({ x, y }: Labelled, rows: number): [tf.Tensor2D, tf.Tensor1D] {
  const labels = new Int32Array(rows).fill(-1);
  labels.set(y);
  return [rowsTensor(x, 0, rows), tf.tensor1d(labels, 'int32')];
}

/** What a network says of the rows of `x`, in a few large passes of one shape: [n, columns]. */
export async function inPasses(
  x: Matrix,
  columns: number,
  network: (x: tf.Tensor2D) => tf.Tensor2D,
  mostRows = rowsPerPass,
): Promise<Matrix> {
  const out = matrix(x.rows, columns);
  const size = Math.min(x.rows, mostRows);
  for (let from = 0; from < x.rows; from += size) {
    const result = tf.tidy(() => network(tf.clipByValue(rowsTensor(x, from, size), -largestInput, largestInput)));
    const values = await readTensor(result);
    out.data.set(values.subarray(0, Math.min(size, x.rows - from) * columns), from * columns);
  }
  return out;
}

/**
 * The rows to learn from and those that tell when to stop: the split's own validation rows, else, where `early` is true,
 * `share` of the training rows.
 */
export function divideForStopping(
  { x, y, validation }: TrainingData,
  early: boolean | 'auto',
  share: number,
  rng: Rng,
): { learn: Labelled; validation?: Labelled } {
  if (early === false) return { learn: { x, y } };
  if (validation && validation.x.rows > 0) {
    const rows = shuffledIndices(validation.x.rows, rng).subarray(0, maxValidationRows);
    return { learn: { x, y }, validation: take(validation, rows) };
  }
  const kept = Math.min(maxValidationRows, Math.round(share * x.rows));
  if (early === 'auto' || kept === 0) return { learn: { x, y } };
  const rows = shuffledIndices(x.rows, rng);
  return { learn: take({ x, y }, rows.subarray(kept)), validation: take({ x, y }, rows.subarray(0, kept)) };
}

function take({ x, y }: Labelled, rows: Int32Array): Labelled {
  return { x: takeRows(x, rows), y: rows.map((row) => y[row]!) };
}
