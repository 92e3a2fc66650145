import type { Metrics, ModelResult } from '../../src/protocol/result';
import { scroll } from './grid';
import type { Cell } from './grid';
import { saveCsv } from './save';
import { button, el, spoken } from './dom';
import type { Part } from './dom';
import { best, costWords, metricWords } from './words';
import type { Word } from './words';

type Column = Word & { key: string; values: (number | undefined)[] };

/** How good each model is, on the test rows or as a mean over `folds`; undefined where nothing was measured. */
export function metricsTable(models: ModelResult[], folds?: number): Part | undefined {
  const columns = Object.entries(metricWords).map(([key, word]) => ({
    key,
    ...word,
    values: models.map(({ metrics }) => metrics[key as keyof Metrics]),
  }));
  const tested = models.some(({ metrics }) => metrics.accuracy !== undefined);
  const where = folds === undefined ? 'on the test rows' : 'by cross-validation';
  return modelTable(tested ? `Quality ${where}` : 'Quality', models, columns);
}

/** What each model costs. */
export function costTable(models: ModelResult[]): Part | undefined {
  const columns = Object.entries(costWords).map(([key, word]) => ({
    key,
    ...word,
    values: models.map(({ cost }) => cost[key as keyof typeof costWords]),
  }));
  return modelTable('Cost', models, columns, { label: 'Ran on', values: models.map(({ cost }) => cost.backend) });
}

/** One row per model; columns that no model has are left out, the best value is bold with a star. */
function modelTable(
  name: string,
  models: ModelResult[],
  all: Column[],
  last?: { label: string; values: string[] },
): Part | undefined {
  const columns = all.filter(({ values }) => values.some((value) => value !== undefined));
  if (columns.length === 0) return undefined;
  const winners = columns.map((column) => best(column, column.values));
  const head = el(
    'tr',
    {},
    el('th', { attributes: { scope: 'col' } }, 'Model'),
    ...columns.map((column) =>
      el('th', { class: 'number', title: explain(column), attributes: { scope: 'col' } }, column.label),
    ),
    last && el('th', { attributes: { scope: 'col' } }, last.label),
  );
  const rows = models.map((model, i) =>
    el(
      'tr',
      {},
      el('th', { attributes: { scope: 'row' } }, model.name),
      ...columns.map((column, j) => valueCell(column, column.values[i], winners[j]!.has(i))),
      last && el('td', {}, last.values[i]),
    ),
  );
  const table = el('table', { attributes: { 'aria-label': name } }, el('thead', {}, head), el('tbody', {}, ...rows));
  const element = el('section', { class: 'card', attributes: { 'aria-label': name } });
  const csvRows = models.map((model, i): Cell[] => [
    model.name,
    ...columns.map(({ values }) => values[i] ?? null),
    ...(last ? [last.values[i] ?? null] : []),
  ]);
  const csvColumns = ['model', ...columns.map(({ key }) => key), ...(last ? ['backend'] : [])];
  const csv = button('CSV', `Save ${name} as CSV`, () => saveCsv(element, name, csvColumns, csvRows));
  const hasWinner = winners.some((set) => set.size > 0);
  element.append(
    el('div', { class: 'head' }, el('div', { class: 'title' }, name), el('div', { class: 'tools' }, csv)),
    scroll(table, name),
    ...(hasWinner ? [el('div', { class: 'legend' }, '★ best of the column')] : []),
  );
  return { element };
}

function valueCell(word: Word, value: number | undefined, isBest: boolean): HTMLElement {
  if (value === undefined)
    return el('td', { class: 'number absent', title: 'This model does not have this number.' }, '–');
  return el(
    'td',
    { class: isBest ? 'number best' : 'number', title: String(value) },
    word.write(value),
    isBest && spoken(' (best)'),
  );
}

function explain({ doc, better }: Word): string {
  if (better === undefined) return doc;
  return `${doc} ${better === 'higher' ? 'Higher is better.' : better === 'lower' ? 'Lower is better.' : `Near ${better.nearest} is best.`}`;
}
