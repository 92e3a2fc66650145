import type { ColumnMetaData } from 'hyparquet';
import { damaged, decoding } from './damaged';
import { checkCells, checkColumns, checkSize, checkUnfolded, uniqueNames } from './limits';
import { readChunk } from './parquet/chunk';
import { readFooter, type Field, type Footer } from './parquet/footer';
import { isReadable } from './parquet/types';
import { Problem } from './problem';
import type { Column, Format, ReadProgress, Table } from './table';
import { infiniteNotes, leftOutNotes, typedColumn, type TypedCell } from './typed';
import { grouped } from './words';

/**
 * Apache Parquet, read by columns. Numbers, truth values, words, dates and times (as ISO text) become columns; nested ones
 * and raw bytes are left out and named. Checksums of pages are not looked at, so damage can go unnoticed where all lengths
 * still agree.
 */
export const parquet: Format = {
  id: 'parquet',
  title: 'Parquet',
  extensions: ['.parquet', '.pq'],
  recognises: (bytes) => isMagic(bytes, 0),
  read,
};

function* read(bytes: Uint8Array): Generator<ReadProgress, Table> {
  checkSize(bytes.length);
  yield { rows: 0, fraction: 0 };
  if (!isMagic(bytes, 0) || !isMagic(bytes, bytes.length - 4))
    throw damaged(parquet.title, 'its first or last 4 bytes', 'they are not "PAR1"; expected that at both ends');
  const footer = readFooter(bytes, parquet.title);
  const { rows } = footer;
  const fields = footer.fields.filter(({ tree }) => isReadable(tree));
  const leftOut = footer.fields.filter(({ tree }) => !isReadable(tree)).map(({ name }) => name);
  if (fields.length === 0)
    throw new Problem('no-columns', 'the Parquet file has no columns of numbers or words; expected at least one');
  checkColumns(fields.length);
  checkCells(rows, fields.length);
  const { names, notes } = uniqueNames(fields.map(({ name }) => name));
  const columns: Column[] = [];
  const infinite: string[] = [];
  for (const [i, field] of fields.entries()) {
    const cells = readField(bytes, footer, field);
    columns.push(typedColumn(names[i]!, rows, (row) => cells[row], infinite));
    yield { rows, fraction: columns.length / fields.length };
  }
  notes.push(...leftOutNotes(leftOut), ...infiniteNotes(infinite));
  return { rows, columns, report: { format: parquet.id, raggedRows: 0, notes } };
}

function isMagic(bytes: Uint8Array, at: number): boolean {
  return [0x50, 0x41, 0x52, 0x31].every((byte, i) => bytes[at + i] === byte);
}

/** The cells of one column, from all groups of rows. */
function readField(bytes: Uint8Array, { groups, schema, rows }: Footer, { name, tree, position }: Field): TypedCell[] {
  const cells: TypedCell[] = [];
  for (const [i, group] of groups.entries()) {
    const place = `column ${name} of row group ${i}`;
    const { meta_data: chunk, file_path } = group.chunks[position] ?? {};
    if (chunk?.path_in_schema?.join('\0') !== name)
      throw damaged(parquet.title, place, 'there is no such chunk of its type; expected one in each group');
    if (file_path !== undefined)
      throw new Problem('unreadable-file', `the Parquet file keeps ${place} in another file; write one file`);
    const end = cells.length + group.rows;
    const content = contentOf(bytes, chunk, place);
    decoding(parquet.title, place, () => readChunk(content, chunk, [schema, tree], end, cells));
    if (cells.length !== end) {
      const found = `${grouped(cells.length)} rows up to it, of ${grouped(rows)}`;
      throw damaged(parquet.title, place, `${found}; expected ${grouped(end)}`);
    }
  }
  return cells;
}

/** The bytes of a chunk: a dictionary, if it has one, and pages. */
function contentOf(bytes: Uint8Array, chunk: ColumnMetaData, place: string): Uint8Array {
  const from = Number(chunk.dictionary_page_offset || chunk.data_page_offset);
  const length = Number(chunk.total_compressed_size);
  checkUnfolded(Number(chunk.total_uncompressed_size));
  if (!(from >= 4 && length >= 0 && from + length <= bytes.length)) {
    const found = `${length} bytes from byte ${from}`;
    throw damaged(parquet.title, place, `${found}; expected them within the file's ${bytes.length}`);
  }
  // A copy, because numbers are read in place, which needs an address that is a multiple of their size.
  return bytes.slice(from, from + length);
}
