import * as z from 'zod';
import { common, finite, name, names } from './common';

/** One number per feature; null where the model does not have the feature. */
const perFeature = z.array(finite.nullable()).max(10_000);

/** What models lose when the values of a feature are shuffled over the rows. */
export const importance = z.object({
  kind: z.literal('importance'),
  ...common,
  /** The most important first. */
  features: names,
  /** The measure that is drawn. */
  shown: z.enum(['accuracyDrop', 'logLossIncrease']),
  panels: z
    .array(
      z.object({
        model: name,
        accuracyDrop: z.object({ mean: perFeature, sd: perFeature }),
        logLossIncrease: z.object({ mean: perFeature, sd: perFeature }),
      }),
    )
    .max(100),
});
