import { csv } from './csv';
import { json } from './json';
import { jsonl } from './jsonl';
import { Problem } from './problem';
import { looksLikeProse, mayBeProse, prose } from './prose';
import type { Format, ReadWish, Table } from './table';

/** Formats that are text: those that the editor reads, too, to know the columns. */
export const textFormats: readonly Format[] = [
  csv, //
  json,
  jsonl,
  prose,
];

/**
 * The format of a text file: by its extension, else by its content (JSON begins with a bracket, running text
 * has sentences, anything else is delimited text). Throws `unreadable-file` for binary content under any name.
 *
 * @param expected what could be read instead, for the message
 */
export function textFormatFor(
  path: string,
  bytes: Uint8Array,
  wish: ReadWish = {},
  expected = titles(textFormats),
): Format {
  if (isBinary(bytes)) {
    throw new Problem(
      'unreadable-file',
      `cannot read ${path}: it looks like a binary file (or UTF-16 text without a byte-order mark); expected ${expected}; save it as CSV`,
    );
  }
  const named = byExtension(textFormats, path);
  if (wish.prose || (mayBeProse.test(path) && looksLikeProse(bytes))) return prose;
  return named ?? formatByContent(bytes);
}

/** Reads a whole text file at one go. */
export function readTextTable(path: string, bytes: Uint8Array): Table {
  return wholeTable(textFormatFor(path, bytes).read(bytes, path));
}

/** What a reader comes to, where nobody waits for its progress. */
export function wholeTable(reading: ReturnType<Format['read']>): Table {
  for (;;) {
    const step = reading.next();
    if (step.done) return step.value;
  }
}

export function byExtension(formats: readonly Format[], path: string): Format | undefined {
  const extension = /\.[^./\\]*$/.exec(path)?.[0].toLowerCase() ?? '';
  return formats.find((format) => format.extensions.includes(extension));
}

/** `CSV (.csv, .tsv), JSON (.json)`. */
export function titles(formats: readonly Format[]): string {
  return formats.map((format) => `${format.title} (${format.extensions.join(', ')})`).join(', ');
}

/** Whether the beginning of a file is no text. */
export function isBinary(bytes: Uint8Array): boolean {
  const isUtf16 = (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff);
  return !isUtf16 && bytes.subarray(0, 1024).includes(0);
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
