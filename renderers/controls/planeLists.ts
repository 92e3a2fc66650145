import type { Figure } from '../../src/protocol/figures';
import { el } from '../view/dom';
import type { FigureCard } from '../view/figureCard';
import { Asking } from './asking';
import type { Control } from './control';

/** Two features and those that may be chosen instead. */
interface Choices {
  x: { feature: string };
  y: { feature: string };
  choices: string[];
}

/**
 * Two lists from which the features of a plane are chosen. `answer` gives the figure over others; `what` is what is drawn,
 * for the sentence that says that it could not be.
 */
export function planeLists(
  plane: Choices,
  what: string,
  answer: (x: string, y: string, card: FigureCard) => Promise<Figure>,
): Control {
  const x = select(plane.choices, plane.x.feature);
  const y = select(plane.choices, plane.y.feature);
  const element = el(
    'div',
    { class: 'planes', role: 'group', attributes: { 'aria-label': 'Features that are drawn' } },
    el('label', {}, 'x', x),
    el('label', {}, 'y', y),
  );
  let shown = { x: x.value, y: y.value };
  const attach = (card: FigureCard) => {
    const asking = new Asking(card);
    const ask = () => {
      const asked = { x: x.value, y: y.value };
      void asking.ask({
        async figureOf() {
          const figure = await answer(asked.x, asked.y, card);
          shown = asked;
          return figure;
        },
        failed: `${what} could not be drawn over ${asked.x} and ${asked.y}`,
        undo() {
          x.value = shown.x;
          y.value = shown.y;
        },
      });
    };
    let before = shown;
    const changed = (one: HTMLSelectElement, other: HTMLSelectElement, previous: string) => {
      // the same feature twice: the axes change places
      if (one.value === other.value) other.value = previous;
      before = { x: x.value, y: y.value };
      ask();
    };
    x.addEventListener('change', () => changed(x, y, before.x));
    y.addEventListener('change', () => changed(y, x, before.y));
  };
  return { element, attach };
}

function select(choices: string[], value: string): HTMLSelectElement {
  const element = el('select', {}, ...choices.map((choice) => el('option', { attributes: { value: choice } }, choice)));
  element.value = value;
  return element;
}
