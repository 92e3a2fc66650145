import * as z from 'zod';
import { common, count, finite, name, names } from './common';

/** Counts of a column's values in groups (classes, or real and generated rows). */
export const histograms = z.object({
  kind: z.literal('histograms'),
  ...common,
  groups: names,
  columns: z.array(
    z.union([
      z.object({
        feature: name,
        /** Bin limits, one more than there are bins. */
        edges: z.array(finite),
        counts: z.array(z.array(count)),
      }),
      z.object({ feature: name, levels: names, counts: z.array(z.array(count)) }),
    ]),
  ),
});
