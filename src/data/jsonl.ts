import { TableBuilder } from './cells';
import { asUtf8 } from './csv/encoding';
import { textOf } from './csv/text';
import { addRow } from './json';
import { checkSize } from './limits';
import { Problem } from './problem';
import type { Format, ReadProgress, Table } from './table';
import { quoted } from './words';

/** One flat JSON object a line. */
export const jsonl: Format = { id: 'jsonl', title: 'JSON Lines', extensions: ['.jsonl', '.ndjson'], read };

function* read(input: Uint8Array): Generator<ReadProgress, Table> {
  checkSize(input.length);
  const { bytes, note } = asUtf8(input);
  const builder = new TableBuilder();
  let row = 0;
  let line = 0;
  for (let start = 0; start < bytes.length;) {
    const lineFeed = bytes.indexOf(0x0a, start);
    const end = lineFeed < 0 ? bytes.length : lineFeed;
    line++;
    const text = textOf(bytes, start, end).trim();
    if (text !== '') addRow(builder, row++, parse(text, line), `line ${line}`);
    start = end + 1;
    if (line % 10_000 === 0) yield { rows: row, fraction: start / bytes.length };
  }
  if (row === 0)
    throw new Problem('empty-file', 'the file is empty; expected one object a line, as in {"x": 1, "y": "a"}');
  return builder.finish(jsonl.id, note ? [note] : []);
}

function parse(text: string, line: number): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new Problem(
      'invalid-json',
      `line ${line} is not valid JSON: ${quoted(text)}; expected one object a line, as in {"x": 1, "y": "a"}`,
    );
  }
}
