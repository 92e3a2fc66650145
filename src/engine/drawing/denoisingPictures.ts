import type { ImageShape } from '../../data/plan';
import { rowOf } from '../../data/matrix';
import type { Rng } from '../../data/random';
import type { FigureOf } from '../../protocol/figures';
import type { TrainedModel } from '../training/trained';
import { imageGrid, picturesThatFit } from './imageGrid';
import type { PictureBlock } from './imageGrid';

/** Moments of the way, noise and picture among them, and pictures that are followed over all classes. */
const most = { moments: 9, pictures: 20 };

/** The way of pictures from noise to where they end, one below the other by class. `label`: of this class only. */
export async function denoisingPictures(
  model: TrainedModel,
  image: ImageShape,
  rng: Rng,
  label?: number,
): Promise<FigureOf<'image-grid'>> {
  const { classes } = model.facts.target;
  const labels = label === undefined ? [...classes.keys()] : [label];
  const pictures = Math.min(most.pictures, Math.floor(picturesThatFit(image) / most.moments));
  const each = Math.max(1, Math.floor(pictures / labels.length));
  const blocks: PictureBlock[] = [];
  for (const k of labels.slice(0, pictures)) {
    const path = await model.fitted.samplePath!(each, k, rng.fork(k), most.moments);
    blocks.push({
      heading: classes.length > 1 ? classes[k]! : '',
      pictures: Array.from({ length: each }, (_, i) =>
        path.map((moment, at) => ({
          pixels: rowOf(moment, i),
          caption: at === 0 ? 'noise' : at === path.length - 1 ? 'generated' : '',
        })),
      ).flat(),
    });
  }
  return imageGrid(image, blocks, {
    title: `From noise to pictures: ${model.name}`,
    summary: `Pictures that ${model.name} makes, each on its way from noise in ${most.moments - 1} moments to where it ends.`,
    together: most.moments,
  });
}
