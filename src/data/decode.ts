import type { Cell } from './cells';
import type { Encoding } from './encoding';
import type { Matrix } from './matrix';
import { decodeSequence } from './sequenceEncoding';
import { wordsOf } from './text';
import { textOf } from './tokens';
import { textOfWords } from './wordTokens';

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
