import { readTable } from '../../../src/data/formats';
import { Problem } from '../../../src/data/problem';
import { createRng, type Rng } from '../../../src/data/random';
import type { Column, Table, TextColumn } from '../../../src/data/table';

export function utf8(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

export function readText(text: string, path = 'data.csv'): Table {
  return readTable(path, utf8(text));
}

export function names(table: Table): string[] {
  return table.columns.map((column) => column.name);
}

export function column(table: Table, name: string): Column {
  const found = table.columns.find((candidate) => candidate.name === name);
  if (!found) throw new Error(`no column ${name} among ${names(table).join(', ')}`);
  return found;
}

/** The cells of a column as a program would want them: numbers, words, null. */
export function cells(column: Column): (number | string | null)[] {
  if (column.kind === 'numeric') return Array.from(column.values, (value) => (Number.isNaN(value) ? null : value));
  return Array.from(column.codes, (code) => (code < 0 ? null : column.levels[code]!));
}

export function rowsOf(table: Table): (number | string | null)[][] {
  const columns = table.columns.map(cells);
  return Array.from({ length: table.rows }, (_, row) => columns.map((values) => values[row]!));
}

/** The problem that `run` throws; anything else that is thrown fails the test. */
export function problemOf(run: () => unknown): Problem {
  try {
    run();
  } catch (error) {
    if (error instanceof Problem) return error;
    throw error;
  }
  throw new Error('expected a Problem, nothing was thrown');
}

export function pick<T>(rng: Rng, items: readonly T[]): T {
  return items[rng.integer(items.length)]!;
}

export { createRng };

/** A column of these texts, one in each row. */
export function textColumn(levels: string[]): TextColumn {
  return { kind: 'text', name: 'words', codes: Int32Array.from(levels.keys()), levels, missing: 0 };
}
