import type { PixelBounds } from '../../data/encoding';
import { matrix, type Matrix } from '../../data/matrix';
import type { Fitted } from '../model';

/**
 * A fitted model of pictures whose pictures are pictures: each pixel that it makes lies between the darkest and the
 * brightest value, what lies beyond counting as the nearest of the two. Rows that it is asked about stay as they are, known
 * pixels of a completed picture among them, and so do all its densities.
 */
export function withinRange(fitted: Fitted, { low, high }: PixelBounds): Fitted {
  const bounded = ({ rows, columns, data }: Matrix): Matrix =>
    matrix(
      rows,
      columns,
      data.map((value) => Math.min(high, Math.max(low, value))),
    );
  /** The same, of the pixels that were hidden. */
  const completed = (x: Matrix, { rows, columns, data }: Matrix): Matrix =>
    matrix(
      rows,
      columns,
      data.map((value, at) => (Number.isNaN(x.data[at]!) ? Math.min(high, Math.max(low, value)) : value)),
    );
  const { sample, samplePath, decode, inpaint, conditionalMean, conditionalSample } = fitted;
  return {
    ...fitted,
    ...(sample && { sample: async (...asked) => bounded(await sample(...asked)) }),
    ...(samplePath && {
      // on the way there is noise, which is no picture
      samplePath: async (...asked) => {
        const path = await samplePath(...asked);
        return path.map((rows, at) => (at < path.length - 1 ? rows : bounded(rows)));
      },
    }),
    ...(decode && { decode: async (...asked) => bounded(await decode(...asked)) }),
    ...(inpaint && { inpaint: async (x, ...asked) => completed(x, await inpaint(x, ...asked)) }),
    ...(conditionalMean && {
      conditionalMean: async (x, ...asked) => completed(x, await conditionalMean(x, ...asked)),
    }),
    ...(conditionalSample && {
      conditionalSample: async (x, ...asked) => completed(x, await conditionalSample(x, ...asked)),
    }),
  };
}
