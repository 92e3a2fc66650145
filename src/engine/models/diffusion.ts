import * as tf from '@tensorflow/tfjs-core';
import { matrix } from '../../data/matrix';
import type { Matrix } from '../../data/matrix';
import { oneHotRows, rowsTensor } from '../math/tensors';
import type { Fitted, ModelSpec, Options, TrainingData } from '../model';
import { Denoiser } from '../nn/diffusion/denoiser';
import { diffusionSampler } from '../nn/diffusion/fittedDiffusion';
import type { DiffusionSetting } from '../nn/diffusion/fittedDiffusion';
import { denoisingLoss, Times } from '../nn/diffusion/training';
import { flatSize } from '../nn/flat';
import { initialWeights } from '../nn/network';
import { Noise } from '../nn/noise';
import { train } from '../nn/trainLoop';
import { relay } from '../relay';
import { countRows, emptyClassNotes, logShares } from './shared/priors';
import { damaged, packExact, readArray, readNotes, readSizes } from './shared/saved';

/** Optimiser steps that `max_iter: auto` plans for, and its bounds in epochs. */
const autoSteps = 4000;
const autoEpochs = { least: 20, most: 4000 };
/** Decay of the moving average of the weights. */
const averageDecay = 0.999;
/** Width of the hidden layers by `auto`: that of the input and more, within bounds. */
const autoWidth = { least: 128, most: 512 };

export const diffusion: ModelSpec = {
  card: {
    id: 'diffusion',
    title: 'Denoising diffusion',
    aliases: ['ddpm'],
    family: 'generative',
    learns: 'P(x | y)',
    capabilities: ['Sampler', 'Latent'],
    summary:
      'Learns to take noise away: rows are noised step by step until nothing of them is left, and a network learns to go back. From pure noise it then makes new rows.',
    formula: 'x_t = sqrt(alpha_bar_t) x_0 + sqrt(1 - alpha_bar_t) e;  minimise E |v - v(x_t, t, y)|^2',
    references: [
      { authors: 'Ho, Jain, Abbeel', year: 2020, title: 'Denoising diffusion probabilistic models' },
      { authors: 'Song, Meng, Ermon', year: 2021, title: 'Denoising diffusion implicit models' },
      { authors: 'Nichol, Dhariwal', year: 2021, title: 'Improved denoising diffusion probabilistic models' },
      { authors: 'Salimans, Ho', year: 2022, title: 'Progressive distillation for fast sampling of diffusion models' },
      {
        authors: 'Lugmayr, Danelljan, Romero, Yu, Timofte, Van Gool',
        year: 2022,
        title: 'RePaint: inpainting using denoising diffusion probabilistic models',
      },
    ],
    parameters: [
      {
        name: 'timesteps',
        type: 'integer',
        min: 2,
        max: 10_000,
        default: 1000,
        doc: 'Steps from data to noise, by the cosine schedule.',
      },
      {
        name: 'sampling_steps',
        type: 'integer',
        min: 1,
        max: 1000,
        default: 50,
        doc: 'Steps from noise to data when rows are made; more are slower and more exact. No more than timesteps are taken.',
      },
      {
        name: 'hidden_layer_sizes',
        aliases: ['hidden'],
        type: 'list',
        of: { name: 'size', type: 'integer', min: 1, max: 2048, doc: 'Units of one hidden layer.' },
        minItems: 1,
        maxItems: 16,
        default: 'auto',
        words: [{ value: 'auto', doc: 'three layers of 128 units, of up to 512 where rows have more columns' }],
        doc: 'Units of each hidden layer; a layer as wide as the one before adds to it.',
      },
      {
        name: 'learning_rate_init',
        aliases: ['learning_rate'],
        type: 'number',
        min: 0,
        above: true,
        default: 1e-3,
        doc: 'Step size of Adam. If the loss diverges, a tenth of it is tried from the last good weights.',
      },
      {
        name: 'batch_size',
        type: 'integer',
        min: 1,
        max: 65_536,
        default: 'auto',
        words: [{ value: 'auto', doc: 'min(256, number of rows)' }],
        doc: 'Rows in each step, at most: the rows are divided evenly over the steps of an epoch.',
      },
      {
        name: 'max_iter',
        aliases: ['epochs'],
        type: 'integer',
        min: 1,
        max: 100_000,
        default: 'auto',
        words: [{ value: 'auto', doc: 'enough for 4,000 steps, at least 20 and at most 4,000' }],
        doc: 'Epochs: passes over the training rows.',
      },
    ],
  },
  inpaints: true,
  async *fit(data, options, { rng, signal }) {
    const { x, y, classes, classNames } = data;
    const denoiser = new Denoiser({
      columns: x.columns,
      classes,
      hidden: hiddenSizes(options, x.columns),
      timesteps: options.timesteps as number,
    });
    const counts = countRows(y, classes);
    const setting: DiffusionSetting = {
      denoiser,
      samplingSteps: options.sampling_steps as number,
      ...unitsOf(data),
      logPrior: logShares(counts),
    };
    const plan = schedule(x.rows, options);
    const tensors = trainingTensors(data, setting);
    const times = new Times(denoiser, plan.batchSize, rng.fork('times'));
    const noise = new Noise(rng.fork('noise'));
    try {
      const steps = train(
        {
          shapes: denoiser.shapes,
          initial: initialWeights(denoiser.network, rng.fork('weights')),
          rows: x.rows,
          data: tensors,
          loss: denoisingLoss(denoiser, times, noise),
        },
        plan,
        { rng: rng.fork('order'), signal },
      );
      const trained = yield* relay(steps, ({ weights, ...progress }) => ({
        ...progress,
        current: diffusionSampler(setting, () => weights),
      }));
      return fittedDiffusion(setting, trained.weights, [...emptyClassNotes(counts, classNames), ...trained.notes]);
    } finally {
      times.dispose();
      noise.dispose();
      tf.dispose(tensors);
    }
  },
  restore(state) {
    const [columns, classes, timesteps, samplingSteps] = readSizes(state.sizes, 'sizes');
    if (!columns || !classes || !timesteps || !samplingSteps) throw damaged('its sizes are missing');
    const hidden = readSizes(state.hidden, 'hidden layers');
    if (hidden.length === 0) throw damaged('its hidden layers are missing');
    const denoiser = new Denoiser({ columns, classes, hidden, timesteps });
    const row = (name: string) => Float32Array.from(readArray(state[name], name, [columns]));
    const [shift, scale] = readArray(state.units, 'units', [2]);
    const count = flatSize(denoiser.shapes);
    return fittedDiffusion(
      {
        denoiser,
        samplingSteps,
        shift: shift!,
        scale: scale!,
        low: row('low'),
        high: row('high'),
        logPrior: readArray(state.logPrior, 'logPrior', [classes]),
      },
      Float32Array.from(readArray(state.weights, 'weights', [count])),
      readNotes(state.notes),
    );
  },
};

