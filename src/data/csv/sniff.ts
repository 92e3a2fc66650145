import { counted, quoted } from '../words';
import { commaStyle, numberOf, pointStyle, type NumberStyle } from './number';
import { Records } from './records';
import { textOf } from './text';

/** How a file is written, and where its table begins. */
export interface Dialect {
  /** One of {@link delimiters}, or what a `sep=` line names; undefined for a file of one column. */
  delimiter: string | undefined;
  numbers: NumberStyle;
  /** Offset of the header. */
  from: number;
  /** The header lacks a name for the row labels, as R's `write.table` writes it: the first column has none. */
  rowLabels: boolean;
  /** Bytes per record, roughly. */
  recordBytes: number;
  notes: string[];
}

/** In order of preference where several fit equally: a file with decimal commas is full of commas. */
const delimiters = ['\t', ';', '|', ','] as const;

const sampleBytes = 1 << 16;
/** With very many columns three lines are needed, whatever their length. */
const mostSampleBytes = 1 << 23;
const mostSampleRecords = 2000;
const mostSampleFields = 256;
const mostSampleLetters = 100;

/** Recognises delimiter, decimal mark and header from the first 64 KiB. */
export function sniff(bytes: Uint8Array): Dialect {
  const notes: string[] = [];
  const named = namedDelimiter(bytes);
  const body = named?.from ?? 0;
  const begin = skipComments(bytes, body);
  const sample: Sample = { bytes, end: sampleEnd(bytes, begin) };
  const found = named ? { delimiter: named.delimiter, skipped: 0 } : findDelimiter(sample, begin);
  const delimiter = found?.delimiter;
  let records = readSample(sample, begin, delimiter);
  let from = begin;
  if (found && found.skipped > 0) {
    records = records.slice(found.skipped);
    from = records[0]!.begin;
    notes.push(
      `The first ${counted(found.skipped, 'line has', 'lines have')} no columns and ${found.skipped === 1 ? 'was' : 'were'} skipped.`,
    );
  } else if (begin > body) {
    from = commentedHeader(sample, begin, delimiter, records) ?? begin;
  }
  if (from < begin) records = readSample(sample, from, delimiter);
  const rowLabels = lacksName(records);
  const numbers = delimiter !== ',' && usesDecimalComma(records) ? commaStyle : pointStyle;
  const last = records.at(-1);
  const recordBytes =
    last === undefined || records.length < 2 ? 1 : (last.begin - records[0]!.begin) / (records.length - 1);
  return { delimiter, numbers, from, rowLabels, recordBytes: Math.max(1, recordBytes), notes };
}

/** Byte of a delimiter; without one, a byte that text never holds. */
export function delimiterByte(delimiter: string | undefined): number {
  return delimiter === undefined ? 0xff : delimiter.charCodeAt(0);
}

/** The beginning of a file; a record that begins in it is read to its end, so that no quote is cut in two. */
interface Sample {
  bytes: Uint8Array;
  end: number;
}

interface SampleRecord {
  begin: number;
  count: number;
  /** The beginnings of the first cells. */
  cells: string[];
}

/** Excel's `sep=;` in the first line. */
function namedDelimiter(bytes: Uint8Array): { delimiter: string; from: number } | undefined {
  const line = /^"?sep=([^"\r\n\w ])"?(\r\n|\r|\n|$)/i.exec(textOf(bytes, 0, 16));
  return line && line[1]!.charCodeAt(0) < 0x80 ? { delimiter: line[1]!, from: line[0].length } : undefined;
}

/** Offset after the leading lines that begin with `#`. */
function skipComments(bytes: Uint8Array, from: number): number {
  let position = from;
  while (bytes[position] === 0x23) position = nextLine(bytes, position);
  return position;
}

function nextLine(bytes: Uint8Array, from: number): number {
  let i = from;
  while (i < bytes.length && bytes[i] !== 0x0a && bytes[i] !== 0x0d) i++;
  while (i < bytes.length && (bytes[i] === 0x0a || bytes[i] === 0x0d)) i++;
  return i;
}

function sampleEnd(bytes: Uint8Array, from: number): number {
  if (bytes.length <= from + sampleBytes) return bytes.length;
  let end = from;
  for (let line = 0; line < 3; line++) end = nextLine(bytes, end);
  return Math.min(bytes.length, from + mostSampleBytes, Math.max(end, nextLine(bytes, from + sampleBytes)));
}

