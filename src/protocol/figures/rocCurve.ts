import * as z from 'zod';
import { common, names } from './common';
import { thresholdCurve } from './thresholdCurve';

/** x: share of the other rows taken for the class, y: share of the class that is found. Two classes: of the second one. */
export const rocCurve = z.object({
  kind: z.literal('roc-curve'),
  ...common,
  classes: names,
  curves: z.array(thresholdCurve),
});
