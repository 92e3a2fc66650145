import { byCodeUnit } from './infer';

/**
 * Words and numbers and runs of signs, each with a blank before it, else one character of white space. What is written
 * without blanks is divided, too, so that no chunk takes long.
 */
const chunk = / ?[\p{L}\p{M}]{1,32}| ?\p{N}{1,32}| ?[^\s\p{L}\p{M}\p{N}]{1,32}|\s/gu;

/** Characters of a piece, at most. */
export const mostInPiece = 16;

/** Characters of all different chunks that pieces are learned from, at most: the most frequent chunks come first. */
const mostLearned = 1 << 16;

/** A text in chunks, which are the text when joined. No piece reaches over the end of a chunk. */
export function chunksOf(text: string): string[] {
  return text.match(chunk) ?? [];
}

/** Neighbours that together are the piece become one, from left to right. */
export function joinPiece(parts: readonly string[], piece: string): string[] {
  const out: string[] = [];
  for (let i = 0; i < parts.length; i++) {
    const isPair = i + 1 < parts.length && parts[i]! + parts[i + 1]! === piece;
    out.push(isPair ? piece : parts[i]!);
    if (isPair) i++;
  }
  return out;
}

/** A pair of neighbours: how often it is in the texts, and in which chunks it has been. */
interface Pair {
  count: number;
  words: Set<Word>;
}

interface Word {
  parts: string[];
  count: number;
}

/**
 * Pieces of several characters, in the order of their making (byte-pair encoding: Gage 1994; Sennrich, Haddow and Birch
 * 2016): again and again the most frequent pair of neighbours becomes a piece (ties by code unit), until there are `most`
 * or no pair comes twice. Pairs that read alike are one.
 *
 * @param counts how often each chunk is in the texts
 * @param letters the characters that are known; others are in no piece
 */
export function learnPieces(counts: ReadonlyMap<string, number>, letters: ReadonlySet<string>, most: number): string[] {
  const sizes = new Map([...letters].map((letter) => [letter, 1]));
  const pairs = new Map<string, Pair>();
  const count = (word: Word, sign: 1 | -1) => {
    const { parts } = word;
    for (let i = 0; i + 1 < parts.length; i++) {
      const [a, b] = [sizes.get(parts[i]!), sizes.get(parts[i + 1]!)];
      if (a === undefined || b === undefined || a + b > mostInPiece) continue;
      const joined = parts[i]! + parts[i + 1]!;
      const pair = pairs.get(joined) ?? { count: 0, words: new Set() };
      pair.count += sign * word.count;
      pair.words.add(word);
      if (pair.count > 0) pairs.set(joined, pair);
      else pairs.delete(joined);
    }
  };
  for (const word of frequentWords(counts)) count(word, 1);
  const pieces: string[] = [];
  while (pieces.length < most) {
    const best = mostFrequentPair(pairs, sizes);
    if (best === undefined) break;
    const { words } = pairs.get(best)!;
    sizes.set(best, [...best].length);
    pieces.push(best);
    for (const word of words) {
      const parts = joinPiece(word.parts, best);
      if (parts.length === word.parts.length) continue;
      count(word, -1);
      word.parts = parts;
      count(word, 1);
    }
  }
  return pieces;
}

/** The most frequent chunks (ties by code unit), as many as pieces are learned from. */
function frequentWords(counts: ReadonlyMap<string, number>): Word[] {
  let room = mostLearned;
  return [...counts]
    .sort(([a, m], [b, n]) => n - m || byCodeUnit(a, b))
    .map(([text, count]) => ({ parts: [...text], count }))
    .filter(({ parts }) => (room -= parts.length) >= 0);
}

/** The pair that comes most often, twice at least, and is no piece yet. */
function mostFrequentPair(pairs: ReadonlyMap<string, Pair>, known: ReadonlyMap<string, number>): string | undefined {
  let best: string | undefined;
  let most = 2;
  for (const [joined, { count }] of pairs) {
    if (count < most || known.has(joined)) continue;
    if (count > most || best === undefined || byCodeUnit(joined, best) < 0) best = joined;
    most = count;
  }
  return best;
}
