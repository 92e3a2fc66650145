import type { FigureOf } from '../../src/protocol/figures';
import type { Control } from './control';
import { sliderControl } from './slider';

/** A slider over the numbers of labels; undefined where there is one only. */
export function budgetSlider(figure: FigureOf<'label-budget'>): Control | undefined {
  const { budgets } = figure;
  if (budgets.length < 2) return undefined;
  return sliderControl({
    label: 'Labels per class',
    group: 'Labels that are kept',
    least: 0,
    most: budgets.length - 1,
    start: figure.shown,
    words: (index) => `${budgets[index]!.labels} ${budgets[index]!.labels === 1 ? 'label' : 'labels'} per class`,
    choose: (card, shown) => card.replace({ ...figure, shown, summary: budgets[shown]!.summary }),
  });
}
