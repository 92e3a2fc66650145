import * as z from 'zod';
import { common, count, finite, name, names, text } from './common';

/** What speaks for and against a class in one row, by each model and method, over the same features. */
export const attribution = z.object({
  kind: z.literal('attribution'),
  ...common,
  classes: names,
  /** The class that is drawn: index into `classes`. */
  shown: count,
  /** In the order in which they are drawn. `value`: what the row has. */
  features: z.array(z.object({ name, value: text.optional() })).max(1000),
  panels: z
    .array(
      z.object({
        model: name,
        family: z.enum(['discriminative', 'generative', 'hybrid']),
        /** Such as `SHAP` or `LIME`. */
        method: name,
        /** What the contributions are measured in. */
        scale: text,
        /** How they were found, and how well they describe the model. */
        how: text,
        /** What the contributions add up to, and what they start from, per class; absent where they do not add up. */
        base: z.array(finite).max(10_000).optional(),
        value: z.array(finite).max(10_000).optional(),
        /** `contributions[feature][class]`; null where the model does not have the feature. */
        contributions: z.array(z.array(finite.nullable()).max(10_000)).max(1000),
      }),
    )
    .max(100),
});
