// Maps of pixels: what is shown of which class, that signs are no matter of colour alone, and what damage does.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { contrast } from '../../../renderers/figures/colour';
import type { Bag } from '../../../renderers/figures/figure';
import { imageAttribution } from '../../../renderers/figures/imageAttribution';
import { hatchedPixels, outline } from '../../../renderers/figures/pixelLines';
import { makeTheme, paperTheme } from '../../../renderers/figures/theme';
import { pack, quantise, unpack } from '../../../src/protocol/packing';
import { sampleFigures } from '../../support/figures';

const figure = sampleFigures['image-attribution'];
const dark = makeTheme('#1f1f1f', '#cccccc');

const tracesOf = (data: Bag[], axis: string) => data.filter((trace) => trace['xaxis'] === axis);

test('each map lies over its own panel, with zero close to the background and the strongest number as the strongest shade', () => {
  for (const theme of [paperTheme, dark]) {
    const { data } = imageAttribution.spec(figure, theme, 900);
    figure.panels.forEach((panel, i) => {
      const [heat] = tracesOf(data, `x${i + 2}`);
      const shown = unpack(panel.maps).subarray(0, 64);
      const most = shown.reduce((high, value) => Math.max(high, Math.abs(value)), 0);
      assert.deepEqual((heat!['z'] as number[][]).flat(), [...shown]);
      assert.deepEqual([heat!['zmin'], heat!['zmax']], [-most, most]);
      const scale = heat!['colorscale'] as [number, string][];
      assert.ok(contrast(scale.find(([share]) => share === 0.5)![1], theme.background) < 1.25);
      assert.deepEqual(
        scale.map(([share]) => share),
        scale.map(([share]) => share).sort((a, b) => a - b),
      );
      assert.equal(new Set(scale.map(([, colour]) => colour)).size, scale.length);
    });
  }
});

test('another class has another map and other words', () => {
  const { data, layout } = imageAttribution.spec({ ...figure, shown: 1 }, paperTheme, 900);
  const [heat] = tracesOf(data, 'x2');
  assert.deepEqual((heat!['z'] as number[][]).flat(), [...unpack(figure.panels[0]!.maps).subarray(64)]);
  assert.deepEqual(
    data.flatMap(({ name }) => name ?? []),
    ['speaks for square', 'speaks against square'],
  );
  const texts = (layout['annotations'] as Bag[]).map(({ text }) => String(text));
  assert.ok(texts.some((text) => text.includes('takes it for disc (98.2 %)<br>up to')));
});

test('of maps without classes the legend tells what is lost', () => {
  const map = unpack(figure.panels[0]!.maps).subarray(0, 64);
  const maps = quantise('u16', map, [1, 8, 8], { low: -2, high: 2 });
  const whole = { ...figure, classes: [], panels: [{ ...figure.panels[0]!, maps }] };
  const { data } = imageAttribution.spec(whole, paperTheme, 900);
  assert.deepEqual(
    data.flatMap(({ name }) => name ?? []),
    ['worse without it', 'better without it'],
  );
  assert.equal(imageAttribution.table(whole).rows.length, 64);
});

test('of pictures of each class the one of the shown class is drawn', () => {
  const pictures = quantise('u8', [...Array<number>(64).fill(0), ...Array<number>(64).fill(1)], [2, 8, 8, 1]);
  const source = (shown: number) => {
    const both = { ...figure, shown, pictures, captions: ['no', 'yes'] };
    const { layout } = imageAttribution.spec(both, paperTheme, 900);
    const words = (layout['annotations'] as Bag[]).map(({ text }) => String(text));
    assert.ok(words.includes(['no', 'yes'][shown]!));
    return (layout['images'] as Bag[])[0]!['source'];
  };
  assert.notEqual(source(0), source(1));
});

test('what speaks against is hatched, and the outline goes along the edges of bright pixels', () => {
  const map = { width: 2, height: 2, values: [1, -1, 0, -0.1] };
  assert.deepEqual(hatchedPixels(paperTheme, map, -0.5)[0]!['x'], [1, 2, null]);
  assert.deepEqual(hatchedPixels(paperTheme, map, -2), []);
  const [halo, line] = outline(paperTheme, { width: 3, height: 3, values: [0, 0, 0, 0, 9, 0, 0, 0, 0] });
  const corners = new Set((line!['x'] as (number | null)[]).map((x, i) => `${x},${(line!['y'] as number[])[i]}`));
  assert.deepEqual([...corners].sort(), ['1,1', '1,2', '2,1', '2,2', 'null,null']);
  assert.deepEqual(halo!['x'], line!['x']);
});

test('the table holds every number of every class', () => {
  const { columns, rows } = imageAttribution.table(figure);
  assert.deepEqual(columns, ['model', 'method', 'scale', 'class', 'line', 'column', 'value']);
  assert.equal(rows.length, 3 * 2 * 64);
  assert.deepEqual(rows[64 + 9]!.slice(0, 6), ['cnn', 'occlusion', 'log odds', 'square', 2, 2]);
});

test('figures are as high as they say at every width, and panels lie in the plot', () => {
  for (const width of [300, 500, 900]) {
    const { layout } = imageAttribution.spec(figure, paperTheme, width);
    assert.equal(layout['height'], imageAttribution.height(figure, width));
    for (const name of ['yaxis', 'yaxis2', 'yaxis3', 'yaxis4']) {
      const [low, high] = (layout[name] as Bag)['domain'] as [number, number];
      assert.ok(low >= 0 && high <= 1 + 1e-9 && low < high);
    }
  }
});

test('damaged figures are refused', () => {
  const broken = [
    { ...figure, pictures: pack('f32', new Float32Array(64), [64]) },
    { ...figure, pictures: pack('f32', new Float32Array(3 * 64), [3, 8, 8, 1]) },
    { ...figure, shown: 5, pictures: pack('f32', new Float32Array(2 * 64), [2, 8, 8, 1]) },
    { ...figure, panels: [{ ...figure.panels[0]!, maps: pack('f32', new Float32Array(64), [1, 8, 8]) }] },
  ];
  for (const each of broken) assert.throws(() => imageAttribution.spec(each, paperTheme, 900), RangeError);
});
