import * as z from 'zod';
import { common, finite, name, names, packed } from './common';

/** P(y | x) as one feature takes other values: the mean over rows, and some rows one by one. A panel per feature and model. */
export const partialDependence = z.object({
  kind: z.literal('partial-dependence'),
  ...common,
  classes: names,
  panels: z
    .array(
      z.object({
        model: name,
        feature: name,
        /** Values of a number, in the units of the file. */
        at: z.array(finite).max(1000).optional(),
        /** Levels of a category. */
        levels: names.optional(),
        /** Shape [classes, points]. */
        mean: packed,
        /** Shape [classes, rows, points]. */
        single: packed,
        /** What the row that is asked about has: a value, or the place of its level. Its curve is the first of `single`. */
        row: finite.optional(),
      }),
    )
    .max(200),
});
