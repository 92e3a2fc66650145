import * as z from 'zod';
import { common, count, name, names } from './common';

export const confusionMatrix = z.object({
  kind: z.literal('confusion-matrix'),
  ...common,
  classes: names,
  /** `counts[true class][predicted class]` over the test rows. */
  models: z.array(z.object({ model: name, counts: z.array(z.array(count)) })),
});
