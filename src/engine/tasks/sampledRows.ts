import type { Figure } from '../../protocol/figures';
import type { Axes } from '../drawing/plane';
import type { TaskContext } from '../task';
import type { TrainedModel } from '../training/trained';
import { generate, requestedRows, samplesFigure } from './drawRows';
import type { Generated } from './drawRows';
import { drawPictures, sampledImages } from './sampledImages';

/** Rows that the models make over real ones in a plane, or pictures as they are. */
export async function sampleFigures(
  samplers: readonly TrainedModel[],
  { dataset, rng }: TaskContext,
  axes: Axes | undefined,
): Promise<Figure[]> {
  const { image } = dataset;
  if (!image && !axes) return [];
  const generated: Generated[] = [];
  for (const model of samplers) {
    const own = rng.fork(model.name);
    generated.push(await (image ? drawPictures(model, own) : generate(model, requestedRows({}, model, dataset), own)));
  }
  if (image) return sampledImages(generated, dataset, image, rng.fork('nearest'));
  return axes ? [samplesFigure(generated, dataset, axes)] : [];
}
