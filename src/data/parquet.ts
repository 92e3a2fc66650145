import { parquetMetadata, parquetSchema, type ColumnMetaData, type FileMetaData, type SchemaTree } from 'hyparquet';
import { damaged, decoding } from './damaged';
import { checkCells, checkColumns, checkSize, checkUnfolded, uniqueNames } from './limits';
import { readChunk } from './parquet/chunk';
import { unreadable } from './parquet/types';
import { Problem } from './problem';
import type { Column, Format, ReadProgress, Table } from './table';
import { infiniteNotes, typedColumn, type TypedCell } from './typed';
import { grouped, listed } from './words';

/**
 * Apache Parquet, read by columns. Numbers, truth values, words, dates and times (as ISO text) become columns; nested ones
 * and raw bytes are left out and named. Pages carry checksums only if their writer cared, so damage can go unnoticed
 * where all lengths still agree.
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
  const metadata = readMetadata(bytes);
  const schema = decoding(parquet.title, 'its schema', () => parquetSchema(metadata));
  const rows = rowsOf(metadata);
  const leftOut = schema.children.filter(unreadable);
  const readable = schema.children.filter((field) => !leftOut.includes(field));
  if (readable.length === 0)
    throw new Problem('no-columns', 'the Parquet file has no columns of numbers or words; expected at least one');
  checkColumns(readable.length);
  checkCells(rows, readable.length);
  const { names, notes } = uniqueNames(readable.map(({ element }) => element.name));
  const columns: Column[] = [];
  const infinite: string[] = [];
  for (const [i, field] of readable.entries()) {
    const cells = readField(bytes, metadata, schema, field, rows);
    columns.push(typedColumn(names[i]!, rows, (row) => cells[row], infinite));
    yield { rows, fraction: columns.length / readable.length };
  }
  if (leftOut.length > 0) {
    const what = listed(leftOut.map(({ element }) => element.name));
    notes.push(`Left out, because only numbers, words, dates and truth values are cells: ${what}.`);
  }
  return {
    rows,
    columns,
    report: { format: parquet.id, raggedRows: 0, notes: [...notes, ...infiniteNotes(infinite)] },
  };
}

function isMagic(bytes: Uint8Array, at: number): boolean {
  return [0x50, 0x41, 0x52, 0x31].every((byte, i) => bytes[at + i] === byte);
}

function readMetadata(bytes: Uint8Array): FileMetaData {
  if (!parquet.recognises!(bytes))
    throw damaged(parquet.title, 'its first or last 4 bytes', 'they are not "PAR1"; expected that at both ends');
  return decoding(parquet.title, 'its footer', () =>
    parquetMetadata(bytes, { geoparquet: false, parsers: noStatistics }),
  );
}

/** The least and greatest values that the footer tells are not needed, and may be nonsense. */
const noStatistics = {
  timestampFromMilliseconds: () => null,
  timestampFromMicroseconds: () => null,
  timestampFromNanoseconds: () => null,
  dateFromDays: () => null,
  stringFromBytes: () => null,
};

/** The rows of all groups, which must be as many as the file says. */
function rowsOf(metadata: FileMetaData): number {
  const rows = Number(metadata.num_rows);
  const counts = metadata.row_groups.map((group) => Number(group.num_rows));
  const sum = counts.reduce((total, count) => total + count, 0);
  if (![rows, ...counts].every((count) => Number.isSafeInteger(count) && count >= 0) || sum !== rows) {
    throw damaged(
      parquet.title,
      'its footer',
      `${rows} rows in groups of ${counts.slice(0, 5).join(', ') || 'none'}; expected the sum`,
    );
  }
  if (rows === 0) throw new Problem('no-rows', 'the Parquet file has no rows; expected at least one');
  return rows;
}

/** The cells of one column, from all groups of rows. */
function readField(
  bytes: Uint8Array,
  metadata: FileMetaData,
  schema: SchemaTree,
  field: SchemaTree,
  rows: number,
): TypedCell[] {
  const { name } = field.element;
  const cells: TypedCell[] = [];
  for (const [i, group] of metadata.row_groups.entries()) {
    const place = `column ${name} of row group ${i}`;
    const chunk = group.columns.find(({ meta_data }) => meta_data?.path_in_schema.join('.') === field.path.join('.'));
    if (!chunk?.meta_data) throw damaged(parquet.title, place, 'there is no such chunk; expected one in each group');
    if (chunk.file_path !== undefined)
      throw new Problem('unreadable-file', `the Parquet file keeps ${place} in another file; write one file`);
    const content = contentOf(bytes, chunk.meta_data, place);
    const end = cells.length + Number(group.num_rows);
    decoding(parquet.title, place, () => readChunk(content, chunk.meta_data!, [schema, field], end, cells));
    if (cells.length !== end) {
      throw damaged(
        parquet.title,
        place,
        `${grouped(cells.length)} rows up to it; expected ${grouped(end)} of ${grouped(rows)}`,
      );
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
    throw damaged(
      parquet.title,
      place,
      `${length} bytes from byte ${from}; expected them within the file's ${bytes.length}`,
    );
  }
  return bytes.slice(from, from + length);
}
