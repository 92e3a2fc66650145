import { deltaBinaryUnpack } from 'hyparquet/src/delta.js';
import { readVarInt } from 'hyparquet/src/thrift.js';
import type { ColumnDecoder, DataReader, PageHeader } from 'hyparquet/src/types.js';

/** Values in one page; writers end a page at a megabyte or at some ten thousand values. */
const mostValues = 2 ** 25;
/** Bytes that the words of one page may unfold to. */
const mostWordBytes = 2 ** 28;

/**
 * Whether a page, which is not compressed, has values. Throws an error where one of its counts would let the decoder
 * allocate, or go on, beyond what the page holds: runs that repeat more often than there are values, more values than rows.
 *
 * @param most rows that are left
 */
export function checkPage(page: Uint8Array, header: PageHeader, decoder: ColumnDecoder, most: number): boolean {
  const reader = { view: new DataView(page.buffer, page.byteOffset, page.length), offset: 0 };
  if (header.type === 'DICTIONARY_PAGE') {
    const count = header.dictionary_page_header?.num_values ?? -1;
    checkCount(count, 8 * page.length, 'words of the dictionary');
    checkWidth(count, decoder, page);
    return count > 0;
  }
  const data = header.type === 'DATA_PAGE_V2' ? header.data_page_header_v2 : header.data_page_header;
  if (!data) throw new Error(`a page of the kind ${header.type}`);
  checkCount(data.num_values, Math.min(most, mostValues), 'values of a page');
  const isOptional = decoder.element.repetition_type !== 'REQUIRED';
  if (header.type === 'DATA_PAGE_V2') {
    const {
      definition_levels_byte_length: levels,
      repetition_levels_byte_length: repetition,
      num_nulls,
    } = header.data_page_header_v2!;
    checkCount(num_nulls, data.num_values, 'empty cells');
    checkCount(repetition, page.length, 'bytes of levels');
    checkCount(levels, page.length - repetition, 'bytes of levels');
    reader.offset = repetition;
    if (isOptional) checkRuns(reader, 1, data.num_values);
    reader.offset = repetition + levels;
  } else if (isOptional) {
    const length = reader.view.getUint32(0, true);
    checkCount(length, page.length - 4, 'bytes of levels');
    reader.offset = 4;
    checkRuns(reader, 1, data.num_values);
    reader.offset = 4 + length;
  }
  checkValues(reader, data.encoding, data.num_values, decoder, page);
  return data.num_values > 0;
}

function checkValues(
  reader: DataReader,
  encoding: string,
  count: number,
  decoder: ColumnDecoder,
  page: Uint8Array,
): void {
  if (encoding === 'PLAIN') return;
  if (encoding === 'BYTE_STREAM_SPLIT') return checkWidth(count, decoder, page);
  if (encoding === 'RLE') {
    reader.offset += 4;
    return checkRuns(reader, 1, count);
  }
  if (encoding === 'PLAIN_DICTIONARY' || encoding === 'RLE_DICTIONARY') {
    if (reader.offset >= page.length) return;
    const width = reader.view.getUint8(reader.offset++);
    checkCount(width, 32, 'bits of a code');
    return checkRuns(reader, width, count);
  }
  if (encoding === 'DELTA_BINARY_PACKED') return void checkDelta(reader, count);
  if (encoding === 'DELTA_LENGTH_BYTE_ARRAY' || encoding === 'DELTA_BYTE_ARRAY') {
    const lengths = sumOfDeltas(reader, count) + (encoding === 'DELTA_BYTE_ARRAY' ? sumOfDeltas(reader, count) : 0);
    return checkCount(lengths, mostWordBytes, 'bytes of words');
  }
  throw new Error(`the encoding ${encoding}`);
}

function checkCount(count: number, most: number, what: string): void {
  if (!(count >= 0 && count <= most)) throw new Error(`${count} ${what} where at most ${most} can be`);
}

/** Values of fixed length, of which copies are made, may be no more than fit; fewer than half of them can be empty cells. */
function checkWidth(count: number, { element }: ColumnDecoder, page: Uint8Array): void {
  const length = element.type === 'FIXED_LEN_BYTE_ARRAY' ? (element.type_length ?? 0) : 0;
  checkCount(length, page.length, 'bytes of a value');
  checkCount(length * count, mostWordBytes, 'bytes of values');
}

/** Walks over runs of equal or packed numbers of `width` bits, until there are `count`. */
function checkRuns(reader: DataReader, width: number, count: number): void {
  const { offset } = reader;
  const end = reader.view.byteLength;
  for (let seen = 0; seen < count && reader.offset < end;) {
    const header = readVarInt(reader);
    const isPacked = (header & 1) === 1;
    const run = isPacked ? (header >>> 1) * 8 : header >>> 1;
    checkCount(run, count - seen + (isPacked ? packedSlack : 0), 'values of a run');
    reader.offset += isPacked ? (run / 8) * width : (width + 7) >> 3;
    seen += run;
  }
  reader.offset = offset;
}

/** Packed runs are filled up to a multiple of 8 values; by some writers, of 64 times as many. */
const packedSlack = 512;

/** The header of numbers that are stored as differences: the sizes of a block, the number of its parts, and of numbers. */
function checkDelta(reader: DataReader, most: number): number {
  const { offset } = reader;
  const size = readVarInt(reader);
  const parts = readVarInt(reader);
  const count = readVarInt(reader);
  reader.offset = offset;
  if (!(size > 0 && size <= 1 << 20 && parts > 0 && size % parts === 0))
    throw new Error(`blocks of ${size} differences in ${parts} parts`);
  checkCount(count, most, 'differences');
  return count;
}

/** The sum of lengths that are stored as differences; moves on behind them. */
function sumOfDeltas(reader: DataReader, most: number): number {
  const lengths = new Int32Array(checkDelta(reader, most));
  deltaBinaryUnpack(reader, lengths.length, lengths);
  return lengths.reduce((sum, length) => sum + Math.max(0, length), 0);
}
