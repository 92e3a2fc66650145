import { csv } from './csv';
import { json } from './json';
import { jsonl } from './jsonl';
import { Problem } from './problem';
import type { Format, Table } from './table';

/** Every file format that can be read. To add one: a file in this folder and a line here. */
export const formats: readonly Format[] = [
  csv, //
  json,
  jsonl,
];

/** First bytes of files that people try to open as data, and what they are. */
const signatures: readonly (readonly [string, string])[] = [
  ['PK\x03\x04', 'a zip archive or an Excel workbook (.xlsx)'],
  ['\xd0\xcf\x11\xe0', 'an old Excel workbook (.xls)'],
  ['PAR1', 'a Parquet file'],
  ['ARROW1', 'an Arrow (Feather) file'],
  ['FEA1', 'a Feather file'],
  ['\x93NUMPY', 'a NumPy array (.npy)'],
  ['\x89HDF', 'an HDF5 file'],
  ['SQLite format 3\0', 'an SQLite database'],
  ['\x1f\x8b', 'a gzip archive'],
  ['BZh', 'a bzip2 archive'],
  ['\xfd7zXZ', 'an xz archive'],
  ['(\xb5/\xfd', 'a zstd archive'],
  ['7z\xbc\xaf', 'a 7-Zip archive'],
  ['\x89PNG', 'a PNG picture'],
  ['\xff\xd8\xff', 'a JPEG picture'],
  ['GIF8', 'a GIF picture'],
  ['%PDF', 'a PDF document'],
];

/**
 * The format of a file: by its extension, else by its content (JSON begins with a bracket, anything else is delimited
 * text). Throws `unreadable-file`, which says what the file looks like, for binary content under any name.
 *
 * @param bytes the file's bytes, or at least its first thousand
 */
export function formatFor(path: string, bytes: Uint8Array): Format {
  const binary = binaryKind(bytes);
  if (binary !== undefined) {
    const titles = formats.map((format) => `${format.title} (${format.extensions.join(', ')})`).join(', ');
    throw new Problem(
      'unreadable-file',
      `cannot read ${path}: it looks like ${binary}; expected ${titles}; save it as CSV`,
    );
  }
  const extension = /\.[^./\\]*$/.exec(path)?.[0].toLowerCase() ?? '';
  return formats.find((format) => format.extensions.includes(extension)) ?? formatByContent(bytes);
}

/** Reads a whole file at one go; where progress is wanted, drive `format.read` instead. */
export function readTable(path: string, bytes: Uint8Array): Table {
  const reading = formatFor(path, bytes).read(bytes);
  for (;;) {
    const step = reading.next();
    if (step.done) return step.value;
  }
}

function binaryKind(bytes: Uint8Array): string | undefined {
  const head = String.fromCharCode(...bytes.subarray(0, 16));
  const signature = signatures.find(([magic]) => head.startsWith(magic));
  if (signature) return signature[1];
  const isUtf16 = head.startsWith('\xff\xfe') || head.startsWith('\xfe\xff');
  const hasNul = bytes.subarray(0, 1024).includes(0);
  return hasNul && !isUtf16 ? 'a binary file (or UTF-16 text without a byte-order mark)' : undefined;
}

function formatByContent(bytes: Uint8Array): Format {
  const head = String.fromCharCode(...bytes.subarray(0, 1024))
    .replace(/^\xef\xbb\xbf/, '')
    .trimStart();
  if (head.startsWith('[')) return json;
  if (!head.startsWith('{')) return csv;
  const firstLine = head.slice(0, head.search(/\r?\n|$/)).trimEnd();
  return firstLine.length > 1 && firstLine.endsWith('}') && head.length > firstLine.length + 2 ? jsonl : json;
}
