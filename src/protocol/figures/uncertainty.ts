import * as z from 'zod';
import { common, finite, name, names, packed, places, plane, points, text } from './common';

/** Two kinds of doubt over two features: "these classes are alike here", and "I have never seen this". */
export const uncertainty = z.object({
  kind: z.literal('uncertainty'),
  ...common,
  classes: names,
  plane,
  /** How sure a classifier must be to be called confident. */
  confident: finite,
  /** Each model with what it finds ambiguous: entropy of P(y | x) in nats and the largest P(y | x), shape [1, height, width]. */
  ambiguous: z
    .array(
      z.object({
        model: name,
        family: z.enum(['discriminative', 'generative', 'hybrid']),
        others: text.optional(),
        entropy: packed,
        confidence: packed,
      }),
    )
    .max(50),
  /** Each density with log p of the two features, and the value below which it calls a place unfamiliar. */
  unfamiliar: z
    .array(
      z.object({
        model: name,
        others: text.optional(),
        logDensity: packed,
        threshold: finite,
      }),
    )
    .max(50),
  /** Share of the training rows below `threshold`. */
  quantile: finite,
  train: points,
  /** Rows that the models were not trained for, and what they are. */
  strange: z.object({ what: text, places }).optional(),
});
