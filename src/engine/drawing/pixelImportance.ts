import type { Dataset } from '../../data/dataset';
import { matrix } from '../../data/matrix';
import type { ImageShape } from '../../data/plan';
import { listed } from '../../data/words';
import type { FigureOf } from '../../protocol/figures';
import { overPixels } from '../explaining/patches';
import type { Patch } from '../explaining/patches';
import type { PermutationResult } from '../explaining/permutation';
import { meanPicture } from '../explaining/pictureSubject';
import type { TrainedModel } from '../training/trained';
import { imageAttribution } from './imageAttribution';
import { pixelsOf } from './pictures';

/** What models lose without each patch of their pictures, of each pixel the mean over the patches on it. */
export function pixelImportance(
  models: readonly TrainedModel[],
  results: readonly PermutationResult[],
  patches: readonly Patch[],
  dataset: Dataset,
  image: ImageShape,
): FigureOf<'image-attribution'> {
  const { width, height } = patches[0]!;
  const pixels = meanPicture(pixelsOf(dataset, dataset.parts.train));
  const panels = results.map(({ importances }, m) => {
    const lost = importances.map(({ logLossIncrease }) => logLossIncrease);
    return {
      model: models[m]!.name,
      method: 'permutation',
      scale: 'log loss',
      below: `patches of ${width} × ${height} pixels`,
      maps: matrix(1, image.width * image.height, overPixels(image, patches, lost)),
    };
  });
  return imageAttribution(image, [{ pixels, caption: 'mean training picture' }], panels, {
    title: 'Permutation importance of pixels',
    summary: `By how much the log loss of ${listed(models.map(({ name }) => name))} grows when patches of pictures are exchanged between rows.`,
    classes: [],
    shown: 0,
  });
}
