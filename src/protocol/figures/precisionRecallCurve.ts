import * as z from 'zod';
import { common, names } from './common';
import { thresholdCurve } from './thresholdCurve';

/** x: recall, y: precision. Between two points the precision is that of the second one. Two classes: of the second one. */
export const precisionRecallCurve = z.object({
  kind: z.literal('precision-recall-curve'),
  ...common,
  classes: names,
  curves: z.array(thresholdCurve),
});
