import * as z from 'zod';
import { common, count, name, names, packed, text } from './common';

/** SHAP values of many rows: a strip of points for each feature. */
export const shapSummary = z.object({
  kind: z.literal('shap-summary'),
  ...common,
  classes: names,
  /** The class that is drawn: index into `classes`. */
  shown: count,
  /** The most important first. */
  features: names,
  panels: z
    .array(
      z.object({
        model: name,
        scale: text,
        /** Shape [classes, features, rows]; NaN where the model does not have the feature. */
        values: packed,
        /** How high the row's value is among all rows, 0 to 1; NaN where it has no order. Shape [features, rows]. */
        place: packed,
      }),
    )
    .max(100),
});
