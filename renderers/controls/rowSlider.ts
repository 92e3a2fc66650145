import type { FigureOf } from '../../src/protocol/figures';
import { el } from '../view/dom';
import type { Control } from './control';

/** Fewer rows need no choice. */
const least = 10;

/** How many of the generated rows are drawn; undefined where there are few. */
export function rowSlider(figure: FigureOf<'samples'>): Control | undefined {
  const rows = Math.max(0, ...figure.panels.map(({ generated }) => generated.x.shape[0] ?? 0));
  if (rows < 2 * least) return undefined;
  const words = (count: number) => `${count} generated ${count === 1 ? 'row' : 'rows'}`;
  const slider = el('input', {
    attributes: {
      type: 'range',
      min: '1',
      max: String(rows),
      step: '1',
      'aria-label': 'Generated rows that are drawn',
    },
  });
  const told = el('output', {});
  const tell = (count: number) => {
    told.textContent = words(count);
    slider.setAttribute('aria-valuetext', words(count));
  };
  const start = Math.min(rows, figure.shown ?? rows);
  slider.value = String(start);
  tell(start);
  return {
    element: el(
      'div',
      { class: 'planes', role: 'group', attributes: { 'aria-label': 'Number of rows' } },
      slider,
      told,
    ),
    attach(card) {
      slider.addEventListener('input', () => {
        const shown = Number(slider.value);
        tell(shown);
        if (card.current.kind === 'samples') card.replace({ ...card.current, shown });
      });
    },
  };
}
