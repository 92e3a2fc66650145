import type { FigureOf } from '../../src/protocol/figures';
import { boundaryViews, viewedClass, viewOf } from '../figures/boundaryViews';
import type { ViewName } from '../figures/boundaryViews';
import { el } from '../view/dom';
import type { FigureCard } from '../view/figureCard';
import type { Control } from './control';

type DecisionBoundary = FigureOf<'decision-boundary'>;

/** A list of what the panels can show, and of the classes where one is to be chosen. */
export function viewChooser(figure: DecisionBoundary): Control | undefined {
  const views = (Object.keys(boundaryViews) as ViewName[]).filter((name) => boundaryViews[name].isThere(figure));
  if (views.length < 2) return undefined;
  const option = (value: string, text: string) => el('option', { attributes: { value } }, text);
  const show = el('select', {}, ...views.map((name) => option(name, boundaryViews[name].name)));
  const label = el('select', {}, ...figure.classes.map((name, k) => option(String(k), name)));
  show.value = viewOf(figure);
  label.value = String(viewedClass(figure));
  const classes = el('label', {}, 'class', label);
  const attach = (card: FigureCard) => {
    const change = () => {
      const view = show.value as ViewName;
      classes.hidden = view !== 'posterior';
      card.replace({
        ...(card.current as DecisionBoundary),
        view: { show: view, ...(view === 'posterior' ? { label: Number(label.value) } : {}) },
      });
    };
    classes.hidden = show.value !== 'posterior';
    show.addEventListener('change', change);
    label.addEventListener('change', change);
  };
  const element = el(
    'div',
    { class: 'planes', role: 'group', attributes: { 'aria-label': 'What the panels show' } },
    el('label', {}, 'show', show),
    classes,
  );
  return { element, attach };
}
