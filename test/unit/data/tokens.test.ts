import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Problem } from '../../../src/data/problem';
import { fitTokens, noToken, textOf, tokenEncoder, unknownToken } from '../../../src/data/tokens';
import { textColumn } from './support';

function roundTrip(texts: string[], text: string): string {
  const tokens = fitTokens(textColumn(texts), Int32Array.from(texts.keys()));
  const out = new Float64Array(tokens.length);
  tokenEncoder(tokens)(text, out, 0);
  return textOf(tokens, out);
}

test('texts come back as they were, in any script', () => {
  const texts = ['Anna', 'Zoë 😀', '山田', ' a b '];
  for (const text of texts) assert.equal(roundTrip(texts, text), text);
});

test('a character that was never seen is marked, and a text that is too long is cut', () => {
  assert.equal(roundTrip(['abc', 'cab'], 'axc'), `a${unknownToken}c`);
  assert.equal(roundTrip(['abc'], 'abcabc'), 'abc');
});

test('after the end of a text there is no token', () => {
  const tokens = fitTokens(textColumn(['abcd', 'a']), [0, 1]);
  const out = new Float64Array(tokens.length);
  tokenEncoder(tokens)('a', out, 0);
  assert.deepEqual([...out.subarray(1)], [noToken, noToken, noToken]);
  assert.equal(tokens.vocabulary[out[0]!], 'a');
});

test('texts without a character are refused', () => {
  assert.throws(
    () => fitTokens(textColumn(['']), [0]),
    (error) => error instanceof Problem && error.code === 'no-words',
  );
});
