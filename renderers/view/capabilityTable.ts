import { capabilityColumns } from '../../src/protocol/capabilityWords';
import type { ModelResult } from '../../src/protocol/result';
import { el, spoken } from './dom';
import type { Part } from './dom';
import { scroll } from './grid';

const name = 'What these models can do';

/** Which model can do what, folded up; undefined where there are no models. */
export function capabilityTable(models: ModelResult[]): Part | undefined {
  if (models.length === 0) return undefined;
  const columns = capabilityColumns(models);
  const head = el(
    'tr',
    {},
    el('th', { attributes: { scope: 'col' } }, 'Model'),
    ...columns.map(({ title, doc }) => el('th', { title: doc, attributes: { scope: 'col' } }, title)),
  );
  const rows = models.map((model) =>
    el(
      'tr',
      {},
      el('th', { attributes: { scope: 'row' } }, model.name),
      ...columns.map(({ capability }) => mark(model.capabilities.includes(capability))),
    ),
  );
  const table = el('table', { attributes: { 'aria-label': name } }, el('thead', {}, head), el('tbody', {}, ...rows));
  return {
    element: el(
      'section',
      { class: 'card', attributes: { 'aria-label': name } },
      el('details', {}, el('summary', {}, name), scroll(table, name)),
    ),
  };
}

function mark(can: boolean): HTMLElement {
  const sign = el('span', { attributes: { 'aria-hidden': 'true' } }, can ? '✓' : '–');
  return el('td', { class: can ? '' : 'absent' }, sign, spoken(can ? 'yes' : 'no'));
}
