import type { ImageShape } from './plan';

/** A column of numbers; an empty cell is NaN. */
export interface NumericColumn {
  kind: 'numeric';
  name: string;
  values: Float64Array;
  /** Every value is a whole number. */
  integer: boolean;
  missing: number;
}

/** A column of words, coded: `levels[codes[row]]`; an empty cell has code -1. Levels are sorted by code unit. */
export interface CategoricalColumn {
  kind: 'categorical';
  name: string;
  codes: Int32Array;
  levels: string[];
  missing: number;
}

/**
 * A column with too many different values to be a category: free text, names, identifiers. Coded as a categorical one,
 * but levels are in no order.
 */
export interface TextColumn {
  kind: 'text';
  name: string;
  codes: Int32Array;
  levels: string[];
  missing: number;
}

export type Column = NumericColumn | CategoricalColumn | TextColumn;

/** A cell as text; undefined for an empty one. */
export function textAt(column: Column, row: number): string | undefined {
  if (column.kind !== 'numeric') return column.levels[column.codes[row]!];
  const value = column.values[row]!;
  return Number.isNaN(value) ? undefined : String(value);
}

/** What a reader noticed and a user should know, in whole sentences. */
export interface ReadReport {
  format: string;
  /** Details such as the delimiter that was recognised. */
  delimiter?: string;
  decimalComma?: boolean;
  /** Rows with more or fewer fields than the header; kept, padded or cut, never merged. */
  raggedRows: number;
  notes: string[];
}

/** A file's content by columns. */
export interface Table {
  rows: number;
  columns: Column[];
  report: ReadReport;
  /** Columns that are pixels, in a file that holds pictures. */
  image?: ImageShape & { columns: string[] };
  /** The column of classes, in a file that says so: the target of a cell that names none. */
  target?: string;
  /** The column of text, in a file of nothing else. */
  text?: string;
}

/** Rows read so far and the share of the bytes, for progress. */
export interface ReadProgress {
  rows: number;
  fraction: number;
}

/** What a cell says that changes how a file is read. */
export interface ReadWish {
  /** The size to which pictures are brought. */
  image?: Partial<ImageShape>;
  /** The file is read as running text, whatever it looks like. */
  prose?: boolean;
}

/** A file format: one file in this folder and one line in `formats.ts`. */
export interface Format {
  id: string;
  title: string;
  /** Lower case, with the dot. */
  extensions: string[];
  /** Whether a file's content is certainly of this format, whatever the file is called. Left out: text, which is anything. */
  recognises?(bytes: Uint8Array): boolean;
  /**
   * Reads bytes; yields now and then so that the caller can show progress and stop. Throws `Problem`.
   *
   * @param path the file's name, for formats that contain a file of another format
   */
  read(bytes: Uint8Array, path: string, wish?: ReadWish): Generator<ReadProgress, Table>;
}
