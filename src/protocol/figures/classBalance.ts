import * as z from 'zod';
import { common, count, name, names } from './common';

export const classBalance = z.object({
  kind: z.literal('class-balance'),
  ...common,
  target: name,
  classes: names,
  counts: z.array(count),
  unlabelled: count,
});
