import { el } from '../view/dom';

/** Two lists from which the features of a plane are chosen. */
export interface PlaneLists {
  element: HTMLElement;
  /** Calls back with each choice. */
  onChange(chosen: (x: string, y: string) => void): void;
}

export function planeLists(choices: string[], plane: { x: { feature: string }; y: { feature: string } }): PlaneLists {
  const x = select(choices, plane.x.feature);
  const y = select(choices, plane.y.feature);
  return {
    element: el(
      'div',
      { class: 'planes', role: 'group', attributes: { 'aria-label': 'Features that are drawn' } },
      el('label', {}, 'x', x),
      el('label', {}, 'y', y),
    ),
    onChange(chosen) {
      let before = { x: x.value, y: y.value };
      const changed = () => {
        // the same feature twice: the axes change places
        if (x.value === y.value) {
          if (x.value !== before.x) y.value = before.x;
          else x.value = before.y;
        }
        before = { x: x.value, y: y.value };
        chosen(x.value, y.value);
      };
      x.addEventListener('change', changed);
      y.addEventListener('change', changed);
    },
  };
}

function select(choices: string[], value: string): HTMLSelectElement {
  const element = el('select', {}, ...choices.map((choice) => el('option', { attributes: { value: choice } }, choice)));
  element.value = value;
  return element;
}