function readSample(sample: Sample, from: number, delimiter: string | undefined): SampleRecord[] {
  const reader = new Records(sample.bytes, delimiterByte(delimiter), from, mostSampleFields);
  const records: SampleRecord[] = [];
  while (records.length < mostSampleRecords && reader.position < sample.end && reader.next()) {
    const cells = Array.from({ length: Math.min(reader.fields, mostSampleFields) }, (_, k) => {
      const start = reader.starts[k]!;
      return textOf(sample.bytes, start, Math.min(reader.ends[k]!, start + mostSampleLetters));
    });
    records.push({ begin: reader.begin, count: reader.fields, cells });
  }
  return records;
}

/**
 * The delimiter that cuts most records into as many fields as the header has; the header is the first record with
 * more than one field. Lines above it are titles, if nearly all that follows agrees with it.
 */
function findDelimiter(sample: Sample, from: number): { delimiter: string; skipped: number } | undefined {
  let best: { delimiter: string; skipped: number; agreeing: number } | undefined;
  for (const delimiter of delimiters) {
    const counts = readSample(sample, from, delimiter).map((record) => record.count);
    const skipped = counts.findIndex((count) => count > 1);
    if (skipped < 0) continue;
    const agreeing = counts.filter((count) => count === counts[skipped]).length;
    const several = counts.filter((count) => count > 1).length;
    const convincing =
      skipped === 0 ? several * 2 >= counts.length : agreeing > 1 && agreeing >= 0.8 * (counts.length - skipped);
    if (convincing && agreeing > (best?.agreeing ?? 0)) best = { delimiter, skipped, agreeing };
  }
  return best;
}

/** Offset of a header that is written as the last comment (`# x y z`), if the line below holds numbers and it none. */
function commentedHeader(
  sample: Sample,
  begin: number,
  delimiter: string | undefined,
  records: SampleRecord[],
): number | undefined {
  const first = records[0];
  if (first === undefined || first.count < 2) return undefined;
  const { bytes } = sample;
  let start = begin - 1;
  while (start > 0 && bytes[start - 1] !== 0x0a && bytes[start - 1] !== 0x0d) start--;
  while (start < begin && (bytes[start] === 0x0a || bytes[start] === 0x0d)) start--;
  while (start > 0 && bytes[start - 1] !== 0x0a && bytes[start - 1] !== 0x0d) start--;
  const comment = readSample({ bytes, end: begin }, start + 1, delimiter)[0];
  const isNumber = (cell: string): boolean => !Number.isNaN(numberOf(cell));
  const isHeader = comment?.count === first.count && first.cells.some(isNumber) && !comment.cells.some(isNumber);
  return isHeader ? start + 1 : undefined;
}

function lacksName(records: SampleRecord[]): boolean {
  const [header, ...rows] = records;
  if (header === undefined || rows.length < 2 || header.count >= mostSampleFields - 1) return false;
  return rows.every((row) => row.count === header.count + 1) && rows.some((row) => row.cells.at(-1) !== '');
}

/** `3,14` or `0,5` speaks for the comma, `3.14` for the point; `1,234` for neither. The more frequent one wins. */
function usesDecimalComma(records: SampleRecord[]): boolean {
  const certain = (mark: string): RegExp =>
    new RegExp(`^[+-]?(0?|[1-9]\\d{3,}|0\\d*|[1-9]\\d{0,2}(?!\\${mark}\\d{3}$))\\${mark}\\d+(e[+-]?\\d+)?$`, 'i');
  const [comma, point] = [certain(','), certain('.')];
  let balance = 0;
  for (const { cells } of records.slice(1)) {
    for (const cell of cells) {
      if (comma.test(cell) || /^[+-]?\d{1,3}(\.\d{3})+,\d+$/.test(cell)) balance++;
      else if (point.test(cell) || /^[+-]?\d{1,3}(,\d{3})+\.\d+$/.test(cell)) balance--;
    }
  }
  return balance > 0;
}

/** A character that cuts every line of a one-column file into the same number of pieces: the file's real delimiter, perhaps. */
export function likelyDelimiter(bytes: Uint8Array, from: number): string | undefined {
  const lines = textOf(bytes, from, Math.min(bytes.length, from + sampleBytes))
    .split(/\r\n|\r|\n/)
    .slice(0, 100);
  const complete = lines.slice(0, -1).filter((line) => line.trim() !== '');
  if (complete.length < 2) return undefined;
  return [' ', ':', '^', '~', '/', '\u0001', '\u001f'].find((mark) => {
    const count = complete[0]!.split(mark).length;
    return count > 1 && complete.every((line) => line.split(mark).length === count);
  });
}

/** Words for a delimiter. */
export function nameOf(delimiter: string): string {
  return { '\t': 'tab', ',': 'comma', ';': 'semicolon', '|': 'bar', ' ': 'blank' }[delimiter] ?? quoted(delimiter);
}
