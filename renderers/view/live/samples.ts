import { unpackPoints } from '../../figures/arrays';
import type { LivePainter } from './painter';
import { paintPoints } from './points';

/** Paints rows that a model in training makes, outlined, over the real ones. */
export const samples: LivePainter<'samples'> = {
  name: 'Generated rows so far',
  tag: ({ panels, plane }) => `${panels[0]?.model ?? ''} generates so far: ${plane.y.feature} over ${plane.x.feature}`,
  paint(context, { real, panels, plane }, theme) {
    paintPoints(context, unpackPoints(real), plane, theme, { opacity: 0.3 });
    if (panels[0]) paintPoints(context, unpackPoints(panels[0].generated), plane, theme, { open: true, opacity: 0.9 });
  },
};
