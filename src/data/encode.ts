import type { Cell } from './cells';
import { matrix, type Matrix } from './matrix';
import { Problem, unknown, type CellPath } from './problem';
import { numberOf } from './csv/number';
import { pixelRange } from './pixelRange';
import type { ImageShape, TextPlan } from './plan';
import {
  decodeSequence,
  encodeSequence,
  encodeSequences,
  stepMoments,
  type SequenceEncoding,
} from './sequenceEncoding';
import type { SequenceRole } from './sequences';
import { textAt, type Column } from './table';
import { fitText, textEncoder, wordsOf, type TextEncoding } from './text';
import { fitTokens, textOf, tokenEncoder, type TokenEncoding } from './tokens';
import { listed } from './words';
import { fitWordTokens, textOfWords, wordTokenEncoder, type WordEncoding } from './wordTokens';

/** Between which the pixels of a picture lie. */
export interface PixelBounds {
  low: number;
  high: number;
}

/** One column of an encoded matrix: `z = (x - mean) / scale`, where x is the number, or 1 for the level and else 0. */
export interface EncodedColumn {
  feature: string;
  /** The level whose presence is 1, for a category. */
  level?: string;
  /** The word that is counted, for a text. */
  word?: string;
  mean: number;
  scale: number;
}

/** A feature before encoding. A category of two levels takes one encoded column (the second level), others one per level. */
export interface EncodedFeature {
  name: string;
  /** Absent for numbers. */
  levels?: string[];
  /** How a text is counted; absent for others. */
  text?: TextEncoding;
  /** The tokens of a text, one after the other; absent for others. It is the only feature. */
  tokens?: TokenEncoding;
  /** The words of a text, one after the other; absent for others. It is the only feature. */
  words?: WordEncoding;
  /** What the steps of a sequence are; absent for others. A sequence is the only feature. */
  sequence?: SequenceEncoding;
  /** Its first encoded column. */
  start: number;
  width: number;
}

/** How features become numbers; plain JSON, kept with a trained model. */
export interface Encoding {
  features: EncodedFeature[];
  columns: EncodedColumn[];
  /** What the columns are the pixels of, 0 to 1, where rows are pictures. */
  image?: ImageShape;
  /** The darkest and the brightest value of these pixels, as they are encoded. */
  range?: PixelBounds;
  /** Sum of log scale: `log p(x) = log p(z) - logScale`. */
  logScale: number;
}

/**
 * Numbers are standardised by mean and population standard deviation of the given rows (a constant: scale 1), empty
 * cells not counted; with `scale: false` they stay as they are. Categories are one-hot, not scaled; their levels are
 * those of the whole file. The column of `text` has a column for each word, not scaled. A sequence has the columns of each
 * step, one step after the other: the place of the symbol, or standardised numbers. The pixels of pictures have one common
 * scale, on which the darkest is 0 and the brightest 1.
 */
export function fitEncoding(
  features: readonly Column[],
  rows: ArrayLike<number>,
  {
    scale = true,
    text,
    textRows = rows,
    sequence,
    image,
  }: {
    scale?: boolean;
    text?: TextPlan | undefined;
    /** Rows whose words are known, where they are others. */
    textRows?: ArrayLike<number>;
    sequence?: SequenceRole | undefined;
    image?: ImageShape | undefined;
  } = {},
): Encoding {
  if (sequence) return sequenceEncoding(sequence, rows);
  const encoded: EncodedFeature[] = [];
  const columns: EncodedColumn[] = [];
  const range = image && pixelRange(features, rows);
  for (const column of features) {
    const start = columns.length;
    const { name } = column;
    if (name === text?.column) {
      const words = fitText(column, textRows, text);
      for (const word of words.vocabulary) columns.push({ feature: name, word, mean: 0, scale: 1 });
      encoded.push({ name, text: words, start, width: words.vocabulary.length });
    } else if (column.kind === 'numeric') {
      columns.push({
        feature: name,
        ...(scale ? (range ?? moments(column.values, rows, name)) : { mean: 0, scale: 1 }),
      });
      encoded.push({ name, start, width: 1 });
    } else {
      const shown = column.levels.length === 2 ? column.levels.slice(1) : column.levels;
      for (const level of shown) columns.push({ feature: name, level, mean: 0, scale: 1 });
      encoded.push({ name, levels: column.levels, start, width: shown.length });
    }
  }
  const logScale = columns.reduce((sum, { scale }) => sum + Math.log(scale), 0);
  return {
    features: encoded,
    columns,
    logScale,
    ...(image && range
      ? { image, range: scale ? { low: 0, high: 1 } : { low: range.mean, high: range.mean + range.scale } }
      : {}),
  };
}

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

