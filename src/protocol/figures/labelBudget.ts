import * as z from 'zod';
import { common, count, finite, name, names, packed, plane, points, text } from './common';

/** What models make of few labels, without and with the rows that have none; one number of labels is shown at a time. */
export const labelBudget = z.object({
  kind: z.literal('label-budget'),
  ...common,
  classes: names,
  plane,
  /** Rows whose labels nobody sees. */
  unlabelled: points,
  /** Index of the budget that is shown. */
  shown: count,
  budgets: z
    .array(
      z.object({
        /** Labelled rows of each class. */
        labels: count,
        /** The figure's sentence while this budget is shown. */
        summary: text,
        labelled: points,
        panels: z.array(
          z.object({
            model: name,
            /** `supervised`: from the labelled rows only. */
            method: z.enum(['supervised', 'unlabelled', 'self-training']),
            /** On the test rows. */
            accuracy: finite,
            others: text.optional(),
            /** P(y | x), shape [classes, height, width], row 0 at the bottom. */
            posterior: packed,
          }),
        ),
      }),
    )
    .min(1)
    .max(50),
});
