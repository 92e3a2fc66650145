import * as tf from '@tensorflow/tfjs-core';
import { matrix, stackRows } from '../../../data/matrix';
import type { Matrix } from '../../../data/matrix';
import type { Rng } from '../../../data/random';
import { readTensor, rowsTensor } from '../../math/tensors';
import type { Inpainter, Latent, PathSampler, Sampler } from '../../model';
import { inPasses } from '../classification';
import { split } from '../flat';
import { normals } from '../noise';
import type { Denoiser } from './denoiser';
import { denoise, repaint, undo } from './paths';
import type { Trained } from './paths';
import { samplingTimes } from './schedule';

/** Rows of a pass of inpainting, which draws much noise. */
const rowsPerInpainting = 256;

/** What is needed beside the weights. */
export interface DiffusionSetting {
  denoiser: Denoiser;
  samplingSteps: number;
  /** The network reads (x - shift) / scale. */
  shift: number;
  scale: number;
  /** What the training rows have of each column, as the network reads them: [d]. */
  low: Float32Array;
  high: Float32Array;
  logPrior: Float64Array;
}

/**
 * What a trained denoiser can do. `flat` gives its weights, as a tensor that it does not own or one of the enclosing
 * `tf.tidy`.
 */
export function diffusionSampler(
  { denoiser, samplingSteps, shift, scale, low, high, logPrior }: DiffusionSetting,
  flat: () => tf.Tensor1D,
): Sampler & Latent & Inpainter & PathSampler {
  const { columns, classes: classCount, timesteps } = denoiser.plan;
  const times = samplingTimes(timesteps, samplingSteps);
  const read = (x: tf.Tensor2D): tf.Tensor2D => tf.div(tf.sub(x, shift), scale);
  const write = (x: tf.Tensor2D): tf.Tensor2D => tf.add(tf.mul(x, scale), shift);

  const trained = (): Trained => ({
    denoiser,
    weights: split(flat(), denoiser.shapes),
    bounds: { low: tf.tensor1d(low), high: tf.tensor1d(high) },
  });

  function passes(
    x: Matrix,
    classes: Matrix,
    network: (x: tf.Tensor2D, classes: tf.Tensor2D) => tf.Tensor2D,
  ): Promise<Matrix> {
    return inPasses(beside(x, classes), columns, (rows) => {
      const [own, told] = tf.split(rows, [columns, classCount], 1) as [tf.Tensor2D, tf.Tensor2D];
      return network(own, told);
    });
  }

  const noise = (n: number, rng: Rng) => matrix(n, columns, Float64Array.from(normals(rng, n * columns)));
  const decode = (z: Matrix, classes: Matrix) =>
    passes(z, classes, (x, told) => write(denoise(trained(), x, told, times)));

  async function inpaintPass(x: Matrix, rng: Rng, label: number | undefined): Promise<Float32Array> {
    return readTensor(
      tf.tidy(() => {
        const shape: [number, number] = [x.rows, columns];
        const known = tf.tensor2d(
          Float32Array.from(x.data, (value) => Number(!Number.isNaN(value))),
          shape,
        );
        const cells = read(
          tf.tensor2d(
            Float32Array.from(x.data, (value) => (Number.isNaN(value) ? shift : value)),
            shape,
          ),
        );
        const told = rowsTensor(classesOf(x.rows, label), 0, x.rows);
        const normal = () => tf.tensor2d(normals(rng, x.rows * columns), shape);
        return write(repaint(trained(), cells, known, told, times, normal));
      }),
    );
  }

  /** Of each row the same class, or none. */
  function classesOf(n: number, label: number | undefined): Matrix {
    const out = matrix(n, classCount);
    if (label !== undefined) for (let i = 0; i < n; i++) out.data[i * classCount + label] = 1;
    return out;
  }

  return {
    logPrior,
    latentSize: columns,
    decode,
    sample: (n, label, rng) => decode(noise(n, rng), classesOf(n, label)),
    encode(x, labels) {
      const classes = matrix(x.rows, classCount);
      labels.forEach((label, i) => (classes.data[i * classCount + label] = 1));
      return passes(x, classes, (rows, told) => undo(trained(), read(rows), told, times));
    },
    async samplePath(n, label, rng, frames) {
      const classes = classesOf(n, label);
      let x = noise(n, rng);
      const steps = times.length - 1;
      const path = [x];
      for (let frame = 1; frame < frames; frame++) {
        const place = (at: number) => Math.round((at / (frames - 1)) * steps);
        const part = times.slice(place(frame - 1), place(frame) + 1);
        x = await passes(x, classes, (rows, told) => tf.clone(denoise(trained(), rows, told, part)));
        path.push(x);
      }
      return path.map(({ data }) =>
        matrix(
          n,
          columns,
          data.map((value) => value * scale + shift),
        ),
      );
    },
    async inpaint(x, rng, label) {
      const done: Matrix[] = [];
      for (let from = 0; from < x.rows; from += rowsPerInpainting) {
        const part = matrix(
          Math.min(rowsPerInpainting, x.rows - from),
          columns,
          x.data.slice(from * columns, (from + rowsPerInpainting) * columns),
        );
        const filled = await inpaintPass(part, rng, label);
        // what is known is kept to the last digit
        done.push(
          matrix(
            part.rows,
            columns,
            part.data.map((value, i) => (Number.isNaN(value) ? filled[i]! : value)),
          ),
        );
      }
      return stackRows(done);
    },
  };
}

/** Two matrices of as many rows, side by side. */
function beside(a: Matrix, b: Matrix): Matrix {
  const out = matrix(a.rows, a.columns + b.columns);
  for (let i = 0; i < a.rows; i++) {
    out.data.set(a.data.subarray(i * a.columns, (i + 1) * a.columns), i * out.columns);
    out.data.set(b.data.subarray(i * b.columns, (i + 1) * b.columns), i * out.columns + a.columns);
  }
  return out;
}
