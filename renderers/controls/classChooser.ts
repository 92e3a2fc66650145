import type { FigureOf } from '../../src/protocol/figures';
import { el } from '../view/dom';
import type { Control } from './control';

type ShowsOneClass =
  FigureOf<'attribution'> | FigureOf<'image-attribution'> | FigureOf<'shap-summary'> | FigureOf<'text-attribution'>;

/** A list of the classes, one of which is drawn. */
export function classChooser(figure: ShowsOneClass): Control | undefined {
  if (figure.classes.length < 2) return undefined;
  const options = figure.classes.map((name, k) => el('option', { attributes: { value: String(k) } }, name));
  const label = el('select', {}, ...options);
  label.value = String(figure.shown);
  return {
    element: el('div', { class: 'planes' }, el('label', {}, 'class', label)),
    attach: (card) => label.addEventListener('change', () => card.replace({ ...figure, shown: Number(label.value) })),
  };
}