function hiddenSizes(options: Options, columns: number): number[] {
  if (options.hidden_layer_sizes !== 'auto') return options.hidden_layer_sizes as number[];
  const { least, most } = autoWidth;
  return new Array<number>(3).fill(Math.min(most, Math.max(least, 64 * Math.ceil(columns / 64))));
}

function schedule(rows: number, options: Options) {
  const batchSize = Math.min(options.batch_size === 'auto' ? 256 : (options.batch_size as number), rows);
  const { least, most } = autoEpochs;
  const auto = Math.min(most, Math.max(least, Math.ceil(autoSteps / Math.ceil(rows / batchSize))));
  return {
    batchSize,
    epochs: options.max_iter === 'auto' ? auto : (options.max_iter as number),
    learningRate: options.learning_rate_init as number,
    // the loss is noise for the most part: that it does not fall says nothing
    tolerance: 0,
    patience: Infinity,
    average: averageDecay,
  };
}

/** Columns of tables are standardised already; pixels, which are 0 to 1, get mean 0 and standard deviation 1 over all of them. */
function unitsOf({ x, image }: TrainingData): Pick<DiffusionSetting, 'shift' | 'scale' | 'low' | 'high'> {
  const shift = image ? mean(x.data) : 0;
  const spread = image ? Math.sqrt(mean(x.data.map((value) => (value - shift) ** 2))) : 1;
  const scale = spread > 0 ? spread : 1;
  const low = new Float32Array(x.columns).fill(Infinity);
  const high = new Float32Array(x.columns).fill(-Infinity);
  x.data.forEach((value, at) => {
    const j = at % x.columns;
    low[j] = Math.min(low[j]!, (value - shift) / scale);
    high[j] = Math.max(high[j]!, (value - shift) / scale);
  });
  return { shift, scale, low, high };
}

/** The rows as the network reads them and their classes, and a row of zeros. */
function trainingTensors({ x, y, classes }: TrainingData, { shift, scale }: DiffusionSetting): tf.Tensor[] {
  const read: Matrix = matrix(
    x.rows,
    x.columns,
    x.data.map((value) => (value - shift) / scale),
  );
  const labels = Int32Array.from({ length: x.rows + 1 }, (_, i) => y[i] ?? -1);
  return [rowsTensor(read, 0, x.rows + 1), tf.tidy(() => oneHotRows(tf.tensor1d(labels, 'int32'), classes))];
}

function mean(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** Weights stay in the memory of the CPU, from where each pass takes them: nothing is lost with a GPU. */
function fittedDiffusion(setting: DiffusionSetting, weights: Float32Array, notes: string[]): Fitted {
  const { denoiser, samplingSteps, shift, scale, low, high, logPrior } = setting;
  const { columns, classes, hidden, timesteps } = denoiser.plan;
  return {
    ...diffusionSampler(setting, () => tf.tensor1d(weights)),
    parameters: weights.length,
    notes,
    save: () => ({
      sizes: [columns, classes, timesteps, samplingSteps],
      hidden: [...hidden],
      units: packExact(Float64Array.of(shift, scale), [2]),
      low: packExact(low, [columns]),
      high: packExact(high, [columns]),
      logPrior: packExact(logPrior, [classes]),
      weights: packExact(weights, [weights.length]),
      notes,
    }),
    dispose() {},
  };
}