/**
 * Encoded rows [n, d] in the original units. Numbers stay real numbers, also in columns of whole numbers; a category is
 * the level with the largest value (of two levels the second from one half on), a text its words in no order, a
 * sequence its symbols; NaN is an empty cell.
 */
export function decode(encoding: Encoding, z: Matrix): Cell[][] {
  return Array.from({ length: z.rows }, (_, i) =>
    encoding.features.map(({ start, width, levels, text, tokens, words, sequence }) => {
      const at = i * z.columns + start;
      if (sequence) return decodeSequence(sequence, encoding.columns, z.data.subarray(at, at + z.columns));
      const first = z.data[at]!;
      if (Number.isNaN(first)) return null;
      if (tokens) return textOf(tokens, z.data.subarray(at, at + width));
      if (words) return textOfWords(words, z.data.subarray(at, at + width));
      if (text) return wordsOf(text, z.data.subarray(at, at + width));
      if (levels === undefined) {
        const { mean, scale } = encoding.columns[start]!;
        return first * scale + mean;
      }
      if (levels.length === 2) return levels[first >= 0.5 ? 1 : 0]!;
      let best = 0;
      for (let k = 1; k < width; k++) if (z.data[at + k]! > z.data[at + best]!) best = k;
      return levels[best]!;
    }),
  );
}

/** The tokens of one column of text. */
export function fitTokenEncoding(column: Column, rows: ArrayLike<number>, pieces?: number | 'auto'): Encoding {
  const tokens = fitTokens(column, rows, pieces);
  return textEncoding(column.name, tokens.length, { tokens });
}

/** The words of one column of text, in their order. */
export function fitWordEncoding(column: Column, rows: ArrayLike<number>, plan: TextPlan): Encoding {
  const words = fitWordTokens(column, rows, plan);
  return textEncoding(column.name, words.length, { words });
}

function textEncoding(name: string, width: number, read: Pick<EncodedFeature, 'tokens' | 'words'>): Encoding {
  const columns = Array.from({ length: width }, () => ({ feature: name, mean: 0, scale: 1 }));
  return { features: [{ name, ...read, start: 0, width }], columns, logScale: 0 };
}

/** Sequences are as wide as the longest of the file. */
function sequenceEncoding(sequence: SequenceRole, rows: ArrayLike<number>): Encoding {
  const { column, names, symbols, longest } = sequence;
  const step = symbols ? [{ mean: 0, scale: 1 }] : stepMoments(sequence, rows);
  const width = longest * names.length;
  const columns = Array.from({ length: width }, (_, j) => ({ feature: column.name, ...step[j % step.length]! }));
  return {
    features: [{ name: column.name, sequence: { names, ...(symbols ? { symbols } : {}) }, start: 0, width }],
    columns,
    logScale: columns.reduce((sum, { scale }) => sum + Math.log(scale), 0),
  };
}

/** Mean and population standard deviation in two passes; scale 1 where there is nothing to scale. */
function moments(values: Float64Array, rows: ArrayLike<number>, name: string): { mean: number; scale: number } {
  let count = 0;
  let sum = 0;
  let least = Infinity;
  let greatest = -Infinity;
  for (let i = 0; i < rows.length; i++) {
    const value = values[rows[i]!]!;
    if (Number.isNaN(value)) continue;
    count++;
    sum += value;
    least = Math.min(least, value);
    greatest = Math.max(greatest, value);
  }
  if (count === 0) return { mean: 0, scale: 1 };
  // Compared exactly: rounding gives a constant 0.1 a standard deviation of 1e-17, which must not become a scale.
  if (least === greatest) return { mean: least, scale: 1 };
  const mean = sum / count;
  let squares = 0;
  let rest = 0;
  for (let i = 0; i < rows.length; i++) {
    const value = values[rows[i]!]!;
    if (Number.isNaN(value)) continue;
    squares += (value - mean) ** 2;
    rest += value - mean;
  }
  const scale = Math.sqrt(squares / count - (rest / count) ** 2);
  if (!Number.isFinite(scale) || scale === 0) {
    throw new Problem(
      'invalid-value',
      `column ${name} holds values from ${least} to ${greatest}, which cannot be scaled in 64-bit numbers; change its unit`,
    );
  }
  return { mean, scale };
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
