import type { ImageShape } from '../../data/plan';
import { resized } from '../../data/resize';
import type { FigureOf } from '../../protocol/figures';
import { quantise } from '../../protocol/packing';

/** A picture, pixels 0 to 1, and what is written below it. */
export interface Picture {
  pixels: ArrayLike<number>;
  caption: string;
}

export interface PictureBlock {
  heading: string;
  pictures: Picture[];
}

/** Longest side of a thumbnail in pixels, and what the thumbnails of one figure may take together: they stay in the notebook. */
const longestSide = 32;
const most = { pictures: 400, bytes: 400_000 };

/** So many pictures of this shape fit into a figure. */
export function picturesThatFit(shape: ImageShape): number {
  const { width, height, channels } = thumbnailOf(shape);
  return Math.min(most.pictures, Math.max(1, Math.floor(most.bytes / (width * height * channels))));
}

/**
 * Pictures as thumbnails, in blocks. What does not fit is left out at the end of the blocks, so that all keep some;
 * `together` neighbours stay or go as one.
 */
export function imageGrid(
  shape: ImageShape,
  blocks: readonly PictureBlock[],
  { title, summary, together = 1 }: { title: string; summary: string; together?: number },
): FigureOf<'image-grid'> {
  const small = thumbnailOf(shape);
  const kept = shortened(
    blocks.filter(({ pictures }) => pictures.length > 0),
    Math.floor(picturesThatFit(shape) / together),
    together,
  );
  const pictures = kept.flatMap((block) => block.pictures);
  const size = small.width * small.height * small.channels;
  const values = new Float64Array(pictures.length * size);
  pictures.forEach(({ pixels }, i) => values.set(thumbnail(pixels, shape, small), i * size));
  return {
    kind: 'image-grid',
    title,
    summary,
    pictures: quantise('u8', values, [pictures.length, small.height, small.width, small.channels], { low: 0, high: 1 }),
    captions: pictures.map(({ caption }) => caption),
    blocks: kept.map(({ heading, pictures: { length } }) => ({ heading, count: length })),
    ...(together > 1 ? { together } : {}),
  };
}

/** At most so many groups of pictures in all; the longest blocks lose first. */
function shortened(blocks: readonly PictureBlock[], groups: number, together: number): PictureBlock[] {
  const longest = Math.max(0, ...blocks.map(({ pictures }) => Math.ceil(pictures.length / together)));
  let each = longest;
  const taken = (limit: number) =>
    blocks.reduce((sum, { pictures }) => sum + Math.min(limit, Math.ceil(pictures.length / together)), 0);
  while (each > 1 && taken(each) > groups) each--;
  return blocks
    .slice(0, Math.max(1, groups))
    .map(({ heading, pictures }) => ({ heading, pictures: pictures.slice(0, each * together) }));
}

/** Other numbers of channels than one and three have no colours: the first is drawn. */
export function thumbnailOf({ width, height, channels }: ImageShape): ImageShape {
  const factor = Math.min(1, longestSide / Math.max(width, height));
  const side = (length: number) => Math.max(1, Math.round(length * factor));
  return { width: side(width), height: side(height), channels: channels === 3 ? 3 : 1 };
}

/** `small`: as {@link thumbnailOf} says. */
export function thumbnail(pixels: ArrayLike<number>, shape: ImageShape, small: ImageShape): Float64Array {
  const { width, height } = small;
  const whole =
    width === shape.width && height === shape.height ? Float64Array.from(pixels) : resized(pixels, shape, small);
  if (shape.channels === small.channels) return whole;
  return Float64Array.from({ length: width * height }, (_, i) => whole[i * shape.channels]!);
}
