import type { Matrix } from '../../data/matrix';
import type { Capability, ModelCard } from '../../protocol/cards';
import type { TrainedModel } from '../training/trained';

/** What rows are ranked by: numbers that are higher the more usual a model finds a row. */
export interface Measure {
  needs: Capability;
  /** On axes and in sentences. */
  words: string;
  /** Whether it is log p(x) itself, which compares among models. */
  exact: boolean;
  /** Column of tables and files. */
  column: string;
  /** What a reader should know, of a model so named. */
  note?(name: string): string;
  /** x: [n, d], encoded -> [n], in nats. */
  of(model: TrainedModel, x: Matrix): Promise<Float64Array>;
}

/** The best first. A constant that nobody knows changes neither the order of rows nor what a feature adds. */
const measures: readonly Measure[] = [
  {
    needs: 'Density',
    words: 'log p(x)',
    exact: true,
    column: 'logDensity',
    of: (model, x) => model.logDensity(x),
  },
  {
    needs: 'UnnormalisedDensity',
    words: 'log p(x) + constant',
    exact: false,
    column: 'score',
    note: (name) =>
      `${name} knows log p(x) up to a constant: its score ranks rows, and does not compare with that of another model.`,
    of: (model, x) => model.logUnnormalised(x),
  },
];

/** A model needs one of these to rank rows. */
export const rankingNeeds = measures.map(({ needs }) => needs);

/** How a model ranks rows, of those that have one of {@link rankingNeeds}. */
export function measureOf({ id, capabilities }: ModelCard): Measure {
  const found = measures.find(({ needs }) => capabilities.includes(needs));
  if (!found) throw new Error(`${id} cannot rank rows`);
  return found;
}
