import type { FigureOf } from '../../src/protocol/figures';
import { thresholdCurves } from './thresholdCurves';

/** Precision against recall; guessing has the precision that is the share of the class. */
export const precisionRecallCurve = thresholdCurves<FigureOf<'precision-recall-curve'>>({
  x: 'recall',
  y: 'precision',
  area: 'average precision',
  shape: 'vh',
  chance(curves) {
    const [first, ...others] = curves;
    if (!first || others.some(({ label }) => label !== first.label)) return undefined;
    return { x: [0, 1], y: [first.share, first.share] };
  },
});
