import type { Capability, ModelCard, Prediction, TaskCard } from './cards';

/** What a model without a capability cannot do: the end of the sentence. */
const lacking: { readonly [C in Capability]: string } = {
  Classifier: 'it gives no class probabilities',
  Density: 'it has no density',
  BoundedDensity: 'it has no bound on a density',
  UnnormalisedDensity: 'it has no energy',
  Sampler: 'it has no density to sample from',
  Marginal: 'it cannot sum out features that are missing',
  Conditional: 'it cannot complete a row from a part of it',
  Latent: 'it has no latent space',
  Partial: 'it cannot learn from rows without a label',
  Attention: 'it has no attention to show',
};

/**
 * Why a model cannot do what is asked, in words that teach the difference: "logistic-regression learns P(y | x) only: it
 * has no density to sample from. Models that can: ...".
 *
 * @param needs any one of these would do; the first is the one that is told
 * @param models searched for those that could be asked instead
 */
export function capabilitySentence(
  card: ModelCard,
  needs: readonly [Capability, ...Capability[]],
  models: readonly ModelCard[],
): string {
  const only = card.family === 'discriminative' ? ' only' : '';
  const able = models
    .filter((model) => needs.some((need) => model.capabilities.includes(need)))
    .map((model) => model.id);
  const hint = able.length === 0 ? '' : `. Models that can: ${able.join(', ')}`;
  return `${card.id} learns ${card.learns}${only}: ${lacking[needs[0]]}${hint}`;
}

/** Whether a model predicts what the models of the verb predict: classes, or ratings. */
export function suits(card: ModelCard, { predicts = 'classes' }: TaskCard): boolean {
  return predicts === 'any' || predicts === (card.predicts ?? 'classes');
}

const predicting: { readonly [P in Prediction]: string } = {
  classes: 'which class a row belongs to',
  ratings: 'how a user would rate an item',
};

/**
 * Why a model of classes is no model for a verb about ratings, and the other way round: "logistic-regression predicts which
 * class a row belongs to, not how a user would rate an item: recommend needs matrix-factorization".
 */
export function predictionSentence(
  card: ModelCard,
  task: TaskCard,
  tasks: readonly TaskCard[],
  models: readonly ModelCard[],
): string {
  const own = card.predicts ?? 'classes';
  const other = own === 'classes' ? 'ratings' : 'classes';
  const start = `${card.id} predicts ${predicting[own]}, not ${predicting[other]}`;
  // the rarer kind is the one to name: of the other there are many
  if (own === 'ratings') {
    const verbs = tasks.filter(({ predicts }) => predicts === own).map(({ id }) => id);
    return `${start}: it is for ${verbs.join(', ')}`;
  }
  const able = models.filter((model) => model.predicts === other).map(({ id }) => id);
  return `${start}: ${task.id} needs ${able.join(' or ')}`;
}
