import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { contrast } from '../../../renderers/figures/colour';
import type { Bag } from '../../../renderers/figures/figure';
import { figureRenderers } from '../../../renderers/figures/index';
import { flow, textWidth } from '../../../renderers/figures/textFlow';
import { makeTheme, paperTheme } from '../../../renderers/figures/theme';
import { tintRange, tints } from '../../../renderers/figures/wordTint';
import { pack } from '../../../src/protocol/packing';
import { sampleFigures } from '../../support/figures';

const renderer = figureRenderers['text-attribution'];
const figure = sampleFigures['text-attribution'];

describe('the flow of a text', () => {
  const piece = (width: number, more = {}) => ({ width, stays: false, breaks: false, ...more });

  test('goes on in the next line where a word does not fit, but not for a comma', () => {
    const { placed, lines } = flow([piece(60), piece(30), piece(20, { stays: true }), piece(10)], 100);
    assert.deepEqual(
      placed.map(({ x, line }) => [x, line]),
      [
        [0, 0],
        [60, 0],
        [90, 0],
        [0, 1],
      ],
    );
    assert.equal(lines, 2);
  });

  test('cuts what is wider than a line, and ends lines where the text does', () => {
    const { placed, lines } = flow([piece(500), piece(10, { breaks: true }), piece(10)], 100);
    assert.deepEqual(
      placed.map(({ x, width, line }) => [x, width, line]),
      [
        [0, 100, 0],
        [0, 10, 1],
        [0, 10, 2],
      ],
    );
    assert.equal(lines, 3);
  });

  test('knows that letters are not equally wide', () => {
    assert.ok(textWidth('mmm', 14) > textWidth('nnn', 14) && textWidth('nnn', 14) > textWidth('iii', 14));
    assert.equal(textWidth('漢字', 10), 21);
  });
});

test('words on any tint read in every theme', () => {
  for (const [background, foreground, highContrast] of [
    ['#ffffff', '#3b3b3b', false],
    ['#1f1f1f', '#cccccc', false],
    ['#000000', '#ffffff', true],
    ['#fdf6e3', '#657b83', false],
    ['#002b36', '#839496', false],
  ] as const) {
    const theme = makeTheme(background, foreground, { highContrast });
    const tint = tints(theme, { least: 0, most: 2 });
    for (const value of [-2, -1, 0, 0.5, 2]) {
      const { ink, fill } = tint(value);
      assert.ok(contrast(ink, fill) >= 4.5, `${value} on ${background}: ${ink} on ${fill}`);
    }
    assert.notEqual(tint(2).fill, tint(-2).fill);
    assert.notEqual(tint(2).fill, tint(1).fill);
  }
});

test('shares of a whole are told apart from the least to the most', () => {
  assert.deepEqual(tintRange(Float64Array.of(0.06, NaN, 0.09), false), { least: 0.06, most: 0.09 });
  assert.deepEqual(tintRange(Float64Array.of(0.06, NaN, -0.09), true), { least: 0, most: 0.09 });
  const tint = tints(paperTheme, { least: 0.06, most: 0.06 });
  assert.deepEqual(tint(0.06), { fill: 'rgb(255,255,255)', ink: paperTheme.ink });
});

describe('text-attribution', () => {
  const trace = (data: Bag[], type: string, mode?: string) =>
    data.filter((each) => each['type'] === type && (mode === undefined || each['mode'] === mode));

  test('draws each model its own text: words in boxes, signs as lines below', () => {
    const { data } = renderer.spec(figure, paperTheme, 900);
    const bars = trace(data, 'bar');
    assert.equal(bars.length, 2);
    assert.deepEqual((bars[0]!['text'] as string[]).slice(0, 3), ['large', 'bird', 'not']);
    assert.ok((bars[0]!['text'] as string[]).includes('&lt;b&gt;black'));
    const dashes = trace(data, 'scatter', 'lines').map(({ line }) => (line as Bag)['dash']);
    assert.deepEqual([...new Set(dashes)], ['solid', 'dot']);
  });

  test('becomes higher the narrower it is', () => {
    const long = { ...figure, segments: figure.segments.map((segment) => segment.repeat(4)) };
    assert.ok(renderer.height(long, 300) > renderer.height(long, 900));
    const { data } = renderer.spec(long, paperTheme, 300);
    const [{ base, x }] = trace(data, 'bar') as [Bag];
    (base as number[]).forEach((from, i) => assert.ok(from + (x as number[])[i]! <= 300));
  });

  test('without classes it has neither signs nor a class in its table', () => {
    const shares = {
      ...figure,
      classes: [],
      panels: [{ model: 'a', beside: 'b', values: pack('f32', [NaN, 0.2, NaN, 0.8], [1, 4]) }],
      segments: ['A ', 'b', ' ', 'c'],
    };
    assert.equal(
      trace(renderer.spec(shares, paperTheme, 900).data, 'scatter', 'lines').filter(
        (each) => each['name'] === undefined,
      ).length,
      0,
    );
    assert.deepEqual(
      renderer.table(shares).rows.map((row) => row.slice(0, 4)),
      [
        ['a', null, 1, 'b'],
        ['a', null, 3, 'c'],
      ],
    );
  });
});
