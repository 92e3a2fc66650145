import { adversarialFigure } from '../drawing/adversarial';
import type { LiveSetting, LiveView } from './live';

/** Coarse, so that the picture can move. */
const detail = { classes: 4, side: 36, lines: 9, places: 25 };

/** Both networks of a game while it is played. */
export function liveAdversaries({ name, dataset, axes, encoding }: LiveSetting): LiveView | undefined {
  if (!axes) return undefined;
  return ({ adversaries, logPrior }) =>
    adversaries && logPrior && adversarialFigure([{ name, adversaries, logPrior, encoding }], dataset, axes, detail);
}
