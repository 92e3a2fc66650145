import * as z from 'zod';
import { common, count, name, names, plane, points } from './common';

/** Generated rows over real ones in a plane, a panel per model. */
export const samples = z.object({
  kind: z.literal('samples'),
  ...common,
  classes: names,
  plane,
  real: points,
  panels: z.array(z.object({ model: name, generated: points })),
  /** Generated rows of each panel that are drawn: so many of the first. Absent: all. */
  shown: count.optional(),
});
