import { tableFromIPC } from '@uwdata/flechette';
import { cellReader } from './arrow/cells';
import { registerCodecs } from './arrow/codecs';
import { verify } from './arrow/verify';
import { damaged, decoding } from './damaged';
import { checkCells, checkColumns, checkSize, uniqueNames } from './limits';
import { Problem } from './problem';
import type { Column, Format, ReadProgress, Table } from './table';
import { infiniteNotes, leftOutNotes, typedColumn } from './typed';

/**
 * Apache Arrow's file format, which is Feather version 2, also with LZ4 or zstd compression. Numbers, truth values, words,
 * dates and times (as ISO text) become columns; nested ones and raw bytes are left out and named.
 */
export const arrow: Format = {
  id: 'arrow',
  title: 'Arrow (Feather 2)',
  extensions: ['.arrow', '.feather'],
  recognises: (bytes) => isMagic(bytes, 0),
  read,
};

const magic = [0x41, 0x52, 0x52, 0x4f, 0x57, 0x31];

function* read(input: Uint8Array): Generator<ReadProgress, Table> {
  checkSize(input.length);
  yield { rows: 0, fraction: 0 };
  if (!isMagic(input, 0) || !isMagic(input, input.length - magic.length)) {
    throw damaged(
      arrow.title,
      'its first or last 6 bytes',
      'they are not "ARROW1"; expected that at both ends, as in a file, not in a stream or in Feather version 1',
    );
  }
  // Numbers are read in place, which needs an address that is a multiple of 8.
  const bytes = input.byteOffset % 8 === 0 ? input : input.slice();
  const table = decoding(arrow.title, 'its descriptions', () => {
    verify(bytes);
    registerCodecs();
    return tableFromIPC(bytes, { useBigInt: true });
  });
  const { fields } = table.schema;
  const rows = table.children[0]?.length ?? 0;
  if (rows === 0) throw new Problem('no-rows', 'the Arrow file has no rows; expected at least one');
  checkColumns(fields.length);
  checkCells(rows, fields.length);
  const { names, notes } = uniqueNames(fields.map((field) => field.name ?? ''));
  const columns: Column[] = [];
  const leftOut: string[] = [];
  const infinite: string[] = [];
  for (const [i, name] of names.entries()) {
    const place = `column ${name}`;
    const column = table.getChildAt(i);
    if (column.length !== rows)
      throw damaged(arrow.title, place, `${column.length} rows; expected ${rows} as in the first column`);
    const cell = decoding(arrow.title, place, () => cellReader(column));
    if (cell) columns.push(decoding(arrow.title, place, () => typedColumn(name, rows, cell, infinite)));
    else leftOut.push(name);
    yield { rows, fraction: (i + 1) / names.length };
  }
  if (columns.length === 0)
    throw new Problem('no-columns', 'the Arrow file has no columns of numbers or words; expected at least one');
  notes.push(...leftOutNotes(leftOut), ...infiniteNotes(infinite));
  return { rows, columns, report: { format: arrow.id, raggedRows: 0, notes } };
}

function isMagic(bytes: Uint8Array, at: number): boolean {
  return magic.every((byte, i) => bytes[at + i] === byte);
}
