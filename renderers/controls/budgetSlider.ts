import type { FigureOf } from '../../src/protocol/figures';
import { el } from '../view/dom';
import type { Control } from './control';

/** A slider over the numbers of labels; undefined where there is one only. */
export function budgetSlider(figure: FigureOf<'label-budget'>): Control | undefined {
  const { budgets } = figure;
  if (budgets.length < 2) return undefined;
  const words = (index: number) =>
    `${budgets[index]!.labels} ${budgets[index]!.labels === 1 ? 'label' : 'labels'} per class`;
  const slider = el('input', {
    attributes: {
      type: 'range',
      min: '0',
      max: String(budgets.length - 1),
      step: '1',
      'aria-label': 'Labels per class',
    },
  });
  slider.value = String(figure.shown);
  const told = el('output', {}, words(figure.shown));
  slider.setAttribute('aria-valuetext', words(figure.shown));
  const element = el(
    'div',
    { class: 'planes', role: 'group', attributes: { 'aria-label': 'Labels that are kept' } },
    slider,
    told,
  );
  return {
    element,
    attach(card) {
      slider.addEventListener('input', () => {
        const shown = Number(slider.value);
        told.textContent = words(shown);
        slider.setAttribute('aria-valuetext', words(shown));
        card.replace({ ...figure, shown, summary: budgets[shown]!.summary });
      });
    },
  };
}
