import type { FigureOf } from '../../src/protocol/figures';
import { unpack } from '../../src/protocol/packing';
import type { SavedPacked } from '../../src/protocol/packing';
import type { Bitmap } from './png';

/** More pictures, or larger ones, than this are damage: they are thumbnails. */
const most = { pictures: 1000, side: 128 };

/** The pictures of a grid. Throws a `RangeError` where they are not what the figure says. */
export function picturesOf({ pictures, captions, blocks }: FigureOf<'image-grid'>): Bitmap[] {
  const [count] = pictures.shape;
  const counted = blocks.reduce((sum, block) => sum + block.count, 0);
  if (count !== captions.length || count !== counted)
    throw new RangeError(`pictures of shape [${pictures.shape}], ${captions.length} captions, ${counted} in blocks`);
  return bitmapsOf(pictures);
}

/** Pictures [pictures, height, width, channels], 0 to 1. Throws a `RangeError` where they have another shape. */
export function bitmapsOf(pictures: SavedPacked): Bitmap[] {
  const [count = 0, height = 0, width = 0, channels = 0] = pictures.shape;
  if (
    pictures.shape.length !== 4 ||
    count > most.pictures ||
    !isSide(height) ||
    !isSide(width) ||
    (channels !== 1 && channels !== 3)
  )
    throw new RangeError(`pictures of shape [${pictures.shape}]`);
  const values = unpack(pictures);
  const size = height * width * channels;
  return Array.from({ length: count }, (_, i) => ({
    width,
    height,
    channels,
    bytes: Uint8Array.from(values.subarray(i * size, (i + 1) * size), (value) =>
      Number.isNaN(value) ? 255 : Math.round(254 * Math.min(1, Math.max(0, value))),
    ),
  }));
}

function isSide(length: number): boolean {
  return length >= 1 && length <= most.side;
}
