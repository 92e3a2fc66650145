import { formatNumber } from '../figures/text';
import { saveCsv } from './save';
import { button, el } from './dom';
import type { Part } from './dom';

export type Cell = string | number | boolean | null;

/** Rows on one page of a table. */
const pageRows = 50;

/** A table as it is: columns of numbers to the right, a page at a time. */
export function grid(name: string, columns: string[], rows: Cell[][]): Part {
  const numeric = columns.map((_, j) => rows.some((row) => typeof row[j] === 'number') && rows.every((row) => typeof row[j] === 'number' || (row[j] ?? null) === null));
  const body = el('tbody');
  const table = el(
    'table',
    { attributes: { 'aria-label': name } },
    el('thead', {}, el('tr', {}, ...columns.map((column, j) => el('th', { class: numeric[j] ? 'number' : '', attributes: { scope: 'col' } }, column)))),
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
    body.replaceChildren(...shown.map((row) => el('tr', {}, ...columns.map((_, j) => cell(row[j] ?? null, numeric[j]!)))));
    status.textContent = `Rows ${formatNumber(from + 1, 9)} to ${formatNumber(from + shown.length, 9)} of ${formatNumber(rows.length, 9)}`;
    previous.disabled = page === 0;
    next.disabled = page === last;
  };
  show(0);
  return { element: el('div', {}, scroll(table, name), last > 0 && el('div', { class: 'pager' }, previous, next, status)) };
}

/** A wide table scrolls by itself, also by keyboard. */
export function scroll(table: HTMLTableElement, name: string): HTMLElement {
  return el('div', { class: 'scroll', role: 'region', attributes: { tabindex: '0', 'aria-label': name } }, table);
}

function cell(value: Cell, isNumber: boolean): HTMLTableCellElement {
  if (value === null) return el('td', { class: `absent${isNumber ? ' number' : ''}` }, '–');
  const text = typeof value === 'number' ? formatNumber(value) : String(value);
  return el('td', { class: isNumber ? 'number' : '', ...(text.length > 40 ? { title: text } : {}) }, text);
}

/** A titled table with its CSV button. */
export function tableCard(name: string, columns: string[], rows: Cell[][]): Part {
  const element = el('section', { class: 'card', attributes: { 'aria-label': name } });
  const csv = button('CSV', `Save ${name} as CSV`, () => saveCsv(element, name, columns, rows));
  element.append(el('div', { class: 'head' }, el('div', { class: 'title' }, name), el('div', { class: 'tools' }, csv)), grid(name, columns, rows).element);
  return { element };
}
