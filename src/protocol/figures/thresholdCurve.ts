import * as z from 'zod';
import { count, finite, name } from './common';

/** A curve over all thresholds, of one class against the rest, in the order of falling thresholds. */
export const thresholdCurve = z.object({
  model: name,
  /** The class that is told from the rest: index into `classes`. */
  label: count,
  /** Under the curve. */
  area: finite,
  /** Share of the rows that are of this class. */
  share: finite,
  x: z.array(finite).max(1000),
  y: z.array(finite).max(1000),
});
