import { Problem } from '../../../data/problem';
import type { Options, TrainingData } from '../../model';
import { criteria } from '../../trees/criterion';
import type { GrowthSettings } from '../../trees/grow';
import { classWeights } from './classWeights';

/** How trees grow by the options of a forest. */
export function growthSettings(options: Options, data: TrainingData): GrowthSettings {
  const { columns } = data.x;
  return {
    criterion: criteria[options.criterion as string]!,
    maxDepth: options.max_depth === 'none' ? Infinity : (options.max_depth as number),
    minSamplesSplit: options.min_samples_split as number,
    minSamplesLeaf: options.min_samples_leaf as number,
    maxFeatures:
      featuresPerSplit[String(options.max_features)]?.(columns) ?? featuresOf(options.max_features as number, columns),
    classWeights: classWeights(options, data),
  };
}

const featuresPerSplit: { readonly [word: string]: (columns: number) => number } = {
  sqrt: (columns) => Math.floor(Math.sqrt(columns)),
  log2: (columns) => Math.max(1, Math.floor(Math.log2(columns))),
  none: (columns) => columns,
};

/** Below 1 a share of the columns, rounded down, else a number of them. */
function featuresOf(given: number, columns: number): number {
  if (given < 1) return Math.max(1, Math.floor(given * columns));
  if (Number.isInteger(given)) return given;
  const message = `invalid max_features: ${given}; expected a whole number of columns, or a share of them below 1`;
  throw new Problem('invalid-value', message, ['max_features']);
}

/** Rows drawn for each tree: up to 1 a share of the rows, else a number of them. Throws a `Problem`. */
export function drawsOf(options: Options, rows: number): number {
  const given = options.max_samples as number;
  const at = ['max_samples'];
  if (options.bootstrap !== true && given !== 1)
    throw new Problem('invalid-value', `max_samples: ${given} is for rows drawn at random; set bootstrap: true`, at);
  if (given <= 1) return Math.max(1, Math.round(given * rows));
  if (Number.isInteger(given) && given <= rows) return given;
  const message = `invalid max_samples: ${given}; expected a share of the rows up to 1, or a whole number of them up to the ${rows} training rows`;
  throw new Problem('invalid-value', message, at);
}
