import type { Catalogue, ModelCard } from '../../protocol/cards';

/** What a choice of the target needs to know of a column. */
export interface ColumnTraits {
  name: string;
  kind: 'numeric' | 'categorical' | 'text';
  /** Different values; absent where they are many. */
  levels?: readonly string[];
}

export interface Guess {
  name: string;
  /** Completes the sentence "The target is a guess: ...". */
  because: string;
}

/** More classes than these are rarely what somebody wants to tell apart. */
const fewLevels = 20;
/** Numbers that are few enough to be codes of classes. */
const fewNumbers = 10;

const telling = /^(target|class|classes|label|labels|species|category|outcome|diagnosis|y)$/i;

/** By its name; else the last column of words with few different ones, as the label by custom stands at the end; else of numbers. */
export function guessTarget(columns: readonly ColumnTraits[]): Guess | undefined {
  const possible = columns.filter(({ levels = [] }) => levels.length >= 2 && levels.length <= fewLevels);
  const named = possible.find(({ name }) => telling.test(name));
  if (named) return { name: named.name, because: 'its name says so' };
  const words = possible.findLast(({ kind }) => kind === 'categorical');
  if (words) return { name: words.name, because: 'it is the last column with only a few different words' };
  const numbers = possible.findLast(({ kind, levels = [] }) => kind === 'numeric' && levels.length <= fewNumbers);
  return numbers && { name: numbers.name, because: 'it is the last column with only a few different numbers' };
}

/** One model of each kind to begin with: the first that learns P(y | x), and the first that has a density to show. */
export function firstModels({ models }: Catalogue): ModelCard[] {
  const discriminative = models.find(({ family }) => family === 'discriminative');
  const generative = models.find(
    ({ family, capabilities }) => family === 'generative' && capabilities.includes('Density'),
  );
  return [discriminative, generative].filter((card) => card !== undefined);
}
