// Words in a picture of curves: at the ends of lines, at marks, or below.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { boxAround, lineHeight, placeText, spreadOut, wrapped } from '../../../renderers/figures/curveLabels';
import { curves } from '../../../renderers/figures/curves';
import { encode } from '../../../renderers/figures/encoding';
import type { Bag } from '../../../renderers/figures/figure';
import { paperTheme } from '../../../renderers/figures/theme';
import { sampleFigures } from '../../support/figures';

const figure = sampleFigures.curves;
const names = figure.series.map(({ name }) => name);
const textsOf = ({ layout }: { layout: Bag }) => (layout['annotations'] as Bag[]).map(({ text }) => String(text));
const line = (width: number, changes: Partial<typeof figure> = {}) =>
  curves.spec({ ...figure, ...changes }, paperTheme, width);

describe('labels at the ends of lines', () => {
  test('lie a line of text apart, inside the frame, in the order of the lines, and move no more than they must', () => {
    const far = spreadOut([20, 100, 60], 200);
    assert.deepEqual(far, [20, 100, 60]);
    for (const ends of [[50, 50, 51, 52], [0, 0, 0], [200, 199, 198], [10, 18, 190, 196], []]) {
      const heights = spreadOut(ends, 200);
      const order = [...ends.keys()].sort((a, b) => ends[a]! - ends[b]! || a - b);
      order.slice(1).forEach((i, k) => assert.ok(heights[i]! - heights[order[k]!]! >= lineHeight - 1e-9, String(ends)));
      assert.ok(heights.every((height) => height >= 0 && height <= 200));
    }
    const [a, b] = spreadOut([100, 100], 200);
    assert.equal((a! + b!) / 2, 100);
  });

  test('stand instead of a legend where there is room', () => {
    const wide = line(900);
    assert.equal(wide.layout['showlegend'], false);
    assert.deepEqual(textsOf(wide).slice(0, 2), names);
    const narrow = line(420);
    assert.equal(narrow.layout['showlegend'], true);
    assert.ok(textsOf(narrow).every((text) => !names.includes(text)));
    const many = Array.from({ length: 9 }, (_, i) => ({ ...figure.series[0]!, name: `line ${i}` }));
    assert.equal(line(900, { series: many }).layout['showlegend'], true);
  });
});

describe('marks', () => {
  const frame = { width: 400, height: 200 };
  const size = { width: 120, height: 18 };

  test('have words that hide no line, no other words, and lie in the frame', () => {
    const inked = Array.from({ length: 50 }, (_, i) => ({ x: 8 * i, y: 100 - i }));
    const first = placeText({ x: 200, y: 75 }, size, frame, inked, []);
    const box = boxAround(first, size);
    assert.ok(box.left >= 0 && box.left + box.width <= 400 && box.top >= 0 && box.top + box.height <= 200);
    assert.ok(inked.every(({ x, y }) => x < box.left || x > box.left + 120 || y < box.top || y > box.top + 18));
    const second = boxAround(placeText({ x: 200, y: 75 }, size, frame, inked, [box]), size);
    assert.ok(Math.abs(second.left - box.left) >= 120 || Math.abs(second.top - box.top) >= 18);
  });

  test('point to their place on the logarithmic axis', () => {
    const mark = (line(900).layout['annotations'] as Bag[]).at(-1)!;
    assert.equal(mark['x'], Math.log10(figure.marks[0]!.x));
    assert.ok(String(mark['text']).replace('<br>', ' ').includes('overtakes'));
  });

  test('are numbered in a narrow picture, with their words below', () => {
    const { data, layout } = line(380);
    const rings = data.at(-1)!;
    assert.deepEqual(rings['text'], ['1']);
    assert.deepEqual(textsOf({ layout }), ['1: logistic-regression overtakes']);
    assert.equal(layout['height'], curves.height(figure, 380));
    const crowded = line(900, { marks: Array.from({ length: 5 }, () => figure.marks[0]!) });
    assert.deepEqual(crowded.data.at(-1)!['text'], ['1', '2', '3', '4', '5']);
  });

  test('words are broken at blanks only', () => {
    assert.deepEqual(wrapped('one two three', 8), ['one two', 'three']);
    assert.deepEqual(wrapped('incomprehensible word', 5), ['incomprehensible', 'word']);
  });
});

describe('lines', () => {
  test('of one group have one colour and different dashes and markers', () => {
    const series = ['real', 'real + a', 'a only', 'real + b', 'b only'].map((name) => ({
      ...figure.series[0]!,
      name,
      ...(name.length > 4 ? { group: name.at(-1) === 'y' ? name[0]! : name.at(-1)! } : {}),
    }));
    const { data } = line(900, { series });
    const looks = data
      .filter((trace) => trace['legendgroup'] !== undefined)
      .map((trace) => [(trace['line'] as Bag)['color'], (trace['line'] as Bag)['dash']]);
    assert.equal(looks.length, 5);
    assert.equal(new Set(looks.map(String)).size, 5);
    assert.equal(looks[1]![0], looks[2]![0]);
    assert.equal(looks[3]![0], looks[4]![0]);
    assert.notEqual(looks[1]![0], looks[3]![0]);
    assert.equal(looks[0]![0], encode(paperTheme, 0).colour);
  });

  test('damaged: fewer heights than places', () => {
    const [first] = figure.series;
    const { data } = line(900, { series: [{ ...first!, y: first!.y.slice(0, 2), low: [], high: [] }] });
    const drawn = data.find((trace) => trace['legendgroup'] !== undefined)!;
    assert.deepEqual((drawn['y'] as unknown[]).slice(2), [null, null, null, null]);
  });

  test('an axis that cannot be logarithmic is linear', () => {
    const { layout } = line(900, { series: [{ ...figure.series[0]!, x: [0, 1, 2, 3, 4, 5] }], marks: [] });
    assert.equal((layout['xaxis'] as Bag)['type'], 'linear');
  });
});
