import { parquetHeader, readPage } from 'hyparquet/src/column.js';
import { convert } from 'hyparquet/src/convert.js';
import type { ColumnDecoder, ColumnMetaData, DecodedArray, PageHeader, SchemaTree } from 'hyparquet/src/types.js';
import type { TypedCell } from '../typed';
import { unfolded } from './compression';
import { checkPage } from './guard';
import { parsers } from './types';

/**
 * The cells of one column in one group of rows, added to `cells` until there are `end`: its pages one by one. hyparquet
 * decodes each, after it was unfolded and found to claim no more than it holds; by itself it would trust every length.
 *
 * @param path the schema's root and the column, which is not nested
 */
export function readChunk(
  bytes: Uint8Array,
  chunk: ColumnMetaData,
  path: SchemaTree[],
  end: number,
  cells: TypedCell[],
): void {
  const { element } = path[1]!;
  const decoder = {
    ...chunk,
    pathInSchema: chunk.path_in_schema,
    element,
    // The schema is what the rest was decided on.
    type: element.type!,
    schemaPath: path,
    codec: 'UNCOMPRESSED',
    parsers,
  } satisfies Partial<ColumnDecoder> as ColumnDecoder;
  const reader = { view: new DataView(bytes.buffer, bytes.byteOffset, bytes.length), offset: 0 };
  let dictionary: DecodedArray | undefined;
  while (cells.length < end && reader.offset < bytes.length) {
    const header = parquetHeader(reader);
    const from = reader.offset;
    const size = header.compressed_page_size;
    if (!(size >= 0 && from + size <= bytes.length))
      throw new Error(`a page of ${size} bytes where ${bytes.length - from} are left`);
    reader.offset += size;
    if (header.type === 'INDEX_PAGE') continue;
    const page = plainPage(bytes.subarray(from, from + size), header, chunk);
    if (!checkPage(page, header, decoder, end - cells.length)) continue;
    const plain = { ...header, compressed_page_size: page.length, uncompressed_page_size: page.length };
    const room = { view: new DataView(page.buffer, page.byteOffset, page.length), offset: 0 };
    const { data } = readPage(room, plain, decoder, dictionary, undefined, 0);
    if (header.type === 'DICTIONARY_PAGE') dictionary = data && convert(data, decoder);
    else for (const cell of data as ArrayLike<TypedCell> & Iterable<TypedCell>) cells.push(cell);
  }
}

/** A page without compression; of the second version, the levels in front of the values never have any. */
function plainPage(bytes: Uint8Array, header: PageHeader, { codec }: ColumnMetaData): Uint8Array {
  const second = header.type === 'DATA_PAGE_V2' ? header.data_page_header_v2 : undefined;
  if (!second) return unfolded(bytes, header.uncompressed_page_size, codec);
  if (second.is_compressed === false) return bytes;
  const levels = second.repetition_levels_byte_length + second.definition_levels_byte_length;
  if (!(levels >= 0 && levels <= bytes.length))
    throw new Error(`levels of ${levels} bytes in a page of ${bytes.length}`);
  const values = unfolded(bytes.subarray(levels), header.uncompressed_page_size - levels, codec);
  const page = new Uint8Array(levels + values.length);
  page.set(bytes.subarray(0, levels));
  page.set(values, levels);
  return page;
}
