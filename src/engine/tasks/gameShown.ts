import type { Dataset } from '../../data/dataset';
import type { Choice } from '../../protocol/cards';
import type { FigureOf } from '../../protocol/figures';
import { adversarialFigure, fullDetail } from '../drawing/adversarial';
import type { NamedAdversaries } from '../drawing/adversarial';
import type { Axes } from '../drawing/plane';
import type { TrainedModel } from '../training/trained';

/** What `train` shows of two networks that played against each other. */
export const gameShown: Choice = {
  value: 'adversarial',
  doc: 'Of two features: where the discriminator of a GAN takes rows for real, and the grid that its generator makes of its noise.',
};

/** Only where two numeric features are all that there is: a map that holds others fixed would not be that of the game. */
export async function gameFigures(
  models: readonly TrainedModel[],
  dataset: Dataset,
  axes: Axes | undefined,
): Promise<FigureOf<'adversarial'>[]> {
  if (!axes || dataset.features.length !== 2) return [];
  const able = models.flatMap(({ name, fitted, facts, logPrior }): NamedAdversaries[] =>
    fitted.adversaries && facts.encoding.features.length === 2
      ? [{ name, adversaries: fitted.adversaries, encoding: facts.encoding, logPrior }]
      : [],
  );
  return able.length === 0 ? [] : [await adversarialFigure(able, dataset, axes, fullDetail)];
}

/** Why nothing of that is shown. */
export function noGameNotes(models: readonly TrainedModel[], { features }: Dataset, axes: Axes | undefined): string[] {
  const able = models.filter(({ fitted }) => fitted.adversaries);
  const without = models
    .filter((model) => !able.includes(model))
    .map(({ name }) => `${name} has no discriminator and generator to show.`);
  return able.length === 0 || (axes && features.length === 2)
    ? without
    : [...without, 'Discriminator and generator are shown where the data have two numeric features and no others.'];
}
