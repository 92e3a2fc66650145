import * as tf from '@tensorflow/tfjs-core';
import type { Matrix } from '../../data/matrix';
import { oneHotRows, rowsTensor } from '../math/tensors';
import type { Fitted, ModelSpec, Options } from '../model';
import { Denoiser } from '../nn/diffusion/denoiser';
import { diffusionSampler } from '../nn/diffusion/fittedDiffusion';
import type { DiffusionSetting } from '../nn/diffusion/fittedDiffusion';
import { denoisingLoss, Times } from '../nn/diffusion/training';
import { flatSize } from '../nn/flat';
import { initialWeights } from '../nn/network';
import { Noise } from '../nn/noise';
import { train } from '../nn/trainLoop';
import { inUnits, unitsOf } from '../nn/units';
import { relay } from '../relay';
import { smoothedLogPrior } from './shared/logPrior';
import { allEpochs, batchSize, hiddenLayerSizes, learningRateInit, wholeSchedule } from './shared/networkParameters';
import type { AutoPlan } from './shared/networkParameters';
import { countRows, emptyClassNotes } from './shared/priors';
import { damaged, packExact, readArray, readNotes, readSizes } from './shared/saved';
import { packUnits, readUnits } from './shared/savedUnits';

const autoPlan: AutoPlan = { steps: 4000, least: 20, most: 4000, batch: 256 };
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
    formula: 'x_t = sqrt(alpha_bar_t) x_0 + sqrt(1 - alpha_bar_t) e; minimise E |v - v(x_t, t, y)|^2',
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
        ...hiddenLayerSizes([]),
        default: 'auto',
        words: [{ value: 'auto', doc: 'three layers of 128 units, of up to 512 where rows have more columns' }],
        doc: 'Units of each hidden layer; a layer as wide as the one before adds to it.',
      },
      learningRateInit(1e-3),
      batchSize(autoPlan.batch),
      allEpochs(autoPlan),
    ],
  },
  inpaints: true,
  async *fit(data, options, { rng, signal }) {
    const { y, classes, classNames } = data;
    const units = unitsOf(data);
    const x = inUnits(data.x, units);
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
      units,
      ...boundsOf(x),
      logPrior: smoothedLogPrior(data.y, classes),
    };
    const plan = wholeSchedule(x.rows, options, autoPlan, averageDecay);
    const tensors = trainingTensors(x, y, classes);
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
    const count = flatSize(denoiser.shapes);
    return fittedDiffusion(
      {
        denoiser,
        samplingSteps,
        units: readUnits(state.units),
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

/** What the rows have of each column, least and most: [d] each. */
function boundsOf({ columns, data }: Matrix): Pick<DiffusionSetting, 'low' | 'high'> {
  const low = new Float32Array(columns).fill(Infinity);
  const high = new Float32Array(columns).fill(-Infinity);
  data.forEach((value, at) => {
    const j = at % columns;
    low[j] = Math.min(low[j]!, value);
    high[j] = Math.max(high[j]!, value);
  });
  return { low, high };
}

/** The rows and their classes, and a row of zeros. */
function trainingTensors(x: Matrix, y: Int32Array, classes: number): tf.Tensor[] {
  const labels = Int32Array.from({ length: x.rows + 1 }, (_, i) => y[i] ?? -1);
  return [rowsTensor(x, 0, x.rows + 1), tf.tidy(() => oneHotRows(tf.tensor1d(labels, 'int32'), classes))];
}

/** Weights stay in the memory of the CPU, from where each pass takes them: nothing is lost with a GPU. */
function fittedDiffusion(setting: DiffusionSetting, weights: Float32Array, notes: string[]): Fitted {
  const { denoiser, samplingSteps, units, low, high, logPrior } = setting;
  const { columns, classes, hidden, timesteps } = denoiser.plan;
  return {
    ...diffusionSampler(setting, () => tf.tensor1d(weights)),
    parameters: weights.length,
    notes,
    save: () => ({
      sizes: [columns, classes, timesteps, samplingSteps],
      hidden: [...hidden],
      units: packUnits(units),
      low: packExact(low, [columns]),
      high: packExact(high, [columns]),
      logPrior: packExact(logPrior, [classes]),
      weights: packExact(weights, [weights.length]),
      notes,
    }),
    dispose() {},
  };
}
