import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { contrast, mix, parseColour, readable } from '../../../renderers/figures/colour';
import { encode } from '../../../renderers/figures/encoding';
import { escapeText, fit, formatNumber, formatPercent, shorten } from '../../../renderers/figures/text';
import { makeTheme } from '../../../renderers/figures/theme';
import { finite, thin, ticks } from '../../../renderers/figures/arrays';

test('escapeText leaves nothing that Plotly would read as markup', () => {
  assert.equal(escapeText('<b onclick="x">a & b</b>\n\u0000c'), '&lt;b onclick="x"&gt;a &amp; b&lt;/b&gt;  c');
  assert.equal(escapeText('größe 漢字 👍🏽'), 'größe 漢字 👍🏽');
});

test('names are cut before they are escaped, by whole characters', () => {
  assert.equal(shorten('abcdef', 4), 'abc…');
  assert.equal(shorten('👍👍👍👍', 3), '👍👍…');
  assert.equal(fit('<<<<<<<<<<', 30), '&lt;&lt;&lt;…');
});

test('numbers are written for people', () => {
  const cases: [number, string][] = [
    [0, '0'],
    [1234567, '1,234,567'],
    [0.123456, '0.1235'],
    [-2.5, '−2.5'],
    [1e-7, '1.000e−7'],
    [NaN, '–'],
    [12345.678, '12,346'],
    [0.30000000000000004, '0.3'],
  ];
  for (const [value, text] of cases) assert.equal(formatNumber(value), text);
  assert.equal(formatPercent(0.97674), '97.7 %');
});

test('contrast is that of WCAG', () => {
  assert.equal(contrast('#000000', '#ffffff'), 21);
  assert.ok(Math.abs(contrast('#767676', '#fff') - 4.54) < 0.01);
  assert.equal(readable('#0072B2'), '#ffffff');
  assert.deepEqual(parseColour('rgba(1, 2, 3, 0.5)'), [1, 2, 3]);
  assert.deepEqual(parseColour('nonsense'), [128, 128, 128]);
  assert.equal(mix('#000000', '#ffffff', 0.5), 'rgb(128,128,128)');
});

describe('themes', () => {
  const pairs = [
    ['#ffffff', '#3b3b3b'],
    ['#1f1f1f', '#cccccc'],
    ['#000000', '#ffffff'],
    ['#fdf6e3', '#657b83'],
    ['#002b36', '#839496'],
    ['#777777', '#888888'],
  ] as const;
  for (const [background, foreground] of pairs)
    test(`all text reads on ${background}`, () => {
      for (const highContrast of [false, true]) {
        const theme = makeTheme(background, foreground, { highContrast });
        const least = background === '#777777' ? 4.4 : 4.5;
        assert.ok(contrast(theme.ink, background) >= least, `ink ${theme.ink}`);
        assert.ok(contrast(theme.muted, background) >= least, `muted ${theme.muted}`);
      }
    });

  test('the first six classes stand out from the background and differ in colour, symbol and, five of them, in dash', () => {
    for (const theme of [makeTheme('#ffffff', '#3b3b3b'), makeTheme('#1f1f1f', '#cccccc')]) {
      const codes = Array.from({ length: 6 }, (_, k) => encode(theme, k));
      assert.equal(new Set(codes.map(({ colour }) => colour)).size, 6);
      assert.equal(new Set(codes.map(({ symbol }) => symbol)).size, 6);
      assert.equal(new Set(codes.map(({ dash }) => dash)).size, 5);
      for (const { colour } of codes)
        assert.ok(contrast(colour, theme.background) >= 2.2, `${colour} on ${theme.background}`);
    }
    const pairs = Array.from({ length: 40 }, (_, k) => encode(makeTheme('#ffffff', '#000000'), k)).map(
      ({ colour, symbol }) => colour + symbol,
    );
    assert.equal(new Set(pairs).size, 40);
  });
});

test('arrays are thinned evenly, spread over both ends, and kept free of what JSON lacks', () => {
  assert.deepEqual(thin(4, 10), [0, 1, 2, 3]);
  assert.deepEqual(thin(10, 5), [0, 2, 4, 6, 8]);
  assert.deepEqual(ticks(0, 1, 3), [0, 0.5, 1]);
  assert.deepEqual([NaN, Infinity, 1].map(finite), [null, null, 1]);
});
