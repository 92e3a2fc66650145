// Hidden states and paths through them, in numbers.
import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { figureRenderers } from '../../../renderers/figures/index';
import { paperTheme } from '../../../renderers/figures/theme';
import type { Bag } from '../../../renderers/figures/figure';
import { pack } from '../../../src/protocol/packing';
import { sampleFigures } from '../../support/figures';

const close = (a: number, b: number, tolerance = 1e-9) => assert.ok(Math.abs(a - b) <= tolerance, `${a} and ${b}`);

suite('state-path', () => {
  const figure = sampleFigures['state-path'];
  const { data, layout } = figureRenderers['state-path'].spec(figure, paperTheme, 900);
  const of = (axis: string) => data.filter((trace) => trace['xaxis'] === axis);

  test('each run of a state is a bar as long as it lasts, with letter and hatching', () => {
    const bands = of('x3').filter((trace) => trace['type'] === 'bar' && trace['text']);
    assert.deepEqual(
      bands.map((band) => [band['name'], band['base'], band['x'], band['text']]),
      [
        ['state A', [0.5, 8.5], [4, 2], ['A', 'A']],
        ['state B', [4.5], [4], ['B']],
      ],
    );
    const hatches = bands.map(({ marker }) => ((marker as Bag)['pattern'] as Bag)['shape']);
    assert.equal(new Set(hatches).size, 2);
  });

  test('the band is below everything that is observed', () => {
    const band = of('x2').find((trace) => trace['type'] === 'bar' && trace['text'])!;
    const top = (band['y'] as number[])[0]! + (band['width'] as number[])[0]! / 2;
    const observed = of('x2').find((trace) => trace['type'] === 'scatter')!;
    const values = (observed['y'] as (number | null)[]).filter((value) => value !== null);
    assert.ok(top < Math.min(...values));
    assert.equal((observed['y'] as (number | null)[])[5], null, 'a step that was not observed');
    assert.deepEqual((layout['yaxis2'] as Bag)['ticktext'], figure.symbols);
  });

  test('headings tell true and predicted class, log density and what is left out', () => {
    const texts = (layout['annotations'] as Bag[]).map(({ text }) => String(text));
    assert.match(texts[0]!, /2012-12.*winter, recognised.*log p\(x\) = −11, 10 steps/);
    assert.match(texts[2]!, /summer, taken for winter.*first 10 of 30 steps/);
  });

  test('the table has every step with its state', () => {
    const { columns, rows } = figureRenderers['state-path'].table(figure);
    assert.deepEqual(columns, ['sequence', 'step', 'weather', 'state']);
    assert.equal(rows.length, 30);
    assert.deepEqual(rows[15], ['2013-07', 6, null, 'B']);
  });

  test('several numbers are lines of different dashes', () => {
    const values = pack('f32', [1, 10, 2, 20, 3, 30], [3, 2]);
    const { symbols: _symbols, ...numbers } = figure;
    assert.ok(_symbols);
    const several = {
      ...numbers,
      columns: ['warm', 'wind'],
      unit: 'standard deviations from the mean',
      sequences: [{ name: 'one', label: -1, steps: 3, values, path: pack('i32', [0, 1, 1]) }],
    };
    const lines = figureRenderers['state-path']
      .spec(several, paperTheme, 900)
      .data.filter((trace) => trace['mode'] === 'lines+markers');
    assert.deepEqual(
      lines.map((line) => line['y']),
      [
        [1, 2, 3],
        [10, 20, 30],
      ],
    );
    assert.equal(new Set(lines.map((line) => (line['line'] as Bag)['dash'])).size, 2);
  });

  test('arrays that do not agree are refused', () => {
    const [sequence] = figure.sequences;
    const damaged = { ...figure, sequences: [{ ...sequence!, path: pack('i32', [0, 1]) }] };
    assert.throws(() => figureRenderers['state-path'].spec(damaged, paperTheme, 900), RangeError);
  });
});

suite('hidden-states', () => {
  const figure = sampleFigures['hidden-states'];
  const { data, layout } = figureRenderers['hidden-states'].spec(figure, paperTheme, 900);

  test('two panels for each class: transitions with their numbers, and what is emitted', () => {
    const maps = data.filter((trace) => trace['type'] === 'heatmap');
    assert.deepEqual(
      maps.map(({ z }) => z),
      figure.chains.map(({ transition }) => transition),
    );
    const texts = (layout['annotations'] as Bag[]).map(({ text }) => String(text));
    for (const share of ['85 %', '15 %', '25 %', '75 %', '60 %', '40 %', '10 %', '90 %'])
      assert.ok(texts.includes(share), share);
    assert.ok(texts.some((text) => text.includes('first state: A 50 %, B 50 %')));
    assert.deepEqual((layout['yaxis'] as Bag)['range'], [1.5, -0.5], 'the first state is at the top');
  });

  test('bell curves have their top at the mean, and all classes the same axis', () => {
    const curves = data.filter((trace) => trace['mode'] === 'lines');
    const tops = curves.map((curve) => {
      const y = curve['y'] as number[];
      return (curve['x'] as number[])[y.indexOf(Math.max(...y))]!;
    });
    const means = figure.chains.flatMap((chain) => chain.means!.map(([mean]) => mean!));
    tops.forEach((top, i) => close(top, means[i]!, 1e-9));
    assert.deepEqual((layout['xaxis2'] as Bag)['range'], (layout['xaxis4'] as Bag)['range']);
  });

  test('symbols are bars on the same axis in every class', () => {
    const chains = figure.chains.map(({ name, start, transition }, k) => ({
      name,
      start,
      transition,
      symbols: [
        [0.5, 0.5],
        [k / 10, 1 - k / 10],
      ],
    }));
    const spec = figureRenderers['hidden-states'].spec(
      { ...figure, symbols: ['sun', 'rain'], columns: ['weather'], chains },
      paperTheme,
      900,
    );
    const bars = spec.data.filter((trace) => trace['type'] === 'bar');
    assert.equal(bars.length, 4);
    assert.deepEqual(bars[3]!['y'], [0.1, 0.9]);
    assert.deepEqual((spec.layout['yaxis2'] as Bag)['range'], (spec.layout['yaxis4'] as Bag)['range']);
  });

  test('several numbers are means with one standard deviation', () => {
    const chains = figure.chains.map(({ name, start, transition }) => ({
      name,
      start,
      transition,
      means: [
        [1, 2],
        [3, 4],
      ],
      deviations: [
        [0.1, 0.2],
        [0.3, 0.4],
      ],
    }));
    const spec = figureRenderers['hidden-states'].spec(
      { ...figure, columns: ['warm', 'wind'], chains },
      paperTheme,
      900,
    );
    const points = spec.data.filter((trace) => trace['error_y']);
    assert.equal(points.length, 4);
    assert.deepEqual((points[1]!['error_y'] as Bag)['array'], [0.3, 0.4]);
  });
});
