import { numberOf } from './csv/number';
import type { EncodedFeature, Encoding } from './encoding';
import { matrix, type Matrix } from './matrix';
import { Problem, unknown, type CellPath } from './problem';
import { encodeSequence, encodeSequences } from './sequenceEncoding';
import { textAt, type Column } from './table';
import { textEncoder } from './text';
import { tokenEncoder } from './tokens';
import { listed } from './words';
import { wordTokenEncoder } from './wordTokens';

/**
 * Rows of columns as a matrix [n, d]; an empty cell is NaN in each of its encoded columns.
 * The columns may be another file's: they are found by name, levels by text. Throws `Problem` for a column that is
 * absent or of another kind, or a level that was never seen.
 */
export function encode(encoding: Encoding, features: readonly Column[], rows: ArrayLike<number>): Matrix {
  const out = matrix(rows.length, encoding.columns.length);
  const byName = new Map(features.map((column) => [column.name, column]));
  for (const feature of encoding.features) {
    const column = byName.get(feature.name);
    if (column === undefined) throw unknown('column', feature.name, [...byName.keys()]);
    if (feature.sequence) return encodeSequences(feature.sequence, encoding.columns, feature.width, column, rows);
    const write = textWriter(feature);
    if (write) encodeTexts(feature, write, column, rows, out);
    else if (feature.levels === undefined) encodeNumbers(encoding, feature, column, rows, out);
    else encodeLevels(feature, feature.levels, column, rows, out);
  }
  return out;
}

/** One row given by hand, [d]: `{bill_length_mm: 39.1, island: 'Dream'}`; what is not given is NaN. */
export function encodeCells(
  encoding: Encoding,
  row: Readonly<Record<string, unknown>>,
  at: CellPath = ['given'],
): Float64Array {
  const out = new Float64Array(encoding.columns.length).fill(NaN);
  for (const [name, value] of Object.entries(row)) {
    const feature = encoding.features.find((candidate) => candidate.name === name);
    const place = [...at, name];
    if (feature === undefined)
      throw unknown(
        'column',
        name,
        encoding.features.map((candidate) => candidate.name),
        place,
      );
    if (value === null || value === undefined) continue;
    const { start, width, levels, sequence } = feature;
    const write = textWriter(feature);
    if (sequence) return encodeSequence(sequence, encoding.columns, width, String(value), place);
    if (write) write(String(value), out, start);
    else if (levels === undefined) {
      const number = typeof value === 'number' ? value : numberOf(String(value));
      if (!Number.isFinite(number))
        throw new Problem('invalid-value', `invalid ${name}: ${String(value)}; expected a number`, place);
      const { mean, scale } = encoding.columns[start]!;
      out[start] = (number - mean) / scale;
    } else {
      const level = levels.indexOf(String(value));
      if (level < 0) throw unknown('level', String(value), levels, place);
      writeLevel(out, start, width, levels.length, level);
    }
  }
  return out;
}

function encodeNumbers(
  encoding: Encoding,
  feature: EncodedFeature,
  column: Column,
  rows: ArrayLike<number>,
  out: Matrix,
): void {
  const { start, name } = feature;
  const { mean, scale } = encoding.columns[start]!;
  if (column.kind !== 'numeric') {
    if (column.levels.length > 0) {
      throw new Problem(
        'invalid-value',
        `column ${name} holds words (${listed(column.levels, 3)}); expected numbers, as in the training data`,
      );
    }
    for (let i = 0; i < rows.length; i++) out.data[i * out.columns + start] = NaN;
    return;
  }
  for (let i = 0; i < rows.length; i++) out.data[i * out.columns + start] = (column.values[rows[i]!]! - mean) / scale;
}

function encodeLevels(
  feature: EncodedFeature,
  levels: readonly string[],
  column: Column,
  rows: ArrayLike<number>,
  out: Matrix,
): void {
  const { start, width } = feature;
  const known = new Map(levels.map((level, i) => [level, i]));
  const levelOf = (text: string): number => {
    const level = known.get(text);
    if (level === undefined) throw unknown('level', text, levels);
    return level;
  };
  for (let i = 0; i < rows.length; i++) {
    const row = rows[i]!;
    const at = i * out.columns + start;
    const text = textAt(column, row);
    if (text === undefined) out.data.fill(NaN, at, at + width);
    else writeLevel(out.data, at, width, levels.length, levelOf(text));
  }
}

type TextWriter = ReturnType<typeof textEncoder>;

/** How a text is written as numbers; undefined for a feature that is no text. */
function textWriter({ text, tokens, words }: EncodedFeature): TextWriter | undefined {
  if (text) return textEncoder(text);
  return tokens ? tokenEncoder(tokens) : words && wordTokenEncoder(words);
}

function encodeTexts(
  { start, width }: EncodedFeature,
  write: TextWriter,
  column: Column,
  rows: ArrayLike<number>,
  out: Matrix,
): void {
  for (let i = 0; i < rows.length; i++) {
    const at = i * out.columns + start;
    const cell = textAt(column, rows[i]!);
    if (cell === undefined) out.data.fill(NaN, at, at + width);
    else write(cell, out.data, at);
  }
}

function writeLevel(data: Float64Array, at: number, width: number, levels: number, level: number): void {
  data.fill(0, at, at + width);
  if (levels !== 2) data[at + level] = 1;
  else data[at] = level;
}
