import type { FigureOf } from '../../src/protocol/figures';
import { measureWords } from '../figures/importance';
import { el } from '../view/dom';
import type { Control } from './control';

type Measure = FigureOf<'importance'>['shown'];

/** Accuracy or log loss: what is lost without a feature. */
export function measureChooser(figure: FigureOf<'importance'>): Control {
  const options = Object.entries(measureWords).map(([value, words]) => el('option', { attributes: { value } }, words));
  const measure = el('select', {}, ...options);
  measure.value = figure.shown;
  return {
    element: el('div', { class: 'planes' }, el('label', {}, 'measure', measure)),
    attach: (card) =>
      measure.addEventListener('change', () => card.replace({ ...figure, shown: measure.value as Measure })),
  };
}
