import * as z from 'zod';
import { common, name, names, packed, text } from './common';

/** Texts whose tokens each have a number: how probable each was when those before it were known. */
export const tokenProbabilities = z.object({
  kind: z.literal('token-probabilities'),
  ...common,
  /** What the numbers are, such as "P(next character)". */
  measure: text,
  /**
   * `heading`: which model, which class; `tokens`: in order; `values`: [tokens], NaN for one without a number; `hints`:
   * [tokens], what else could stand there.
   */
  lines: z.array(z.object({ heading: name, tokens: names, values: packed, hints: names.optional() })).max(100),
});
