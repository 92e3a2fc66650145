import * as z from 'zod';
import { common, count, name, names, packed, places, plane, points, text } from './common';

/**
 * What two networks that were trained against each other say of a plane, a panel per model and class: where the
 * discriminator takes rows for real, and where the generator sends its hidden variables.
 */
export const adversarial = z.object({
  kind: z.literal('adversarial'),
  ...common,
  classes: names,
  plane,
  real: points,
  panels: z
    .array(
      z.object({
        model: name,
        /** Index into `classes`. */
        label: count,
        /** P(real | x, y), shape [1, height, width], row 0 at the bottom. */
        judged: packed,
        /** Lines along which one hidden variable changes and the others stay: [lines, places along each]. */
        manifold: places,
        /** What was done with further hidden variables, for people: "the others at 0". */
        slice: text.optional(),
      }),
    )
    .min(1),
});
