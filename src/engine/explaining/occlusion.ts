import { matrix, rowOf } from '../../data/matrix';
import type { Matrix } from '../../data/matrix';
import type { ImageShape } from '../../data/plan';
import type { TrainedModel } from '../training/trained';
import { copyColumns } from './coalitions';
import { overPixels, patchesOf } from './patches';
import type { Patch } from './patches';
import { boundedLogOdds, valueFunctions } from './values';
import type { Scale } from './values';

/** What each pixel of a picture adds to each class. */
export interface Occlusion {
  /** [K, width * height] */
  maps: Matrix;
  scale: Scale;
  patches: Patch[];
}

/** Patches that are tried, at most. */
const mostPatches = 400;

/** A class of less than so many nats counts as one of so many: else one pixel that never varied would hide all others. */
const asGoodAsNothing = -30;

/**
 * What a model loses where a part of a picture is covered (Zeiler and Fergus 2014): f(x) - f(x with a patch of the mean
 * picture), of each pixel the mean over the patches that cover it. On the scale of log odds, unless that is not asked for or a
 * probability is zero.
 *
 * @param z [d]; `mean`: what covers it, [d]
 */
export async function occlusionOf(
  model: TrainedModel,
  z: Float64Array,
  mean: Float64Array,
  image: ImageShape,
  asked: Scale | 'auto',
): Promise<Occlusion> {
  const patches = patchesOf(image, mostPatches);
  const rows = matrix(patches.length + 1, z.length);
  patches.forEach(({ columns }, p) => {
    rowOf(rows, p).set(z);
    copyColumns(mean, rowOf(rows, p), columns);
  });
  rowOf(rows, patches.length).set(z);
  const { values, scale } = await valued(model, rows, asked);
  const whole = rowOf(values, patches.length);
  const maps = matrix(values.columns, image.width * image.height);
  for (let k = 0; k < values.columns; k++) {
    const lost = patches.map((_, p) => whole[k]! - rowOf(values, p)[k]!);
    rowOf(maps, k).set(overPixels(image, patches, lost));
  }
  return { maps, scale, patches };
}

async function valued(
  model: TrainedModel,
  rows: Matrix,
  asked: Scale | 'auto',
): Promise<{ values: Matrix; scale: Scale }> {
  if (asked === 'auto') {
    const values = await boundedLogOdds(model, asGoodAsNothing)(rows);
    if (!values.data.some(Number.isNaN)) return { values, scale: 'log-odds' };
  }
  const scale = asked === 'auto' ? 'probability' : asked;
  return { values: await valueFunctions[scale](model)(rows), scale };
}
