import * as z from 'zod';
import { common, names, packed } from './common';

/** Every pair of the features; `values` is [rows, features], `label` [rows]. */
export const scatterMatrix = z.object({
  kind: z.literal('scatter-matrix'),
  ...common,
  features: names,
  classes: names,
  values: packed,
  label: packed,
});
