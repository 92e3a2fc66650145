import * as z from 'zod';
import { common, count, finite, name } from './common';

/** How sure models are and how often they are right, in bins by the probability of the most probable class. */
export const reliability = z.object({
  kind: z.literal('reliability'),
  ...common,
  panels: z.array(
    z.object({
      model: name,
      series: z.array(
        z.object({
          /** `raw`, or how the probabilities were calibrated. */
          method: name,
          calibrationError: finite,
          /** Bins with rows only. `confidence`: mean probability; `accuracy`: share of the rows that were recognised. */
          bins: z.array(z.object({ low: finite, high: finite, rows: count, confidence: finite, accuracy: finite })),
        }),
      ),
    }),
  ),
});
