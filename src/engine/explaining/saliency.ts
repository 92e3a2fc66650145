import { matrix, rowOf } from '../../data/matrix';
import type { Matrix } from '../../data/matrix';
import type { ImageShape } from '../../data/plan';
import type { Rng } from '../../data/random';
import type { InputGradient } from '../model';
import { meanRow } from './coalitions';

/** Noisy copies of a picture, and their noise as a share of its range. */
export const smoothing = { copies: 50, noise: 0.15 };

/**
 * The slope of log P(y = k | x) less its mean over the classes with respect to each number of a picture (Simonyan, Vedaldi
 * and Zisserman 2013), as the mean over noisy copies (SmoothGrad: Smilkov and others 2017): [kept, d].
 *
 * @param z [d]; `kept`: the classes of which it is asked, of all K
 */
export async function smoothSlopes(
  fitted: InputGradient,
  z: Float64Array,
  { kept, classes }: { kept: readonly number[]; classes: number },
  rng: Rng,
): Promise<Matrix> {
  const spread = z.reduce((most, value) => Math.max(most, value)) - z.reduce((most, value) => Math.min(most, value));
  const copies = matrix(smoothing.copies, z.length);
  for (let i = 0; i < copies.rows; i++)
    rowOf(copies, i).set(z.map((value) => value + smoothing.noise * spread * rng.normal()));
  const out = matrix(kept.length, z.length);
  for (const [i, k] of kept.entries()) rowOf(out, i).set(await meanSlope(fitted, copies, k, classes));
  return out;
}

/** Mean over rows of the slope of log P(y = k | x) less its mean over the classes. x: [n, d] -> [d]. */
export async function meanSlope(fitted: InputGradient, x: Matrix, k: number, classes: number): Promise<Float64Array> {
  const contrast = Float64Array.from({ length: classes }, (_, other) => Number(other === k) - 1 / classes);
  return meanRow(await fitted.inputGradient(x, contrast));
}

/** One number for each pixel: of its channels the one with the largest size. [K, d] -> [K, width * height] */
export function strongestChannels(slopes: Matrix, { width, height, channels }: ImageShape): Matrix {
  const out = matrix(slopes.rows, width * height);
  for (let at = 0; at < out.data.length; at++)
    out.data[at] = slopes.data
      .subarray(at * channels, (at + 1) * channels)
      .reduce((most, value) => (Math.abs(value) > Math.abs(most) ? value : most));
  return out;
}
