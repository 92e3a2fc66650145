import * as tf from '@tensorflow/tfjs-core';
import { matrix } from '../../data/matrix';
import type { Matrix } from '../../data/matrix';
import type { Features, Kernel, SoftmaxLoss } from './kernel';
import { featureCount } from './kernelFloat64';
import { oneHotRows, readTensor, rowsTensor } from './tensors';

/** Entries of the widest tensor of a pass: keeps textures small and float32 sums short. */
const entriesPerChunk = 1 << 19;

/** The passes in float32 with tfjs, on whichever backend is active; rows go in chunks of one fixed shape. */
export function kernelTfjs(backend: string): Kernel {
  return { name: `${backend} float32`, largePass: 0, scores, softmaxLoss };
}

async function scores(features: Features, theta: Matrix, x: Matrix): Promise<Matrix> {
  const out = matrix(x.rows, theta.rows);
  const weights = tf.tidy(() => tf.transpose(tf.tensor2d(Float32Array.from(theta.data), [theta.rows, theta.columns])));
  try {
    const size = chunkSize(x.rows, Math.max(theta.columns, theta.rows));
    for (let from = 0; from < x.rows; from += size) {
      const z = tf.tidy(() => tf.matMul(expand(features, rowsTensor(x, from, size)), weights as tf.Tensor2D));
      const values = await readTensor(z);
      out.data.set(values.subarray(0, Math.min(size, x.rows - from) * theta.rows), from * theta.rows);
    }
  } finally {
    weights.dispose();
  }
  return out;
}

/** phi(x): [rows, d] -> [rows, p]. */
function expand(features: Features, x: tf.Tensor2D): tf.Tensor2D {
  const parts: tf.Tensor2D[] = [tf.ones([x.shape[0], 1]), x];
  if (features === 'diagonal') parts.push(tf.square(x));
  else if (features === 'quadratic') {
    const [rows, d] = x.shape;
    for (let i = 0; i < d; i++)
      parts.push(tf.mul(tf.slice2d(x, [0, i], [rows, 1]), tf.slice2d(x, [0, i], [rows, d - i])));
  }
  return tf.concat2d(parts, 1);
}

function softmaxLoss(x: Matrix, y: Int32Array, classWeights: Float64Array): SoftmaxLoss {
  const classes = classWeights.length;
  const p = featureCount('linear', x.columns);
  const size = chunkSize(x.rows, Math.max(p, classes));
  const chunks: { phi: tf.Tensor2D; label: tf.Tensor1D; weight: tf.Tensor2D }[] = [];
  for (let from = 0; from < x.rows; from += size) {
    const count = Math.min(size, x.rows - from);
    const label = new Int32Array(size).fill(-1);
    label.set(y.subarray(from, from + count));
    chunks.push({
      phi: tf.tidy(() => expand('linear', rowsTensor(x, from, size))),
      label: tf.tensor1d(label, 'int32'),
      // what fills the last chunk up counts nothing
      weight: tf.tensor2d(
        Float32Array.from({ length: size }, (_, i) => (i < count ? classWeights[y[from + i]!]! : 0)),
        [size, 1],
      ),
    });
  }
  return {
    // float32 sums within a chunk, float64 sums over the chunks
    precision: 1e-6,
    async at(weights) {
      const sums = tf.tidy(() => {
        const w = tf.tensor2d(Float32Array.from(weights.data), [classes, p]);
        return tf.concat(
          chunks.map(({ phi, label, weight }) => {
            const truth = tf.mul(oneHotRows(label, classes), weight);
            const logProba = tf.logSoftmax(tf.matMul(phi, w, false, true));
            const residual = tf.sub(tf.mul(tf.exp(logProba), weight), truth) as tf.Tensor2D;
            const loss = tf.neg(tf.sum(tf.sum(tf.mul(truth, logProba), 0)));
            return tf.concat([tf.reshape(loss, [1]), tf.reshape(tf.matMul(residual, phi, true, false), [-1])]);
          }),
        );
      });
      const values = await readTensor(sums);
      const gradient = matrix(classes, p);
      let loss = 0;
      for (let at = 0; at < values.length; at += 1 + gradient.data.length) {
        loss += values[at]!;
        for (let j = 0; j < gradient.data.length; j++) gradient.data[j]! += values[at + 1 + j]!;
      }
      for (let j = 0; j < gradient.data.length; j++) gradient.data[j]! /= x.rows;
      return { loss: loss / x.rows, gradient };
    },
    dispose: () => tf.dispose(chunks),
  };
}

function chunkSize(rows: number, width: number): number {
  return Math.min(rows, Math.max(1, Math.floor(entriesPerChunk / width)));
}
