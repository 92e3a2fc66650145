import * as z from 'zod';
import { common, count, name, names, packed } from './common';

/** Pictures in lines, each with a caption, in blocks under headings. */
export const imageGrid = z.object({
  kind: z.literal('image-grid'),
  ...common,
  /** Brightness from 0 to 1: [pictures, height, width, channels], 1 channel for grey, 3 for red, green and blue; NaN = hidden. */
  pictures: packed,
  /** One for each picture; empty: none. */
  captions: names,
  /** How many of the pictures, in their order, each heading stands over. */
  blocks: z.array(z.object({ heading: name, count })).max(1000),
  /** So many neighbours belong together, such as a generated picture and the nearest real one. Default: 1. */
  together: count.optional(),
});
