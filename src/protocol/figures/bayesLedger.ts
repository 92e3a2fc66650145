import * as z from 'zod';
import { common, finite, name, names, text } from './common';

/** One number per class; null stands for minus infinity and for what follows it. */
const perClass = z.array(finite.nullable()).max(10_000);
const step = z.object({ name, values: perClass });

/**
 * How models come from one row to their answer, feature by feature: log p(x, y) = log p(y) + sum_j log p(x_j | y) for those
 * of P(x, y), contributions for the others.
 */
export const bayesLedger = z.object({
  kind: z.literal('bayes-ledger'),
  ...common,
  /** What the row is called, such as "row 12 of penguins.csv". */
  words: text,
  classes: names,
  /** The row, so that it can be asked again with a feature changed or cleared. */
  features: z
    .array(
      z.object({
        name,
        /** null: cleared, or an empty cell. */
        value: z.union([finite, z.string().max(20_000)]).nullable(),
        /** As it was in the data. */
        original: z.union([finite, z.string().max(20_000)]).nullable(),
        /** Values that a category can take. */
        levels: names.optional(),
        /** Range of a number in the training rows. */
        low: finite.optional(),
        high: finite.optional(),
      }),
    )
    .max(1000),
  panels: z
    .array(
      z.object({
        model: name,
        family: z.enum(['discriminative', 'generative', 'hybrid']),
        /** What the numbers are, such as `log probability`, and how they were found. */
        scale: text,
        method: text,
        start: step,
        terms: z.array(step).max(1000),
        total: step,
        /** log p(x), for models that have it. */
        evidence: finite.optional(),
        /** P(y | x). */
        posterior: perClass,
        /** Why there is nothing to show, in a sentence. */
        silent: text.optional(),
      }),
    )
    .max(100),
});
