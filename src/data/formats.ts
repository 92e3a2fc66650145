import { arrow } from './arrow';
import { gzipOf } from './gzip';
import { idx } from './idx';
import { npy } from './npy';
import { npz } from './npz';
import { parquet } from './parquet';
import { pictures } from './pictures';
import { Problem } from './problem';
import type { Format, ReadWish, Table } from './table';
import { byExtension, textFormatFor, textFormats, titles, wholeTable } from './textFormats';

/** Every file format that can be read. To add one: a file in this folder and a line here. */
export const formats: readonly Format[] = [
  ...textFormats, //
  idx,
  npy,
  npz,
  pictures,
  arrow,
  parquet,
  gzipOf(formatFor),
];

/** First bytes of files that people try to open as data, what they are, and what to do with them. */
const signatures: readonly (readonly [magic: string, what: string, advice: string])[] = [
  ['PK\x03\x04', 'a zip archive or an Excel workbook (.xlsx)', 'unpack it, or save the sheet as CSV'],
  ['\xd0\xcf\x11\xe0', 'an old Excel workbook (.xls)', 'save the sheet as CSV'],
  ['FEA1', 'a Feather file of version 1', 'write it anew as version 2, as pandas and pyarrow have done since 2020'],
  ['PARE', 'an encrypted Parquet file', 'write it without encryption'],
  ['\x89HDF', 'an HDF5 file', 'save its table as CSV, or its arrays with numpy.savez'],
  ['SQLite format 3\0', 'an SQLite database', 'save the table as CSV'],
  ['BZh', 'a bzip2 archive', 'unpack it, or compress with gzip instead'],
  ['\xfd7zXZ', 'an xz archive', 'unpack it, or compress with gzip instead'],
  ['(\xb5/\xfd', 'a zstd archive', 'unpack it, or compress with gzip instead'],
  ['7z\xbc\xaf', 'a 7-Zip archive', 'unpack it'],
  ['\x89PNG', 'a PNG picture', 'name the folder of the pictures instead'],
  ['\xff\xd8\xff', 'a JPEG picture', 'name the folder of the pictures instead'],
  ['GIF8', 'a GIF picture', 'save the pictures as PNG in a folder, and name that'],
  ['%PDF', 'a PDF document', 'save its table as CSV'],
];

/**
 * The format of a file: by its content where that is certain, else by its extension, else as text. Throws
 * `unreadable-file`, which says what the file looks like, for other binary content under any name.
 */
export function formatFor(path: string, bytes: Uint8Array, wish: ReadWish = {}): Format {
  const certain = formats.find((format) => format.recognises?.(bytes));
  if (certain) return certain;
  const head = String.fromCharCode(...bytes.subarray(0, 16));
  const signature = signatures.find(([magic]) => head.startsWith(magic));
  if (signature) {
    const [, what, advice] = signature;
    throw new Problem(
      'unreadable-file',
      `cannot read ${path}: it looks like ${what}; expected ${titles(formats)}; ${advice}`,
    );
  }
  const named = byExtension(formats, path);
  return named?.recognises ? named : textFormatFor(path, bytes, wish, titles(formats));
}

/** Reads a whole file at one go; where progress is wanted, drive `format.read` instead. */
export function readTable(path: string, bytes: Uint8Array): Table {
  return wholeTable(formatFor(path, bytes).read(bytes, path));
}
