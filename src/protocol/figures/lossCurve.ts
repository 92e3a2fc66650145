import * as z from 'zod';
import { common, finite, name } from './common';

export const lossCurve = z.object({
  kind: z.literal('loss-curve'),
  ...common,
  series: z.array(
    z.object({ model: name, step: z.array(finite), loss: z.array(finite), validation: z.array(finite).optional() }),
  ),
});
