import type { Catalogue, ModelCard } from '../../protocol/cards';

/** What a choice of the target needs to know of a column. */
export interface ColumnTraits {
  name: string;
  kind: 'numeric' | 'categorical' | 'text';
  /** Different values of a categorical column. */
  levels?: readonly string[];
}

/** More classes than these are rarely what somebody wants to tell apart. */
const fewLevels = 20;

/** The last categorical column with few levels: by custom the label stands at the end. */
export function guessTarget(columns: readonly ColumnTraits[]): string | undefined {
  return columns.findLast(
    ({ kind, levels = [] }) => kind === 'categorical' && levels.length >= 2 && levels.length <= fewLevels,
  )?.name;
}

/** One model of each kind to begin with: the first that learns P(y | x), and the first that has a density to show. */
export function firstModels({ models }: Catalogue): ModelCard[] {
  const discriminative = models.find(({ family }) => family === 'discriminative');
  const generative = models.find(
    ({ family, capabilities }) => family === 'generative' && capabilities.includes('Density'),
  );
  return [discriminative, generative].filter((card) => card !== undefined);
}
