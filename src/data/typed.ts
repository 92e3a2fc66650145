import { CellColumn } from './cells';
import { numericColumn } from './infer';
import { checkText } from './limits';
import type { Column } from './table';
import { listed } from './words';

/** A cell of a file that knows types. Truth values become the words `true` and `false`. */
export type TypedCell = number | bigint | boolean | string | null | undefined;

/**
 * A column of typed cells, as a CSV file with the same values would give it: words that are all numbers are numbers, few
 * words are categories, and whole numbers beyond 2^53 are words, so that no digit is lost. Infinite numbers become empty.
 *
 * @param at the cell of a row, from 0; asked once or twice for each
 * @param infinite the name is added to where numbers were infinite, see {@link infiniteNotes}
 */
export function typedColumn(name: string, rows: number, at: (row: number) => TypedCell, infinite: string[]): Column {
  const values = new Float64Array(rows);
  let endless = false;
  for (let row = 0; row < rows; row++) {
    const cell = at(row);
    const value = typeof cell === 'bigint' ? safeNumber(cell) : cell === null || cell === undefined ? NaN : cell;
    if (typeof value !== 'number') return wordsColumn(name, rows, at);
    const isInfinite = value === Infinity || value === -Infinity;
    if (isInfinite) endless = true;
    values[row] = isInfinite ? NaN : value;
  }
  if (endless) infinite.push(name);
  return numericColumn(name, values);
}

/** What to tell of the columns in which {@link typedColumn} found infinite numbers. */
export function infiniteNotes(names: readonly string[]): string[] {
  return names.length === 0 ? [] : [`Infinite values were treated as missing: ${listed(names)}.`];
}

/** What to tell of columns whose type is none of {@link TypedCell}. */
export function leftOutNotes(names: readonly string[]): string[] {
  return names.length === 0
    ? []
    : [`Left out, because only numbers, words, dates and truth values are cells: ${listed(names)}.`];
}

function safeNumber(cell: bigint): number | bigint {
  const value = Number(cell);
  return Number.isSafeInteger(value) ? value : cell;
}

function wordsColumn(name: string, rows: number, at: (row: number) => TypedCell): Column {
  const column = new CellColumn();
  let letters = 0;
  for (let row = 0; row < rows; row++) {
    const cell = at(row);
    if (typeof cell === 'string') {
      letters += cell.length;
      checkText(letters);
    }
    column.set(row, cell);
  }
  return column.finish(name, rows);
}
