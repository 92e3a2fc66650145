import { mostInPiece } from './pieces';
import { tokenizer, unknownPlace } from './tokens';
import type { TokenEncoding } from './tokens';

/**
 * The ways in which a text with this beginning can begin, in tokens: the beginning can end inside a piece ("fo" in "fox"),
 * and then its own tokens are not those of any such text. Of each way the last token is the first that reaches the end of
 * the beginning; there is one at least, also for characters that were never seen.
 */
export function beginningsOf(encoding: TokenEncoding, beginning: string): number[][] {
  const { vocabulary, length } = encoding;
  const divide = tokenizer({ vocabulary, length: Infinity });
  const own = divide(beginning);
  if (own.length >= length) return [own.slice(0, length)];
  const letters = [...beginning];
  const ways: number[][] = [];
  for (let from = Math.max(0, letters.length - mostInPiece); from < letters.length; from++) {
    const [before, rest] = [letters.slice(0, from).join(''), letters.slice(from).join('')];
    const start = divide(before);
    vocabulary.forEach((token, place) => {
      if (place === unknownPlace || !token.startsWith(rest)) return;
      const way = [...start, place];
      if (sameNumbers(divide(before + token), way)) ways.push(way);
    });
  }
  return ways.length === 0 ? [own] : ways;
}

function sameNumbers(a: readonly number[], b: readonly number[]): boolean {
  return a.length === b.length && a.every((value, i) => value === b[i]);
}
