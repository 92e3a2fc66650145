import { TableBuilder } from './cells';
import { checkSize } from './limits';
import { Problem } from './problem';
import type { Format, ReadProgress, Table } from './table';
import { quoted } from './words';

/**
 * A list of flat objects, one per row; the same under a single key such as `data`; or an object of equally long lists,
 * one per column.
 */
export const json: Format = { id: 'json', title: 'JSON', extensions: ['.json'], read };

const expectation =
  'expected a list of objects, as in [{"x": 1, "y": "a"}], or an object of lists, as in {"x": [1], "y": ["a"]}';

function* read(bytes: Uint8Array): Generator<ReadProgress, Table> {
  checkSize(bytes.length);
  const text = decodeText(bytes);
  if (text.trim() === '') throw new Problem('empty-file', `the file is empty; ${expectation}`);
  yield { rows: 0, fraction: 0 };
  const notes: string[] = [];
  const content = findRows(parse(text), notes);
  yield { rows: 0, fraction: 0.5 };
  const builder = new TableBuilder();
  if (Array.isArray(content)) {
    for (const [row, value] of content.entries()) {
      addRow(builder, row, value, `row ${row + 1}`);
      if (row % 10_000 === 9_999) yield { rows: row + 1, fraction: 0.5 + (0.5 * row) / content.length };
    }
  } else {
    addColumns(builder, content);
  }
  if (builder.rows === 0) throw new Problem('no-rows', `the file holds no rows; ${expectation}`);
  return builder.finish(json.id, notes);
}

/** Text of a JSON file: UTF-8, or UTF-16 with a byte-order mark. */
function decodeText(bytes: Uint8Array): string {
  const encoding =
    bytes[0] === 0xff && bytes[1] === 0xfe ? 'utf-16le' : bytes[0] === 0xfe && bytes[1] === 0xff ? 'utf-16be' : 'utf-8';
  try {
    return new TextDecoder(encoding).decode(bytes);
  } catch {
    // Engines hold no string of more than about half a thousand million letters.
    throw new Problem(
      'file-too-large',
      `the file has ${bytes.length} bytes, too many for one piece of JSON; write one object a line (.jsonl) or CSV`,
    );
  }
}

/** Adds one object as a row. */
export function addRow(builder: TableBuilder, row: number, value: unknown, place: string): void {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new Problem(
      'invalid-json',
      `invalid ${place}: ${describe(value)}; expected an object of column names and values, as in {"x": 1, "y": "a"}`,
    );
  }
  const entries = Object.entries(value);
  if (entries.length === 0)
    throw new Problem('invalid-json', `invalid ${place}: {}; expected an object with at least one value`);
  for (const [name, cell] of entries) builder.set(row, name, cell);
}

/** The beginning of a value's JSON text. */
function describe(value: unknown): string {
  return quoted(Array.isArray(value) ? `a list of ${value.length}` : (JSON.stringify(value) ?? String(value)));
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    const message = (error as Error).message;
    const position = /position (\d+)/.exec(message);
    const where = position ? ` in line ${text.slice(0, Number(position[1])).split('\n').length}` : '';
    throw new Problem('invalid-json', `the file is not valid JSON${where}: ${message.replace(/\s+/g, ' ')}`);
  }
}

function findRows(content: unknown, notes: string[]): unknown[] | Record<string, unknown[]> {
  if (Array.isArray(content)) return content;
  if (typeof content !== 'object' || content === null) {
    throw new Problem('invalid-json', `the file holds ${describe(content)}; ${expectation}`);
  }
  const entries = Object.entries(content) as [string, unknown][];
  const lists = entries.filter((entry): entry is [string, unknown[]] => Array.isArray(entry[1]));
  const tables = lists.filter(
    ([, list]) =>
      list.length > 0 && list.every((row) => typeof row === 'object' && row !== null && !Array.isArray(row)),
  );
  if (tables.length === 1) {
    const [name, rows] = tables[0]!;
    notes.push(`The rows were read from ${quoted(name)}.`);
    return rows;
  }
  if (lists.length === entries.length && lists.length > 0 && tables.length === 0) return Object.fromEntries(lists);
  throw new Problem(
    'invalid-json',
    `the file holds an object with ${
      entries
        .map(([name]) => quoted(name))
        .slice(0, 5)
        .join(', ') || 'nothing'
    }; ${expectation}`,
  );
}

function addColumns(builder: TableBuilder, columns: Record<string, unknown[]>): void {
  const entries = Object.entries(columns);
  const [firstName, firstList] = entries[0]!;
  for (const [name, list] of entries) {
    if (list.length !== firstList.length) {
      throw new Problem(
        'invalid-json',
        `column ${quoted(name)} has ${list.length} values and ${quoted(firstName)} has ${firstList.length}; expected lists of equal length`,
      );
    }
    for (const [row, cell] of list.entries()) builder.set(row, name, cell);
  }
}
