import * as z from 'zod';
import { common, count, name, names, packed, text } from './common';

/** What each pixel of a picture says of a class, by each model and method, beside the picture. */
export const imageAttribution = z.object({
  kind: z.literal('image-attribution'),
  ...common,
  /** Empty where the maps are of no class but of what a model goes by. */
  classes: names,
  /** The class that is drawn: index into `classes`. */
  shown: count,
  /** One picture for all classes or one for each, from 0 to 1: [pictures, height, width, channels], 1 or 3 channels. */
  pictures: packed,
  /** One for each picture. */
  captions: names,
  panels: z
    .array(
      z.object({
        model: name,
        /** Such as `occlusion` or `saliency`. */
        method: name,
        /** What the numbers are measured in. */
        scale: text,
        /** What the model says of the picture, or how the numbers were found. */
        below: text,
        /** Above zero: speaks for the class, or matters. [classes, or 1; height; width] */
        maps: packed,
      }),
    )
    .max(100),
});
