import type { EncodedColumn, EncodedFeature, Encoding } from './encoding';
import { pixelRange } from './pixelRange';
import type { ImageShape, TextPlan } from './plan';
import { Problem } from './problem';
import { stepMoments } from './sequenceEncoding';
import type { SequenceRole } from './sequences';
import type { Column } from './table';
import { fitText } from './text';
import { fitTokens } from './tokens';
import { fitWordTokens } from './wordTokens';

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
