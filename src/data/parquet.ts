import type { ColumnMetaData, SchemaTree } from 'hyparquet';
import { damaged, decoding } from './damaged';
import { checkCells, checkColumns, checkSize, checkUnfolded, uniqueNames } from './limits';
import { readChunk } from './parquet/chunk';
import { readFooter, type Footer } from './parquet/footer';
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
  recognises: (bytes) => isMagic(bytes, 0) && isMagic(bytes, bytes.length - 4),
  read,
};

function* read(bytes: Uint8Array): Generator<ReadProgress, Table> {
  checkSize(bytes.length);
  yield { rows: 0, fraction: 0 };
  if (!parquet.recognises!(bytes))
    throw damaged(parquet.title, 'its first or last 4 bytes', 'they are not "PAR1"; expected that at both ends');
  const footer = readFooter(bytes, parquet.title);
  const { rows, schema } = footer;
  const fields = schema.children.filter(isReadable);
  const leftOut = schema.children.filter((field) => !isReadable(field)).map(({ element }) => element.name);
  if (fields.length === 0)
    throw new Problem('no-columns', 'the Parquet file has no columns of numbers or words; expected at least one');
  checkColumns(fields.length);
  checkCells(rows, fields.length);
  const { names, notes } = uniqueNames(fields.map(({ element }) => element.name));
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
function readField(bytes: Uint8Array, { groups, schema, rows }: Footer, field: SchemaTree): TypedCell[] {
  const { name } = field.element;
  const cells: TypedCell[] = [];
  for (const [i, group] of groups.entries()) {
    const place = `column ${name} of row group ${i}`;
    const { meta_data: chunk, file_path } = group.chunks.get(name) ?? {};
    if (!chunk) throw damaged(parquet.title, place, 'there is no such chunk; expected one in each group');
    if (file_path !== undefined)
      throw new Problem('unreadable-file', `the Parquet file keeps ${place} in another file; write one file`);
    const end = cells.length + group.rows;
    const content = contentOf(bytes, chunk, place);
    decoding(parquet.title, place, () => readChunk(content, chunk, [schema, field], end, cells));
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
