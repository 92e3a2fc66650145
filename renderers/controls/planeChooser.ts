import type { Figure, FigureOf } from '../../src/protocol/figures';
import type { Plan } from '../../src/protocol/plan';
import { el } from '../view/dom';
import type { FigureCard } from '../view/figureCard';
import type { Control, ControlContext } from './control';
import { trainedModels } from './trainedModels';

/** An answer that comes sooner than this needs no sign of waiting, in milliseconds. */
const patience = 150;

/** Two lists from which the features of a decision boundary are chosen; undefined where there is no choice. */
export function planeChooser(
  figure: FigureOf<'decision-boundary'>,
  { result, query }: ControlContext,
): Control | undefined {
  const { choices } = figure.plane;
  const trained = trainedModels(result, figure.panels);
  if (choices.length < 3 || Object.keys(trained).length === 0) return undefined;

  const x = select(choices, figure.plane.x.feature);
  const y = select(choices, figure.plane.y.feature);
  const element = el(
    'div',
    { class: 'planes', role: 'group', attributes: { 'aria-label': 'Features that are drawn' } },
    el('label', {}, 'x', x),
    el('label', {}, 'y', y),
  );
  let shown = { x: x.value, y: y.value };
  let asked = 0;

  const ask = async (card: FigureCard) => {
    const question = ++asked;
    const waiting = setTimeout(() => card.setBusy(true), patience);
    try {
      // the plan is the engine's own, returned with the result
      const answer = await query({
        query: 'plane',
        plan: result.plan as unknown as Plan,
        trained,
        args: { x: x.value, y: y.value },
      });
      if (question !== asked) return;
      card.say(undefined);
      card.replace(inView(answer, card.current));
      shown = { x: x.value, y: y.value };
    } catch (error) {
      if (question !== asked) return;
      card.say(
        `The figure could not be drawn over ${x.value} and ${y.value}: ${error instanceof Error ? error.message : String(error)}`,
      );
      x.value = shown.x;
      y.value = shown.y;
    } finally {
      clearTimeout(waiting);
      if (question === asked) card.setBusy(false);
    }
  };

  const attach = (card: FigureCard) => {
    const changed = (one: HTMLSelectElement, other: HTMLSelectElement, before: string) => {
      // the same feature twice: the axes change places
      if (one.value === other.value) other.value = before;
      void ask(card);
    };
    x.addEventListener('change', () => changed(x, y, shown.x));
    y.addEventListener('change', () => changed(y, x, shown.y));
  };
  return { element, attach };
}

/** The answer as the figure before it was looked at. */
function inView(answer: Figure, before: Figure): Figure {
  if (answer.kind !== 'decision-boundary' || before.kind !== 'decision-boundary' || !before.view) return answer;
  return { ...answer, view: before.view };
}

function select(choices: string[], value: string): HTMLSelectElement {
  const element = el('select', {}, ...choices.map((choice) => el('option', { attributes: { value: choice } }, choice)));
  element.value = value;
  return element;
}
