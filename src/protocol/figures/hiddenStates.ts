import * as z from 'zod';
import { common, finite, name, names } from './common';

const shares = z.array(finite).max(1000);

/** The hidden states of each class: how they follow one another, and what they emit. */
export const hiddenStates = z.object({
  kind: z.literal('hidden-states'),
  ...common,
  model: name,
  states: names,
  symbols: names.optional(),
  columns: names.min(1),
  unit: name.optional(),
  chains: z
    .array(
      z.object({
        /** The class. */
        name,
        /** P(first state). */
        start: shares,
        /** P(next state | state), one row per state. */
        transition: z.array(shares).max(100),
        /** P(symbol | state), one row per state. */
        symbols: z.array(shares).max(100).optional(),
        /** Of each column of numbers, one row per state. */
        means: z.array(shares).max(100).optional(),
        deviations: z.array(shares).max(100).optional(),
      }),
    )
    .max(50),
});
