import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { beginningsOf } from '../../../src/data/beginnings';
import { chunksOf, learnPieces, mostInPiece } from '../../../src/data/pieces';
import { createRng } from '../../../src/data/random';
import { autoPieces, fitTokens, mostTokens, textOf, tokenizer, tokensOf } from '../../../src/data/tokens';
import type { TokenEncoding } from '../../../src/data/tokens';
import { textColumn } from './support';

/** Alphabets whose texts are unlike each other: with blanks, in other scripts, outside of the first plane, of signs. */
const alphabets = [
  'ab ',
  'abcdef  \n\t',
  'אבגד ה',
  '山田中木',
  '😀👍🏽\u200d❤️ ',
  '0123456789.-',
  'aé\u0301ñ\u0303 ',
  '<>&"\'\\ ',
];

function randomTexts(alphabet: string, n: number, seed: number): string[] {
  const rng = createRng(seed);
  const letters = [...alphabet];
  return Array.from({ length: n }, () =>
    Array.from({ length: rng.integer(40) }, () => letters[rng.integer(letters.length)]!).join(''),
  );
}

function fitted(texts: string[], pieces: number | 'auto'): TokenEncoding {
  return fitTokens(textColumn(texts), Int32Array.from(texts.keys()), pieces);
}

function written(encoding: TokenEncoding, text: string): string[] {
  return tokensOf(encoding, Float64Array.from(tokenizer(encoding)(text)));
}

suite('pieces', () => {
  test('chunks are the text, and blanks stand only before words', () => {
    for (const [i, alphabet] of alphabets.entries())
      for (const text of randomTexts(alphabet, 40, i)) {
        const chunks = chunksOf(text);
        assert.equal(chunks.join(''), text);
        for (const chunk of chunks) assert.match(chunk, /^(\s| ?\S+)$/u);
      }
    assert.deepEqual(chunksOf("It's 12 o'clock."), ['It', "'", 's', ' 12', ' o', "'", 'clock', '.']);
  });

  test('the most frequent pair becomes a piece first', () => {
    // the example of Sennrich, Haddow and Birch (2016), without their ends of words
    const counts = new Map([
      ['low', 5],
      ['lower', 2],
      ['newest', 6],
      ['widest', 3],
    ]);
    const letters = new Set('lowernstid');
    // es and st: 9 each; lo and ow: 7 each; ne: 6
    assert.deepEqual(learnPieces(counts, letters, 6), ['es', 'est', 'lo', 'low', 'ew', 'ewest']);
    assert.deepEqual(learnPieces(counts, letters, 2), ['es', 'est']);
    assert.deepEqual(learnPieces(new Map([['once', 1]]), new Set('once'), 5), [], 'no pair comes twice');
    assert.deepEqual(learnPieces(new Map([['aaaa', 1]]), new Set('a'), 5), ['aa'], 'a pair overlaps itself');
    assert.deepEqual(learnPieces(new Map([['abab', 9]]), new Set('a'), 5), [], 'b is not known');
  });

  test('the order of the texts changes nothing', () => {
    const texts = alphabets.flatMap((alphabet, i) => randomTexts(alphabet, 30, i));
    assert.deepEqual(fitted(texts, 60), fitted([...texts].reverse(), 60));
  });

  test('every text comes back as it was', () => {
    for (const [i, alphabet] of alphabets.entries()) {
      const texts = randomTexts(alphabet, 60, i);
      const encoding = { ...fitted([...texts, alphabet], 50), length: mostTokens };
      const divide = tokenizer(encoding);
      for (const text of [...texts, ...randomTexts(alphabet, 60, 100 + i)])
        assert.equal(textOf(encoding, Float64Array.from(divide(text))), text);
    }
  });

  test('no piece is empty, twice there, long, or reaches over blanks', () => {
    const encoding = fitted(Array<string>(50).fill('incomprehensibilities of a   kind\n'), 300);
    const pieces = encoding.vocabulary.filter((token) => [...token].length > 1);
    assert.ok(pieces.length > 10 && pieces.length <= 300);
    assert.equal(new Set(encoding.vocabulary).size, encoding.vocabulary.length);
    for (const piece of pieces) {
      assert.ok([...piece].length <= mostInPiece, piece);
      assert.match(piece, /^ ?\S+$/);
    }
  });

  test('are at most as many as asked', () => {
    const texts = randomTexts('abcd ', 100, 9);
    for (const most of [0, 1, 7]) assert.equal(fitted(texts, most).vocabulary.length, 1 + 5 + most);
  });

  test('a text of one character has none', () => {
    const encoding = fitted(['a', ''], 10);
    assert.deepEqual(encoding, { vocabulary: [encoding.vocabulary[0]!, 'a'], length: 1 });
    assert.deepEqual(tokenizer(encoding)(''), []);
  });

  test('are made where single characters would leave too much unread, and then more is read', () => {
    const long = Array.from({ length: 30 }, (_, i) => `the ${i % 7} long and winding roads lead on, `.repeat(8));
    const names = Array.from({ length: 400 }, (_, i) => `name number ${i}`);
    const encoding = fitted(long, 'auto');
    assert.ok(encoding.vocabulary.length > 20 && encoding.vocabulary.length <= autoPieces + 40);
    assert.ok(encoding.length <= mostTokens);
    assert.ok([...long[0]!].length > mostTokens);
    assert.equal(written(encoding, long[0]!).join(''), long[0]);
    for (const texts of [names, [...names, long[0]!]])
      assert.ok(fitted(texts, 'auto').vocabulary.every((token) => [...token].length === 1));
  });

  test('what was never seen is in no piece', () => {
    const encoding = fitted(['banana bandana', 'banana'], 20);
    assert.deepEqual(written(encoding, 'banxna').join(''), 'ban\uFFFDna');
    assert.deepEqual(tokenizer(encoding)('x\uD800'), [0, 0]);
  });
});

