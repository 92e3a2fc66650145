import assert from 'node:assert/strict';
import { test } from 'node:test';
import { figureRenderers } from '../../../renderers/figures/index';
import { paperTheme } from '../../../renderers/figures/theme';
import { pack } from '../../../src/protocol/packing';
import { sampleFigures } from '../../support/figures';

const renderer = figureRenderers['token-probabilities'];

/** The tokens in the cells, line by line. */
function cellsOf(tokens: string[]): string[][] {
  const values = pack('f32', new Float64Array(tokens.length).fill(0.5));
  const figure = { ...sampleFigures['token-probabilities'], lines: [{ heading: 'a', tokens, values }] };
  const [{ text }] = renderer.spec(figure, paperTheme, 700).data as [{ text: string[][] }];
  return text.map((line) => line.filter((cell) => cell !== ''));
}

test('pieces of words have wider cells than characters, and their blanks are seen', () => {
  const pieces = Array.from({ length: 30 }, (_, i) => (i % 2 === 0 ? ' the' : '\n'));
  assert.deepEqual(
    cellsOf(pieces).map((line) => line.length),
    [12, 12, 6],
  );
  assert.deepEqual(cellsOf(pieces)[0]!.slice(0, 2), ['␣the', '⏎']);
  assert.deepEqual(cellsOf([' incomprehensible', '<b>']), [['␣incom…', '&lt;b&gt;']]);
  assert.deepEqual(
    cellsOf([...'a b'.repeat(20)]).map((line) => line.length),
    [48, 12],
  );
  assert.deepEqual(cellsOf(['👍', ' ', 'ש']), [['👍', '␣', 'ש']]);
});
