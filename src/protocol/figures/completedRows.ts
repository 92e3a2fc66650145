import * as z from 'zod';
import { common, name, names, packed, plane, points } from './common';

/** Rows whose empty cells were filled in over rows that were complete, in a plane, a panel per model. */
export const completedRows = z.object({
  kind: z.literal('completed-rows'),
  ...common,
  classes: names,
  plane,
  real: points,
  panels: z.array(
    z.object({
      model: name,
      completed: points,
      /** Standard deviation of the filled-in coordinate between draws; 0 where the coordinate was there: [rows]. */
      spreadX: packed,
      spreadY: packed,
    }),
  ),
});
