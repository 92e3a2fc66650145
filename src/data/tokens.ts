import { Problem } from './problem';
import type { Column } from './table';
import { textAt } from './table';
import { counted } from './words';
import { mostFrequent } from './vocabulary';

/** How texts become numbers of tokens; plain JSON, kept with a trained model. */
export interface TokenEncoding {
  /** What each number stands for: a character. The first stands for characters that were never seen. */
  vocabulary: string[];
  /** Tokens of the longest text that is read; longer ones are cut. */
  length: number;
}

/** What is written for a character that is not in the vocabulary. */
export const unknownToken = '\uFFFD';
/** Its number. */
export const unknownPlace = 0;
/** After the end of a text. */
export const noToken = -1;

/** Characters of a text that are read, at most. */
export const mostCharacters = 128;

/** Characters that are told apart, at most. */
const mostVocabulary = 200;

/**
 * The characters of the texts in the given rows, the most frequent ones where there are many (ties by code unit), sorted.
 * Throws a `Problem` where every text is empty.
 */
export function fitTokens(column: Column, rows: ArrayLike<number>): TokenEncoding {
  const counts = new Map<string, number>();
  let longest = 0;
  for (let i = 0; i < rows.length; i++) {
    const characters = [...(textAt(column, rows[i]!) ?? '')];
    longest = Math.max(longest, characters.length);
    for (const character of characters) counts.set(character, (counts.get(character) ?? 0) + 1);
  }
  if (longest === 0)
    throw new Problem('no-words', `column ${column.name} is empty in all ${counted(rows.length, 'training row')}`, [
      'text',
      'column',
    ]);
  const vocabulary = mostFrequent(counts, mostVocabulary);
  return { vocabulary: [unknownToken, ...vocabulary], length: Math.min(longest, mostCharacters) };
}

/** Writes the numbers of a text's tokens to `out[at]` and the following, {@link noToken} after its end. */
export function tokenEncoder({
  vocabulary,
  length,
}: TokenEncoding): (text: string, out: Float64Array, at: number) => void {
  const place = new Map(vocabulary.map((token, i) => [token, i]));
  return (text, out, at) => {
    out.fill(noToken, at, at + length);
    [...text].slice(0, length).forEach((character, i) => (out[at + i] = place.get(character) ?? unknownPlace));
  };
}

/** The text of tokens. */
export function textOf({ vocabulary }: TokenEncoding, tokens: Float64Array): string {
  const end = tokens.findIndex((token) => token < 0);
  return Array.from(end < 0 ? tokens : tokens.subarray(0, end), (token) => vocabulary[token] ?? unknownToken).join('');
}
