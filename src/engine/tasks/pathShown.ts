import type { Choice } from '../../protocol/cards';
import type { Dataset } from '../../data/dataset';
import type { Rng } from '../../data/random';
import type { Figure } from '../../protocol/figures';
import { denoisingFigure } from '../drawing/denoising';
import { denoisingPictures } from '../drawing/denoisingPictures';
import type { Axes } from '../drawing/plane';
import type { TrainedModel } from '../training/trained';

/** What verbs that draw rows can show of how they come about. */
export const pathShown: Choice = {
  value: 'path',
  doc: 'How rows come about, step by step, from noise: for models that make them so.',
};

/** Why nothing of that is shown of some models. */
export function noPathNotes(models: readonly TrainedModel[]): string[] {
  return models
    .filter(({ fitted }) => !fitted.samplePath)
    .map(({ name }) => `${name} does not make rows step by step from noise: no path is shown.`);
}

/** The way from noise of what models make step by step; over the axes, or as pictures. `label`: of this class only. */
export async function pathFigures(
  models: readonly TrainedModel[],
  dataset: Dataset,
  axes: Axes | undefined,
  rng: Rng,
  label?: number,
): Promise<Figure[]> {
  const able = models.filter(({ fitted }) => fitted.samplePath);
  if (able.length === 0) return [];
  const { image } = dataset;
  if (!image) return axes ? [await denoisingFigure(able, dataset, axes, rng, label)] : [];
  const figures: Figure[] = [];
  for (const model of able) figures.push(await denoisingPictures(model, image, rng.fork(model.name), label));
  return figures;
}
