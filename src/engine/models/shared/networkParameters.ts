import type { Json, Parameter } from '../../../protocol/cards';
import type { Options } from '../../model';
import type { LoopOptions } from '../../nn/trainLoop';

/** Options that networks share, under scikit-learn's names, and what they make of the training loop. */

export function hiddenLayerSizes(byDefault: number[], doc = 'Units of each hidden layer.'): Parameter {
  return {
    name: 'hidden_layer_sizes',
    aliases: ['hidden'],
    type: 'list',
    of: { name: 'size', type: 'integer', min: 1, max: 2048, doc: 'Units of one hidden layer.' },
    minItems: 1,
    maxItems: 8,
    default: byDefault,
    doc,
  };
}

export function learningRateInit(byDefault: number): Parameter {
  return {
    name: 'learning_rate_init',
    aliases: ['learning_rate'],
    type: 'number',
    min: 0,
    above: true,
    default: byDefault,
    doc: 'Step size of Adam. If the loss diverges, a tenth of it is tried from the last good weights.',
  };
}

/** `rows`: of a batch, where nothing is said; `auto`: more on that. */
export function batchSize(rows: number, auto = ''): Parameter {
  return {
    name: 'batch_size',
    type: 'integer',
    min: 1,
    max: 65_536,
    default: 'auto',
    words: [{ value: 'auto', doc: `min(${rows}, number of rows)${auto}` }],
    doc: 'Rows in each step, at most: the rows are divided evenly over the steps of an epoch.',
  };
}

/** Optimiser steps that `max_iter: auto` plans for, its bounds in epochs, and the rows of a batch that it counts with. */
export interface AutoPlan {
  steps: number;
  least: number;
  most: number;
  batch: number;
}

export function maxIter({ steps, least, most }: AutoPlan): Parameter {
  const number = (value: number) => value.toLocaleString('en');
  return {
    name: 'max_iter',
    aliases: ['epochs'],
    type: 'integer',
    min: 1,
    max: 100_000,
    default: 'auto',
    words: [
      {
        value: 'auto',
        doc: `enough for ${number(steps)} steps, at least ${number(least)} and at most ${number(most)}`,
      },
    ],
    doc: 'Epochs: passes over the training rows. Training ends sooner when the loss no longer falls.',
  };
}

/** When training ends before `max_iter`. `early`: whether rows are kept aside where nothing is said. */
export function stopping(patience: number, early: true | 'auto'): Parameter[] {
  return [
    {
      name: 'tol',
      type: 'number',
      min: 0,
      default: 1e-4,
      doc: 'An improvement of the loss by less than this per epoch does not count.',
    },
    {
      name: 'n_iter_no_change',
      type: 'integer',
      min: 1,
      max: 100_000,
      default: patience,
      doc: 'Training ends after this many epochs without an improvement that counts.',
    },
    {
      name: 'early_stopping',
      type: 'boolean',
      default: early as Json,
      words: [{ value: 'auto', doc: 'if the split has validation rows' }],
      doc: 'Keep the weights with the lowest loss on validation rows: those of the split, else a tenth of the training rows.',
    },
  ];
}

/** Share of the training rows that `early_stopping: true` keeps aside, as in scikit-learn. */
export const validationShare = 0.1;

export const validationFraction: Parameter = {
  name: 'validation_fraction',
  type: 'number',
  min: 0.01,
  max: 0.9,
  default: validationShare,
  doc: 'Share of the training rows that `early_stopping: true` keeps aside where the split has no validation rows.',
};

/** Epochs of `max_iter: auto`. */
export function plannedEpochs(rows: number, batch: number, { steps, least, most }: AutoPlan): number {
  return Math.min(most, Math.max(least, Math.ceil(steps / Math.ceil(rows / batch))));
}

/** What the options say of the training loop, for so many training rows. */
export function schedule(rows: number, options: Options, plan: AutoPlan): LoopOptions {
  const batch = Math.min(options.batch_size === 'auto' ? plan.batch : (options.batch_size as number), rows);
  return {
    batchSize: batch,
    epochs: options.max_iter === 'auto' ? plannedEpochs(rows, batch, plan) : (options.max_iter as number),
    learningRate: options.learning_rate_init as number,
    tolerance: options.tol as number,
    patience: options.n_iter_no_change as number,
  };
}

/** Epochs where training takes all of them: of losses that are noise for the most part, that they do not fall says nothing. */
export function allEpochs(plan: AutoPlan): Parameter {
  return { ...maxIter(plan), doc: 'Epochs: passes over the training rows.' };
}

/** The training loop that goes with `allEpochs`; `average`: decay of the moving average of the weights that is kept. */
export function wholeSchedule(
  rows: number,
  options: Options,
  plan: AutoPlan,
  average: number,
): LoopOptions & { average: number } {
  return { ...schedule(rows, options, plan), tolerance: 0, patience: Infinity, average };
}
