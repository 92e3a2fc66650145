import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { Problem } from '../../../src/data/problem';
import { noToken, unknownToken } from '../../../src/data/tokens';
import { fitWordTokens, textOfWords, wordSpans, wordTokenEncoder } from '../../../src/data/wordTokens';
import { textColumn } from './support';

function roundTrip(texts: string[], text: string, plan: { lowercase?: boolean; vocabulary?: number } = {}): string {
  const words = fitWordTokens(textColumn(texts), Int32Array.from(texts.keys()), { column: 'words', ...plan });
  const out = new Float64Array(words.length);
  wordTokenEncoder(words)(text, out, 0);
  return textOfWords(words, out);
}

test('words are found where they stand, in any script', () => {
  const text = 'The printer, no 7: "Zoë" 😀 не горит!';
  const spans = wordSpans(text);
  assert.deepEqual(
    spans.map((span) => span.text),
    ['The', 'printer', 'no', '7', 'Zoë', 'не', 'горит'],
  );
  for (const span of spans) assert.equal(text.slice(span.start, span.end), span.text);
});

suite('texts as words', () => {
  test('come back in their order, without what stands between them', () => {
    assert.equal(roundTrip(['Please hurry, not later', 'no'], 'not later: PLEASE'), 'not later please');
    assert.equal(roundTrip(['Please', 'please'], 'Please please', { lowercase: false }), 'Please');
    assert.equal(roundTrip(['Please not now', 'x'], 'Please not', { lowercase: false }), 'Please not');
  });

  test('a word that is not known is marked, and a text that is too long is cut', () => {
    assert.equal(roundTrip(['a b', 'b c'], 'x b'), `${unknownToken} b`);
    assert.equal(roundTrip(['a b', 'b'], 'a b a b'), 'a b');
    // only the most frequent one is known
    assert.equal(roundTrip(['a b', 'b c'], 'a b', { vocabulary: 1 }), `${unknownToken} b`);
  });

  test('after the end there is nothing', () => {
    const words = fitWordTokens(textColumn(['a b c d', 'a']), [0, 1], { column: 'words' });
    const out = new Float64Array(6).fill(7);
    wordTokenEncoder(words)('a', out, 1);
    assert.deepEqual([...out], [7, words.vocabulary.indexOf('a'), noToken, noToken, noToken, 7]);
  });

  test('without a word they are refused', () => {
    assert.throws(
      () => fitWordTokens(textColumn(['?!', '']), [0, 1], { column: 'words' }),
      (error) => error instanceof Problem && error.code === 'no-words',
    );
  });
});
