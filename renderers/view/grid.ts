import { formatNumber } from '../figures/text';
import { saveCsv } from './save';
import { button, el } from './dom';
import type { Part } from './dom';

export type Cell = string | number | boolean | null;

/** Rows on one page of a table. */
const pageRows = 50;

/** A table as it is: columns of numbers to the right, a page at a time. */
export function grid(name: string, columns: string[], rows: Cell[][]): Part {
  const numeric = columns.map(
    (_, j) =>
      rows.some((row) => typeof row[j] === 'number') &&
      rows.every((row) => typeof row[j] === 'number' || (row[j] ?? null) === null),
  );
  const writers = columns.map((_, j) =>
    numberWriter(rows.flatMap((row) => (typeof row[j] === 'number' ? [row[j]] : []))),
  );
  const body = el('tbody');
  const table = el(
    'table',
    { attributes: { 'aria-label': name } },
    el(
      'thead',
      {},
      el(
        'tr',
        {},
        ...columns.map((column, j) =>
          el('th', { class: numeric[j] ? 'number' : '', attributes: { scope: 'col' } }, column),
        ),
      ),
    ),
    body,
  );
  const status = el('span', { attributes: { 'aria-live': 'polite' } });
  let page = 0;
  const last = Math.max(0, Math.ceil(rows.length / pageRows) - 1);
  const previous = button('Previous', 'Previous rows', () => show(page - 1));
  const next = button('Next', 'Next rows', () => show(page + 1));
  const show = (wanted: number) => {
    page = Math.min(last, Math.max(0, wanted));
    const from = page * pageRows;
    const shown = rows.slice(from, from + pageRows);
    body.replaceChildren(
      ...shown.map((row) => el('tr', {}, ...columns.map((_, j) => cell(row[j] ?? null, numeric[j]!, writers[j]!)))),
    );
    status.textContent = `Rows ${formatNumber(from + 1, 9)} to ${formatNumber(from + shown.length, 9)} of ${formatNumber(rows.length, 9)}`;
    previous.disabled = page === 0;
    next.disabled = page === last;
  };
  show(0);
  return {
    element: el('div', {}, scroll(table, name), last > 0 && el('div', { class: 'pager' }, previous, next, status)),
  };
}

/** A wide table scrolls by itself, also by keyboard. */
export function scroll(table: HTMLTableElement, name: string): HTMLElement {
  return el('div', { class: 'scroll', role: 'region', attributes: { tabindex: '0', 'aria-label': name } }, table);
}

function cell(value: Cell, isNumber: boolean, write: (value: number) => string): HTMLTableCellElement {
  if (value === null) return el('td', { class: `absent${isNumber ? ' number' : ''}` }, '–');
  const text = typeof value === 'number' ? write(value) : String(value);
  const title = typeof value === 'number' ? String(value) : text.length > 40 ? text : '';
  return el('td', { class: isNumber ? 'number' : '', title }, text);
}

/** How the numbers of a column are written: all with the decimals that four significant digits of any of them take, at most four. */
export function numberWriter(values: number[]): (value: number) => string {
  const decimals = Math.min(
    4,
    Math.max(0, ...values.map((value) => /\.(\d+)$/.exec(formatNumber(value))?.[1]?.length ?? 0)),
  );
  const format = new Intl.NumberFormat('en-US', { minimumFractionDigits: decimals, maximumFractionDigits: decimals });
  // what would be written as zero, or is too large for a column, keeps its own form
  const fits = (value: number) => value === 0 || (Math.abs(value) >= 0.5 * 10 ** -decimals && Math.abs(value) < 1e9);
  return (value) => (fits(value) ? format.format(value).replace('-', '−') : formatNumber(value));
}

/** A titled table with its CSV button. */
export function tableCard(name: string, columns: string[], rows: Cell[][]): Part {
  const words = name.replaceAll(/[-_]+/g, ' ');
  const title = words.charAt(0).toUpperCase() + words.slice(1);
  const element = el('section', { class: 'card', attributes: { 'aria-label': title } });
  const csv = button('CSV', `Save ${title} as CSV`, () => saveCsv(element, name, columns, rows));
  element.append(
    el('div', { class: 'head' }, el('div', { class: 'title' }, title), el('div', { class: 'tools' }, csv)),
    grid(name, columns, rows).element,
  );
  return { element };
}
