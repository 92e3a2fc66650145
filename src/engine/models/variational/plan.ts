import type { Json } from '../../../protocol/cards';
import type { Options, TrainingData } from '../../model';
import { smoothedLogPrior } from '../shared/logPrior';
import { damaged, packExact, readArray, readCodes, readSizes } from '../shared/saved';
import type { SavedState } from '../shared/saved';
import { observedColumns } from './observation';
import type { ObservedColumns } from './observation';
import { mostSamples } from './training';

/** Sizes of an autoencoder. */
export interface Architecture {
  columns: ObservedColumns;
  classes: number;
  /** Hidden variables. */
  latent: number;
  /** Units of the hidden layers of the encoder; the decoder has them the other way round. */
  hidden: readonly number[];
}

/** What a variational autoencoder is besides its weights and notes. */
export interface Plan {
  architecture: Architecture;
  /** [K] */
  logPrior: Float64Array;
  /** Draws of z for the bound of a row. */
  samples: number;
}

/** `autoLatent`: hidden variables where the options leave them to the model. */
export function architectureOf(data: TrainingData, options: Options, autoLatent: number): Architecture {
  return {
    columns: observedColumns(data.columns, data.image !== undefined),
    classes: data.classes,
    latent: options.latent_size === 'auto' ? autoLatent : (options.latent_size as number),
    hidden: options.hidden_layer_sizes as number[],
  };
}

export function planOf(data: TrainingData, options: Options, autoLatent: number): Plan {
  return {
    architecture: architectureOf(data, options, autoLatent),
    logPrior: smoothedLogPrior(data.y, data.classes),
    samples: options.importance_samples as number,
  };
}

export function saveArchitecture({ columns, classes, latent, hidden }: Architecture): SavedState {
  return {
    sizes: [columns.choice.length, latent, classes],
    hidden: [...hidden],
    pixels: columns.pixels,
    choice: packExact(columns.choice, [columns.choice.length]),
  };
}

/** The inverse. Throws a `Problem` on a damaged state. */
export function readArchitecture(state: { readonly [name: string]: Json }): Architecture {
  const sizes = readSizes(state.sizes, 'sizes');
  if (sizes.length !== 3) throw damaged('sizes are missing');
  const [width, latent, classes] = sizes as [number, number, number];
  const { pixels } = state;
  if (typeof pixels !== 'boolean') throw damaged('whether its columns are pixels is missing');
  const choice = readCodes(state.choice, 'choice', [width], -1, width);
  return { columns: { pixels, choice }, classes, latent, hidden: readSizes(state.hidden, 'hidden') };
}

export function savePlan({ architecture, logPrior, samples }: Plan): SavedState {
  return {
    ...saveArchitecture(architecture),
    logPrior: packExact(logPrior, [architecture.classes]),
    samples: [samples],
  };
}

/** The inverse. Throws a `Problem` on a damaged state. */
export function readPlan(state: { readonly [name: string]: Json }): Plan {
  const architecture = readArchitecture(state);
  const [samples] = readSizes(state.samples, 'samples');
  if (samples === undefined || samples > mostSamples) throw damaged(`samples is ${samples}`);
  return { architecture, logPrior: readArray(state.logPrior, 'logPrior', [architecture.classes]), samples };
}
