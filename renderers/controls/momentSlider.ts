import type { FigureOf } from '../../src/protocol/figures';
import type { Control } from './control';
import { sliderControl } from './slider';

/** A slider over the way from noise to data. */
export function momentSlider(figure: FigureOf<'denoising'>): Control {
  const last = Math.min(...figure.panels.map(({ frames }) => frames.length)) - 1;
  return sliderControl({
    label: 'Moment between noise and data',
    group: 'Way from noise to data',
    least: 0,
    most: last,
    start: figure.shown,
    words: (moment) => (moment === 0 ? 'noise' : moment === last ? 'generated rows' : `moment ${moment} of ${last}`),
    choose: (card, shown) => card.replace({ ...figure, shown }),
  });
}
