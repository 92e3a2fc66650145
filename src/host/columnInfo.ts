import { mostNumericClasses } from '../data/target';
import { Problem } from '../data/problem';
import { isBinary, readTextTable } from '../data/textFormats';
import type { Column, NumericColumn } from '../data/table';
import type { ColumnInfo } from '../language/columns';

/** Bytes from the beginning of a file that are enough to know its columns. */
const headBytes = 256 * 1024;
/** A file that makes no sense without its end, such as JSON, is read whole up to this size. */
const mostWholeBytes = 8 * 1024 * 1024;

/**
 * The columns of a data file, from its beginning where it is long. Throws a `Problem` for what is no data, and for what is not
 * text: the decoders of binary formats are in the engine alone, so that the editor stays small.
 */
export function columnsIn(path: string, bytes: Uint8Array): ColumnInfo[] {
  if (isBinary(bytes))
    throw new Problem(
      'columns-unknown',
      `the columns of ${path} are known once a cell reads it: write "data: ${path}" and run it`,
    );
  if (bytes.length <= headBytes) return describe(path, bytes, false);
  try {
    return describe(path, headOf(bytes), true);
  } catch (problem) {
    if (bytes.length > mostWholeBytes) throw problem;
    return describe(path, bytes, false);
  }
}

/** Whole lines only: the last one is cut somewhere. */
function headOf(bytes: Uint8Array): Uint8Array {
  const head = bytes.subarray(0, headBytes);
  const end = head.lastIndexOf(0x0a);
  return end > 0 ? head.subarray(0, end) : head;
}

function describe(path: string, bytes: Uint8Array, partial: boolean): ColumnInfo[] {
  const { columns, rows } = readTextTable(path, bytes);
  return columns.map((column) => {
    const { name, kind, missing } = column;
    return { name, kind, rows, missing, ...(partial ? { partial } : {}), ...valuesOf(column) };
  });
}

function valuesOf(column: Column): Pick<ColumnInfo, 'levels' | 'low' | 'high'> {
  if (column.kind === 'categorical') return { levels: column.levels };
  return column.kind === 'numeric' ? numbersOf(column) : {};
}

/** The range of the numbers and, where they could be classes, each of them. */
function numbersOf({ values, integer }: NumericColumn): Pick<ColumnInfo, 'levels' | 'low' | 'high'> {
  const distinct = new Set<number>();
  let low = Infinity;
  let high = -Infinity;
  for (const value of values) {
    if (Number.isNaN(value)) continue;
    if (value < low) low = value;
    if (value > high) high = value;
    if (integer && distinct.size <= mostNumericClasses) distinct.add(value);
  }
  const levels = [...distinct].sort((a, b) => a - b).map(String);
  const areClasses = integer && levels.length > 0 && levels.length <= mostNumericClasses;
  return { ...(low <= high ? { low, high } : {}), ...(areClasses ? { levels } : {}) };
}
