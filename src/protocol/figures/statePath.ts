import * as z from 'zod';
import { common, count, finite, name, names, packed } from './common';

/** Sequences over their steps, with the hidden state that each step was most likely in. */
export const statePath = z.object({
  kind: z.literal('state-path'),
  ...common,
  model: name,
  classes: names,
  states: names,
  /** What is observed: the symbols, or the columns of numbers. */
  symbols: names.optional(),
  columns: names.min(1),
  /** Of the numbers, such as that they are standardised. */
  unit: name.optional(),
  sequences: z
    .array(
      z.object({
        name,
        /** Index into `classes`; -1 = without a label, absent = not predicted. */
        label: z.number().int().min(-1),
        predicted: count.optional(),
        /** log p(x) of the whole sequence. */
        logDensity: finite.optional(),
        /** Steps of the whole sequence; the first of them are drawn. */
        steps: count,
        /** [steps drawn, columns]: places among `symbols`, or numbers; NaN where nothing was observed. */
        values: packed,
        /** Index into `states`: [steps drawn]. */
        path: packed,
      }),
    )
    .max(50),
});
