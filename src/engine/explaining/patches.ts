import type { ImageShape } from '../../data/plan';
import type { Player } from './players';

/** A rectangle of a picture. */
export interface Patch {
  left: number;
  top: number;
  width: number;
  height: number;
  /** Its pixels with all their channels, as columns of an encoded row. */
  columns: Int32Array;
}

/** A patch is this share of the shorter side, and at least so many pixels wide and high, where the picture has them. */
const share = 1 / 4;
const least = 2;

/** Overlapping patches that cover a picture, as close together as `most` of them allow. */
export function patchesOf(image: ImageShape, most: number): Patch[] {
  const side = Math.max(least, Math.round(share * Math.min(image.width, image.height)));
  const [width, height] = [Math.min(side, image.width), Math.min(side, image.height)];
  const at = (stride: number) => ({
    lefts: starts(image.width, width, stride),
    tops: starts(image.height, height, stride),
  });
  let stride = 1;
  let places = at(stride);
  while (places.lefts.length * places.tops.length > most && stride < side) places = at(++stride);
  return places.tops.flatMap((top) =>
    places.lefts.map((left) => ({ left, top, width, height, columns: columnsOf(image, { left, top, width, height }) })),
  );
}

/** One player for each patch. */
export function patchPlayers(patches: readonly Patch[]): Player[] {
  return patches.map((patch) => {
    const name = patchWords(patch);
    return { name, feature: name, kind: 'pixels', columns: patch.columns };
  });
}

/** Of each pixel the mean over the patches that cover it: [width * height]. */
export function overPixels(
  { width, height }: ImageShape,
  patches: readonly Patch[],
  values: ArrayLike<number>,
): Float64Array {
  const sums = new Float64Array(width * height);
  const counts = new Float64Array(width * height);
  patches.forEach((patch, p) => {
    for (let y = patch.top; y < patch.top + patch.height; y++)
      for (let x = patch.left; x < patch.left + patch.width; x++) {
        sums[y * width + x]! += values[p]!;
        counts[y * width + x]! += 1;
      }
  });
  return sums.map((sum, at) => sum / counts[at]!);
}

/** Such as "lines 1 to 2, columns 4 to 5", counted from 1. */
function patchWords({ left, top, width, height }: Patch): string {
  const range = (noun: string, from: number, length: number) =>
    length === 1 ? `${noun} ${from + 1}` : `${noun}s ${from + 1} to ${from + length}`;
  return `${range('line', top, height)}, ${range('column', left, width)}`;
}

/** Where windows of a length begin, the last one at the end. */
function starts(length: number, size: number, stride: number): number[] {
  const last = length - size;
  const out = Array.from({ length: Math.floor(last / stride) + 1 }, (_, i) => i * stride);
  return out.at(-1) === last ? out : [...out, last];
}

function columnsOf({ width: line, channels }: ImageShape, patch: Omit<Patch, 'columns'>): Int32Array {
  const { left, top, width, height } = patch;
  const perLine = width * channels;
  return Int32Array.from(
    { length: height * perLine },
    (_, i) => ((top + Math.floor(i / perLine)) * line + left) * channels + (i % perLine),
  );
}
