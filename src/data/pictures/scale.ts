import type { ImageShape } from '../plan';
import { Problem } from '../problem';
import { resized } from '../resize';
import { counted } from '../words';
import type { Picture, PictureSize } from './picture';

/** Different sizes and how many pictures have each, the most frequent first. */
export type PictureSizes = readonly { size: PictureSize; count: number }[];

/** Longer sides are scaled down to this many pixels: networks in a browser learn such pictures in minutes. */
const longestSide = 32;

/** Numbers of a pixel that can be asked for. */
const channelCounts = [1, 3];

/**
 * The size that all pictures get: the one that the cell says, else that of most pictures, with the longer side at most 32
 * pixels. Sentences say what was scaled. Throws `Problem` for channels that pictures do not have.
 */
export function chosenSize(
  sizes: PictureSizes,
  { width, height, channels }: Partial<ImageShape>,
): { shape: PictureSize; notes: string[] } {
  if (channels !== undefined && !channelCounts.includes(channels))
    throw new Problem('invalid-image', `pictures have 1 channel (grey) or 3 (red, green, blue); found ${channels}`, [
      'image',
      'channels',
    ]);
  const [usual] = sizes;
  if (!usual) return { shape: { width: 1, height: 1 }, notes: [] };
  const shape = completed(usual.size, width, height);
  const notes: string[] = [];
  const scaledCount = sizes.reduce((sum, { size, count }) => sum + (isSame(size, shape) ? 0 : count), 0);
  if (scaledCount > 0) {
    const from = `${usual.size.width} × ${usual.size.height}${sizes.length > 1 ? ' and other sizes' : ''}`;
    const advice = width === undefined && height === undefined ? '; write image: {width: …} for another size' : '';
    notes.push(
      `${counted(scaledCount, 'picture was', 'pictures were')} scaled to ${shape.width} × ${shape.height} pixels (from ${from})${advice}.`,
    );
  }
  const stretched = sizes.reduce((sum, { size, count }) => sum + (isAlike(size, shape) ? 0 : count), 0);
  if (stretched > 0)
    notes.push(
      `${counted(stretched, 'picture of other proportions was', 'pictures of other proportions were')} stretched.`,
    );
  return { shape, notes };
}

/** The pixels of a picture at another size, in whole numbers. */
export function scaled({ width, height, rgb }: Picture, shape: PictureSize): Uint8Array {
  if (isSame({ width, height }, shape)) return rgb;
  return Uint8Array.from(resized(rgb, { width, height, channels: 3 }, shape), Math.round);
}

/** A side that is not said follows from the other one and the proportions of most pictures. */
function completed(usual: PictureSize, width: number | undefined, height: number | undefined): PictureSize {
  if (width !== undefined && height !== undefined) return { width, height };
  const factor =
    width !== undefined
      ? width / usual.width
      : height !== undefined
        ? height / usual.height
        : Math.min(1, longestSide / Math.max(usual.width, usual.height));
  const side = (length: number) => Math.max(1, Math.round(factor * length));
  return { width: width ?? side(usual.width), height: height ?? side(usual.height) };
}

function isSame(a: PictureSize, b: PictureSize): boolean {
  return a.width === b.width && a.height === b.height;
}

/** Whether the proportions differ by no more than rounding to whole pixels does. */
function isAlike(size: PictureSize, shape: PictureSize): boolean {
  return (
    Math.abs((size.width / size.height) * (shape.height / shape.width) - 1) < 1 / Math.min(shape.width, shape.height)
  );
}
