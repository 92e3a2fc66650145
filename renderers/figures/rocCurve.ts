import type { FigureOf } from '../../src/protocol/figures';
import { thresholdCurves } from './thresholdCurves';

/** Share found against false alarms; guessing is the diagonal. */
export const rocCurve = thresholdCurves<FigureOf<'roc-curve'>>({
  x: 'false alarms',
  y: 'found',
  area: 'area',
  shape: 'linear',
  chance: () => ({ x: [0, 1], y: [0, 1] }),
});
