import * as z from 'zod';
import { common, count, name, names, plane, points } from './common';

/** Rows on their way from noise to data over real ones, a panel per model; one moment is shown at a time. */
export const denoising = z.object({
  kind: z.literal('denoising'),
  ...common,
  classes: names,
  /** Holds the rows of every moment, so that nothing jumps. */
  plane,
  real: points,
  /** Index of the moment that is shown. */
  shown: count,
  panels: z
    .array(
      z.object({
        model: name,
        /** The same rows at evenly spaced moments, from noise to data. */
        frames: z.array(points).min(2).max(50),
      }),
    )
    .min(1),
});
