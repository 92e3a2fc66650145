import { chunksOf, joinPiece, learnPieces, mostInPiece } from './pieces';
import { Problem } from './problem';
import type { Column } from './table';
import { textAt } from './table';
import { counted } from './words';
import { mostFrequent } from './vocabulary';

/** How texts become numbers of tokens; plain JSON, kept with a trained model. */
export interface TokenEncoding {
  /**
   * What each number stands for. The first stands for characters that were never seen; characters follow, sorted, and then
   * pieces of several characters, in the order in which they are put together.
   */
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

/** Tokens of a text that are read, at most. */
export const mostTokens = 128;

/** Characters that are told apart, at most. */
const mostVocabulary = 200;

/** Pieces that `auto` makes of texts of which single characters would leave too much unread. */
export const autoPieces = 512;
/** The share of all characters that may be left unread. */
export const mostUnread = 0.05;

/**
 * The characters of the texts in the given rows, the most frequent ones where there are many (ties by code unit), sorted,
 * and up to so many pieces of them. Throws a `Problem` where every text is empty.
 */
export function fitTokens(column: Column, rows: ArrayLike<number>, pieces: number | 'auto' = 0): TokenEncoding {
  const texts = Array.from(rows, (row) => textAt(column, row) ?? '');
  const counts = new Map<string, number>();
  let [all, unread, longest] = [0, 0, 0];
  for (const text of texts) {
    const characters = [...text];
    all += characters.length;
    unread += Math.max(0, characters.length - mostTokens);
    longest = Math.max(longest, characters.length);
    for (const character of characters) counts.set(character, (counts.get(character) ?? 0) + 1);
  }
  if (longest === 0)
    throw new Problem('no-words', `column ${column.name} is empty in all ${counted(rows.length, 'training row')}`, [
      'text',
      'column',
    ]);
  const characters = mostFrequent(counts, mostVocabulary);
  const single = { vocabulary: [unknownToken, ...characters], length: Math.min(longest, mostTokens) };
  const most = pieces === 'auto' ? (unread > mostUnread * all ? autoPieces : 0) : pieces;
  if (most === 0) return single;
  const vocabulary = [...single.vocabulary, ...learnPieces(chunkCounts(texts), new Set(characters), most)];
  const divide = tokenizer({ vocabulary, length: mostTokens });
  return { vocabulary, length: texts.reduce((length, text) => Math.max(length, divide(text).length), 0) };
}

function chunkCounts(texts: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const text of texts) for (const part of chunksOf(text)) counts.set(part, (counts.get(part) ?? 0) + 1);
  return counts;
}

/**
 * The numbers of a text's tokens, up to the length that is read: in each chunk of the text the neighbours that make the
 * earliest piece of the vocabulary are joined, until none make one. This is one of the ways to write the text in pieces,
 * and the only one that a model learns: its probability is a lower bound of the sum over all ways.
 */
export function tokenizer({ vocabulary, length }: TokenEncoding): (text: string) => number[] {
  const place = new Map(vocabulary.map((token, i) => [token, i]));
  const known = new Map<string, number[]>();
  const numbersOf = (parts: readonly string[]) => parts.map((part) => place.get(part) ?? unknownPlace);
  const ofChunk = (text: string): number[] => {
    const found = known.get(text) ?? numbersOf(divided(text, place));
    known.set(text, found);
    return found;
  };
  if (!hasPieces({ vocabulary })) return (text) => numbersOf([...text].slice(0, length));
  return (text) =>
    chunksOf(text.slice(0, 2 * mostInPiece * length))
      .flatMap(ofChunk)
      .slice(0, length);
}

/** The parts of a chunk: characters and pieces. */
function divided(text: string, place: ReadonlyMap<string, number>): string[] {
  let parts = [...text];
  for (;;) {
    let first: string | undefined;
    for (let i = 0; i + 1 < parts.length; i++) {
      const joined = parts[i]! + parts[i + 1]!;
      if ((place.get(joined) ?? Infinity) < (first === undefined ? Infinity : place.get(first)!)) first = joined;
    }
    if (first === undefined) return parts;
    parts = joinPiece(parts, first);
  }
}

/** Writes the numbers of a text's tokens to `out[at]` and the following, {@link noToken} after its end. */
export function tokenEncoder(encoding: TokenEncoding): (text: string, out: Float64Array, at: number) => void {
  const divide = tokenizer(encoding);
  return (text, out, at) => {
    out.fill(noToken, at, at + encoding.length);
    out.set(divide(text), at);
  };
}

/** What each of these numbers stands for, up to the end of the text. */
export function tokensOf({ vocabulary }: TokenEncoding, tokens: Float64Array): string[] {
  const end = tokens.findIndex((token) => token < 0);
  return Array.from(end < 0 ? tokens : tokens.subarray(0, end), (token) => vocabulary[token] ?? unknownToken);
}

/** The text of tokens. */
export function textOf(encoding: TokenEncoding, tokens: Float64Array): string {
  return tokensOf(encoding, tokens).join('');
}

/** Whether some tokens are pieces of several characters. */
export function hasPieces(encoding: Pick<TokenEncoding, 'vocabulary'>): boolean {
  return sizesOf(encoding).some((size) => size > 1);
}

/** Characters of each token. */
export function sizesOf({ vocabulary }: Pick<TokenEncoding, 'vocabulary'>): number[] {
  return vocabulary.map((token) => [...token].length);
}