suite('the beginning of a text', () => {
  const encoding = { ...fitted(['fox', 'fox', 'fog', 'fog', 'of', 'a fox', 'a fox'], 20), length: mostTokens };
  const waysOf = (beginning: string) =>
    beginningsOf(encoding, beginning).map((way) => way.map((token) => encoding.vocabulary[token]!));

  test('can end inside a piece', () => {
    const ways = waysOf('fo').map((way) => way.join('|'));
    assert.deepEqual(ways.sort(), ['fo', 'fog', 'fox']);
    assert.deepEqual(
      waysOf('a ')
        .map((way) => way.join('|'))
        .sort(),
      ['a| ', 'a| fox'],
    );
  });

  test('is found in each way, and each way is as texts are read', () => {
    for (const [i, alphabet] of alphabets.entries()) {
      const own = fitted([...randomTexts(alphabet, 60, i), alphabet], 50);
      for (const beginning of randomTexts(alphabet, 20, 50 + i)) {
        const ways = beginningsOf({ ...own, length: 200 }, beginning);
        assert.ok(ways.length > 0);
        for (const way of ways) {
          const text = way.map((token) => own.vocabulary[token]!).join('');
          assert.ok(text.startsWith(beginning), `${text} from ${beginning}`);
          assert.ok(beginning === '' || !beginning.startsWith(text) || text === beginning);
          assert.deepEqual(tokenizer({ ...own, length: 200 })(text), way);
        }
      }
    }
  });

  test('is as it is read where characters are single, or were never seen, or are too many', () => {
    const single = fitted(['fox', 'fog'], 0);
    assert.deepEqual(beginningsOf(single, 'fo'), [tokenizer(single)('fo')]);
    assert.deepEqual(beginningsOf(single, ''), [[]]);
    assert.deepEqual(beginningsOf(encoding, 'Ω'), [[0]]);
    assert.deepEqual(beginningsOf({ ...encoding, length: 2 }, 'of fox'), [
      tokenizer({ ...encoding, length: 2 })('of fox'),
    ]);
  });
});
