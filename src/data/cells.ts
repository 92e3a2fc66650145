import { numberOf } from './csv/number';
import { numericColumn, wordColumn } from './infer';
import { checkCells, checkColumns, uniqueNames } from './limits';
import { isMissing } from './missing';
import type { Column, ReadReport, Table } from './table';
import { listed } from './words';

/** One cell as a program sees it; null is an empty one. */
export type Cell = number | string | null;

/**
 * Collects rows of named values, as in JSON, into columns: what a CSV file with the same values would give.
 * Names may appear late or be missing in some rows; nested values are kept as their JSON text.
 */
export class TableBuilder {
  rows = 0;
  private readonly columns = new Map<string, CellColumn>();

  set(row: number, name: string, value: unknown): void {
    let column = this.columns.get(name);
    if (column === undefined) {
      checkColumns(this.columns.size + 1);
      column = new CellColumn();
      this.columns.set(name, column);
    }
    if (row >= this.rows) {
      this.rows = row + 1;
      if (row % 1024 === 0) checkCells(this.rows, this.columns.size);
    }
    column.set(row, value);
  }

  finish(format: string, notes: string[]): Table {
    checkCells(this.rows, this.columns.size);
    const { names, notes: renamed } = uniqueNames([...this.columns.keys()]);
    const cells = [...this.columns.values()];
    const columns = cells.map((column, i) => column.finish(names[i]!, this.rows));
    const nested = names.filter((_, i) => cells[i]!.nested);
    if (nested.length > 0) notes.push(`Nested values (lists, objects) were read as text: ${listed(nested)}.`);
    const inexact = names.filter((_, i) => cells[i]!.inexact);
    if (inexact.length > 0)
      notes.push(`Whole numbers beyond 2^53 are not exact in JSON; write them in quotes: ${listed(inexact)}.`);
    const report: ReadReport = { format, raggedRows: 0, notes: [...notes, ...renamed] };
    return { rows: this.rows, columns, report };
  }
}

const empty = -1;
const isNumber = -2;

/** Collects the cells of one column, which may be of several kinds. */
export class CellColumn {
  nested = false;
  inexact = false;
  private codes = new Int32Array(16).fill(empty);
  private values = new Float64Array(16);
  private readonly words = new Map<string, number>();

  set(row: number, value: unknown): void {
    if (row >= this.codes.length) this.grow(row + 1);
    if (value === null || value === undefined) {
      this.codes[row] = empty;
    } else if (typeof value === 'number') {
      if (Number.isInteger(value) && !Number.isSafeInteger(value) && Math.abs(value) < 1e21) this.inexact = true;
      this.codes[row] = Number.isFinite(value) ? isNumber : empty;
      this.values[row] = value;
    } else {
      const word = typeof value === 'object' ? this.nestedText(value) : String(value);
      let code = this.words.get(word);
      if (code === undefined) {
        code = this.words.size;
        this.words.set(word, code);
      }
      this.codes[row] = code;
    }
  }

  private nestedText(value: object): string {
    this.nested = true;
    try {
      return JSON.stringify(value);
    } catch {
      // So many lists within lists that the engine's stack is too small for them.
      return '…';
    }
  }

  finish(name: string, rows: number): Column {
    if (rows > this.codes.length) this.grow(rows);
    const codes = this.codes.slice(0, rows);
    const words = [...this.words.keys()];
    const numbers = words.map((word) => (isMissing(word) ? NaN : numberOf(word)));
    if (words.every((word, code) => isMissing(word) || !Number.isNaN(numbers[code]!))) {
      const values = Float64Array.from(codes, (code, row) =>
        code === isNumber ? this.values[row]! : code === empty ? NaN : numbers[code]!,
      );
      return numericColumn(name, values);
    }
    for (let row = 0; row < rows; row++) {
      if (codes[row] === isNumber) {
        this.set(row, String(this.values[row]));
        codes[row] = this.codes[row]!;
      }
    }
    return wordColumn(name, codes, [...this.words.keys()]);
  }

  private grow(rows: number): void {
    const length = Math.max(rows, this.codes.length * 2);
    const codes = new Int32Array(length).fill(empty);
    codes.set(this.codes);
    const values = new Float64Array(length);
    values.set(this.values);
    this.codes = codes;
    this.values = values;
  }
}
