import type { Capability } from './cards';

/** A capability in words: a heading of a table, and what it means. */
export interface CapabilityWord {
  capability: Capability;
  title: string;
  doc: string;
}

const words: { readonly [C in Capability]: Omit<CapabilityWord, 'capability'> } = {
  Classifier: { title: 'classifies', doc: 'Gives the probability of each class: P(y | x).' },
  Density: { title: 'density', doc: 'Says how usual a row is: log p(x, y), exactly.' },
  BoundedDensity: { title: 'density, bounded', doc: 'Says at least how usual a row is.' },
  UnnormalisedDensity: { title: 'energy', doc: 'Says which of two rows is more usual, but not how usual.' },
  Sampler: { title: 'new rows', doc: 'Draws new rows of a class.' },
  Marginal: { title: 'gaps', doc: 'Answers about rows with empty cells, by summing the missing features out.' },
  Conditional: { title: 'fills in', doc: 'Knows how missing features are distributed, given the others.' },
  Latent: { title: 'latent space', doc: 'Has a space of hidden variables, from which rows are made.' },
  Partial: { title: 'unlabelled rows', doc: 'Learns also from rows that have no class.' },
  Attention: { title: 'attention', doc: 'Shows which parts of a row it looked at.' },
};

/** What any table of capabilities has a column for: the differences between P(y | x) and P(x, y). */
const always: readonly Capability[] = ['Classifier', 'Density', 'Sampler', 'Marginal', 'Conditional', 'Partial'];

/** The columns of a table of what models can do, one for each capability that matters among them. */
export function capabilityColumns(models: readonly { capabilities: readonly Capability[] }[]): CapabilityWord[] {
  return (Object.keys(words) as Capability[])
    .filter((one) => always.includes(one) || models.some(({ capabilities }) => capabilities.includes(one)))
    .map((capability) => ({ capability, ...words[capability] }));
}
