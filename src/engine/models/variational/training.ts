import type { Parameter } from '../../../protocol/cards';
import type { Options } from '../../model';
import type { LoopOptions } from '../../nn/trainLoop';
import { batchSize, hiddenLayerSizes, learningRateInit, maxIter, schedule } from '../shared/networkParameters';
import type { AutoPlan } from '../shared/networkParameters';

const rowsOfBatch = 128;

/** What `max_iter: auto` plans for so many steps. */
function autoPlan(steps: number): AutoPlan {
  return { steps, least: 20, most: 2000, batch: rowsOfBatch };
}

/** Share of the training, its last one, in which the learning rate falls to zero. */
const falling = 0.5;
/** Draws of z at most for the bound of a row. */
export const mostSamples = 10_000;

/** Options that all autoencoders share. `steps`: of the optimiser, where nothing is said. */
export function autoencoderParameters(steps: number): Parameter[] {
  return [
    hiddenLayerSizes(
      [128, 128],
      'Units of each hidden layer of the encoder; the decoder has them the other way round.',
    ),
    {
      ...learningRateInit(2e-3),
      doc: 'Step size of Adam, which falls to zero over the second half of the training. If the loss diverges, a tenth of it is tried from the last good weights.',
    },
    batchSize(rowsOfBatch),
    { ...maxIter(autoPlan(steps)), doc: 'Epochs: passes over the training rows.' },
  ];
}

export const importanceSamples: Parameter = {
  name: 'importance_samples',
  type: 'integer',
  min: 1,
  max: mostSamples,
  default: 64,
  doc: 'Hidden points that are drawn for each row to bound its log density; more make the bound tighter.',
  formula: 'log p(x | y) >= E log 1/S sum_s p(x, z_s | y) / q(z_s | x, y)',
};

export function classificationWeight(doc: string, formula: string): Parameter {
  return { name: 'alpha', type: 'number', min: 0, default: 1, doc, formula };
}

export function latentSize(words: string): Parameter {
  return {
    name: 'latent_size',
    type: 'integer',
    min: 1,
    max: 512,
    default: 'auto',
    words: [{ value: 'auto', doc: words }],
    doc: 'Hidden variables of a row.',
  };
}

/** As long as planned: a loss that is estimated by chance says little of when to stop. */
export function longSchedule(rows: number, options: Options, steps: number): LoopOptions {
  return {
    ...schedule(rows, options, autoPlan(steps)),
    tolerance: 0,
    patience: Infinity,
    rateFactor: (share) => Math.min(1, (1 - share) / falling),
  };
}
