import { defaultText, type TextPlan } from './plan';
import { Problem } from './problem';
import { textAt, type Column } from './table';
import { noToken, unknownPlace, unknownToken } from './tokens';
import { mostFrequent } from './vocabulary';

/** How texts become numbers of words, in their order; plain JSON, kept with a trained model. */
export interface WordEncoding {
  /** What each number stands for. The first stands for words that are not known. */
  vocabulary: string[];
  /** Words of the longest text that is read; longer ones are cut. */
  length: number;
  lowercase: boolean;
}

/** A word of a text and where it stands. */
export interface Span {
  text: string;
  /** In UTF-16 units, the end excluded. */
  start: number;
  end: number;
}

/** Letters, digits and what belongs to them, in any script. */
const word = /[\p{L}\p{M}\p{N}_]+/gu;

/** Words of a text that are read, at most. */
const mostLength = 128;

/** The words of a text, in order. */
export function wordSpans(text: string): Span[] {
  return Array.from(text.matchAll(word), ({ 0: found, index }) => ({
    text: found,
    start: index,
    end: index + found.length,
  }));
}

/**
 * The most frequent words of the texts in the given rows (ties by code unit), sorted. Throws a `Problem` where there is no
 * word.
 */
export function fitWordTokens(column: Column, rows: ArrayLike<number>, plan: TextPlan): WordEncoding {
  const { vocabulary: most, lowercase } = { ...defaultText, ...plan };
  const counts = new Map<string, number>();
  let longest = 0;
  for (let i = 0; i < rows.length; i++) {
    const words = wordsOf(textAt(column, rows[i]!) ?? '', lowercase);
    longest = Math.max(longest, words.length);
    for (const each of words) counts.set(each, (counts.get(each) ?? 0) + 1);
  }
  if (longest === 0)
    throw new Problem(
      'no-words',
      `column ${column.name} has no word in the training rows; name another column in text`,
      ['text', 'column'],
    );
  const vocabulary = mostFrequent(counts, most);
  return { vocabulary: [unknownToken, ...vocabulary], length: Math.min(longest, mostLength), lowercase };
}

/** Writes the numbers of a text's words to `out[at]` and the following, {@link noToken} after its end. */
export function wordTokenEncoder({
  vocabulary,
  length,
  lowercase,
}: WordEncoding): (text: string, out: Float64Array, at: number) => void {
  const place = new Map(vocabulary.map((each, i) => [each, i]));
  return (text, out, at) => {
    out.fill(noToken, at, at + length);
    wordsOf(text, lowercase)
      .slice(0, length)
      .forEach((each, i) => (out[at + i] = place.get(each) ?? unknownPlace));
  };
}

/** The words of these numbers, with blanks between them. */
export function textOfWords({ vocabulary }: WordEncoding, numbers: Float64Array): string {
  const end = numbers.findIndex((number) => number < 0);
  return Array.from(end < 0 ? numbers : numbers.subarray(0, end), (i) => vocabulary[i] ?? unknownToken).join(' ');
}

function wordsOf(text: string, lowercase: boolean): string[] {
  return wordSpans(text).map(({ text: found }) => (lowercase ? found.toLowerCase() : found));
}
