import type { Capability, ModelCard, TaskCard } from './cards';

/** What a model without the capability has not got. */
const lacking: Record<Capability, string> = {
  Classifier: 'no class probabilities P(y | x)',
  Density: 'no density P(x)',
  BoundedDensity: 'no bound on the density P(x)',
  UnnormalisedDensity: 'no score of how likely a row is',
  Sampler: 'no distribution of rows to sample from',
  Marginal: 'no density of some features without the others',
  Conditional: 'no distribution of missing features given the others',
  Latent: 'no latent space',
  Partial: 'no use for rows without a class',
  Attention: 'no attention weights',
};

/**
 * Why a model cannot do what a verb asks, in one sentence that teaches the difference; `models` are searched for those
 * that can.
 */
export function capabilitySentence(card: ModelCard, task: TaskCard, models: readonly ModelCard[] = []): string {
  const only = card.family === 'discriminative' ? ' only' : '';
  const wants = task.needs.map((need) => lacking[need]).join(' and ');
  const able = models.filter((model) => task.needs.some((need) => model.capabilities.includes(need))).map((model) => model.id);
  const hint = able.length === 0 ? '' : `; for \`${task.id}\` take one of: ${able.join(', ')}`;
  return `${card.id} learns ${card.learns}${only}: it has ${wants}${hint}`;
}
