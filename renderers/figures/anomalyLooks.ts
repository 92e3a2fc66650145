import { encode } from './encoding';
import type { Bag, FigureTheme } from './figure';

/** What the parts of a figure of unusual rows are called. */
export const partNames = {
  training: 'training rows',
  ranked: 'all rows',
  threshold: 'threshold',
  flagged: 'flagged row',
  other: 'other row',
};

/** Looks of the two kinds of rows: colour, shape and size tell them apart. */
export const flaggedLook = (theme: FigureTheme): Bag => ({
  symbol: 'x',
  size: 9,
  color: encode(theme, 1).colour,
  line: { color: theme.background, width: 1 },
});
export const otherLook = (theme: FigureTheme): Bag => ({
  symbol: 'circle',
  size: 4.5,
  color: encode(theme, 0).colour,
  opacity: 0.5,
});
export const anomalyLook = (theme: FigureTheme): Bag => ({
  symbol: 'diamond-open',
  size: 13,
  color: theme.ink,
  line: { color: theme.ink, width: theme.highContrast ? 2 : 1.3 },
});
