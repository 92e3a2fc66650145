import { Problem } from '../data/problem';
import type { CellPath } from '../data/problem';
import { listed } from '../data/words';
import type { Capability, ModelCard } from '../protocol/cards';
import { models } from './models/index';

/** What a model without the capability is told: the end of the sentence "it ...". */
const lacking: { [C in Capability]: string } = {
  Classifier: 'gives no class probabilities',
  Density: 'has no density',
  BoundedDensity: 'has no bound on a density',
  UnnormalisedDensity: 'has no energy',
  Sampler: 'has no density to sample from',
  Marginal: 'cannot sum out features that are missing',
  Conditional: 'cannot complete a row from a part of it',
  Latent: 'has no latent space',
  Partial: 'cannot learn from rows without a label',
  Attention: 'has no attention to show',
};

/** "logistic-regression learns P(y | x) only: it has no density to sample from". */
export function lacks(card: ModelCard, capability: Capability): string {
  const only = card.family === 'discriminative' ? ' only' : '';
  return `${card.id} learns ${card.learns}${only}: it ${lacking[capability]}`;
}

/** Throws the sentence as a `Problem`, with the models that could be asked instead, for a model without the capability. */
export function requireCapability(card: ModelCard, capability: Capability, at: CellPath): void {
  if (card.capabilities.includes(capability)) return;
  const able = models.filter((model) => model.card.capabilities.includes(capability)).map((model) => model.card.id);
  throw new Problem('no-capability', `${lacks(card, capability)}${able.length > 0 ? `. Models that can be asked: ${listed(able)}` : ''}`, at);
}
