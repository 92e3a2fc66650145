import * as tf from '@tensorflow/tfjs-core';
import { matrix, stackRows } from '../../../data/matrix';
import type { Matrix } from '../../../data/matrix';
import type { Rng } from '../../../data/random';
import { readTensor, rowsTensor } from '../../math/tensors';
import type { Inpainter, Latent, PathSampler, Sampler } from '../../model';
import { inPasses } from '../classification';
import { split } from '../flat';
import { normals } from '../noise';
import { inUnits, outOfUnits } from '../units';
import type { Units } from '../units';
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
  /** What the network reads. */
  units: Units;
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
  { denoiser, samplingSteps, units, low, high, logPrior }: DiffusionSetting,
  flat: () => tf.Tensor1D,
): Sampler & Latent & Inpainter & PathSampler {
  const { columns, classes: classCount, timesteps } = denoiser.plan;
  const times = samplingTimes(timesteps, samplingSteps);
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
  const decode = async (z: Matrix, classes: Matrix) =>
    outOfUnits(await passes(z, classes, (x, told) => denoise(trained(), x, told, times)), units);

  async function inpaintPass(x: Matrix, rng: Rng, label: number | undefined): Promise<Matrix> {
    const shape: [number, number] = [x.rows, columns];
    const hidden = x.data.map((value) => Number(Number.isNaN(value)));
    const made = await readTensor(
      tf.tidy(() =>
        repaint(
          trained(),
          tf.tensor2d(
            Float32Array.from(x.data, (value, at) => (hidden[at] ? 0 : value)),
            shape,
          ),
          tf.sub(1, tf.tensor2d(Float32Array.from(hidden), shape)),
          rowsTensor(classesOf(x.rows, label), 0, x.rows),
          times,
          () => tf.tensor2d(normals(rng, x.rows * columns), shape),
        ),
      ),
    );
    return matrix(x.rows, columns, Float64Array.from(made));
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
      return passes(inUnits(x, units), classes, (rows, told) => undo(trained(), rows, told, times));
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
      return path.map((rows) => outOfUnits(rows, units));
    },
    async inpaint(x, rng, label) {
      const read = inUnits(x, units);
      const done: Matrix[] = [];
      for (let from = 0; from < x.rows; from += rowsPerInpainting) {
        const rows = Math.min(rowsPerInpainting, x.rows - from);
        const part = matrix(rows, columns, read.data.subarray(from * columns, (from + rows) * columns));
        done.push(await inpaintPass(part, rng, label));
      }
      const made = outOfUnits(stackRows(done), units);
      // what is known is kept to the last digit
      return matrix(
        x.rows,
        columns,
        x.data.map((value, at) => (Number.isNaN(value) ? made.data[at]! : value)),
      );
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
