import * as z from 'zod';
import { common, name, names, packed } from './common';

/** True values of cells that were hidden on purpose against what methods filled in, a panel per column of numbers. */
export const imputation = z.object({
  kind: z.literal('imputation'),
  ...common,
  methods: names,
  columns: z.array(
    z.object({
      feature: name,
      /** In the units of the file: [cells]. */
      truth: packed,
      /** For each of the methods: [cells]. */
      imputed: z.array(packed),
    }),
  ),
});
