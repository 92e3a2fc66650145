// What each kind of figure shows, in numbers.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { encode } from '../../../renderers/figures/encoding';
import { figureRenderers } from '../../../renderers/figures/index';
import { decide } from '../../../renderers/figures/regions';
import { correlation } from '../../../renderers/figures/statistics';
import { paperTheme } from '../../../renderers/figures/theme';
import type { Bag } from '../../../renderers/figures/figure';
import { pack, unpack } from '../../../src/protocol/packing';
import { sampleClasses, sampleFigures } from '../../support/figures';

const close = (a: number, b: number, tolerance = 1e-9) => assert.ok(Math.abs(a - b) <= tolerance, `${a} and ${b}`);
const legendNames = (data: Bag[]) =>
  data.filter(({ name, showlegend }) => name !== undefined && showlegend !== false).map(({ name }) => name);

describe('decision-boundary', () => {
  const figure = sampleFigures['decision-boundary'];
  const { data, layout } = figureRenderers['decision-boundary'].spec(figure, paperTheme, 900);
  const of = (type: string, axis: string) => data.filter((trace) => trace['type'] === type && trace['xaxis'] === axis);

  test('has a panel per model on the same axes', () => {
    const axes = ['x', 'x2', 'x3', 'x4'];
    for (const axis of axes) assert.equal(of('heatmap', axis).length, 1);
    for (const name of ['xaxis2', 'xaxis3', 'xaxis4']) assert.equal((layout[name] as Bag)['matches'], 'x');
    for (const name of ['xaxis', 'xaxis2', 'xaxis3', 'xaxis4'])
      assert.deepEqual((layout[name] as Bag)['range'], [30, 60]);
    const texts = (layout['annotations'] as Bag[]).map(({ text }) => String(text));
    figure.panels.forEach(({ model, family, others }, i) => {
      assert.match(texts[i]!, new RegExp(`<b>${model.slice(0, 12)}`));
      assert.ok(texts[i]!.includes(family) && texts[i]!.includes(others!));
    });
  });

  test('only models with a density have contours of it', () => {
    const dashes = (axis: string) => of('contour', axis).map((trace) => (trace['line'] as Bag)['dash']);
    const classes = sampleClasses.map((_, k) => encode(paperTheme, k).dash);
    assert.deepEqual(dashes('x2').filter(Boolean), classes);
    assert.deepEqual(dashes('x3').filter(Boolean), classes);
    assert.deepEqual(dashes('x').filter(Boolean), []);
    assert.deepEqual(dashes('x4').filter(Boolean), []);
  });

  test('contours of all classes of a panel have the same levels', () => {
    const levels = of('contour', 'x3')
      .filter((trace) => (trace['line'] as Bag)['dash'])
      .map(({ contours }) => JSON.stringify(contours));
    assert.equal(new Set(levels).size, 1);
  });

  test('the colour of a region is that of its most probable class', () => {
    const posterior = unpack(figure.panels[2]!.posterior);
    const cells = figure.plane.width * figure.plane.height;
    const { winner, certainty } = decide(
      Array.from({ length: 3 }, (_, k) => posterior.subarray(k * cells, (k + 1) * cells)),
    );
    const z = of('heatmap', 'x3')[0]!['z'] as number[][];
    for (let i = 0; i < cells; i += 97) {
      const value = z[Math.floor(i / figure.plane.width)]![i % figure.plane.width]!;
      assert.equal(Math.floor(value), winner[i]);
      close(value - winner[i]!, 0.05 + 0.9 * certainty[i]!, 1e-9);
    }
  });

  test('the boundary passes where the two best classes tie', () => {
    const lines = of('contour', 'x').filter((trace) => !(trace['line'] as Bag)['dash']);
    assert.equal(lines.length, 3);
    for (const { contours } of lines) assert.deepEqual(contours, { coloring: 'none', start: 0, end: 0, size: 1 });
  });

  test('the legend names every class and what the marks mean', () => {
    assert.deepEqual(legendNames(data), [
      ...sampleClasses,
      'decision boundary',
      'density p(x | class)',
      'training row',
      'test row',
    ]);
  });

  test('the table gives P(y | x) and log p(x | y) at every grid point', () => {
    const { columns, rows } = figureRenderers['decision-boundary'].table(figure);
    assert.equal(rows.length, 4 * 60 * 50);
    assert.deepEqual(columns.slice(0, 4), ['model', 'bill_length_mm', 'flipper_length_mm', 'P(Adelie | x)']);
    for (const row of rows.slice(0, 200)) close((row[3] as number) + (row[4] as number) + (row[5] as number), 1, 0.01);
    assert.equal(rows[0]![6], null, 'logistic regression has no density');
    assert.equal(typeof rows[3000]![6], 'number');
  });

  test('an even posterior and one with gaps are drawn without a boundary', () => {
    assert.deepEqual([...decide([Float64Array.of(0.5, NaN), Float64Array.of(0.5, NaN)]).winner], [0, -1]);
    assert.deepEqual([...decide([Float64Array.of(1), Float64Array.of(0)]).certainty], [1]);
  });
});

describe('histograms', () => {
  const { data } = figureRenderers.histograms.spec(sampleFigures.histograms, paperTheme, 900);

  test('shares of each group sum to one', () => {
    for (const trace of data) {
      const heights = trace['y'] as number[];
      close(
        heights.reduce((sum, height) => sum + height, 0),
        1,
      );
    }
  });

  test('groups differ in dash or pattern, not in colour alone', () => {
    const lines = data.filter((trace) => trace['xaxis'] === 'x').map((trace) => (trace['line'] as Bag)['dash']);
    const bars = data
      .filter((trace) => trace['type'] === 'bar' && trace['xaxis'] === 'x5')
      .map((trace) => JSON.stringify((trace['marker'] as Bag)['pattern']));
    assert.equal(new Set(lines).size, 3);
    assert.equal(new Set(bars).size, 3);
  });
});

test('class-balance writes count and share on every bar', () => {
  const { data } = figureRenderers['class-balance'].spec(sampleFigures['class-balance'], paperTheme, 900);
  assert.deepEqual(data[0]!['text'], ['152 (43.4 %)', '68 (19.4 %)', '124 (35.4 %)', '6 (1.7 %)']);
  assert.deepEqual(data[0]!['x'], [152, 68, 124, 6]);
});

describe('scatter-matrix', () => {
  test('draws each pair once, and a missing value as a gap', () => {
    const { data } = figureRenderers['scatter-matrix'].spec(sampleFigures['scatter-matrix'], paperTheme, 900);
    const pairs = new Set(
      data.filter((trace) => trace['mode'] === 'markers' && trace['xaxis']).map((trace) => trace['xaxis']),
    );
    assert.equal(pairs.size, 6);
    const holes = data
      .flatMap((trace) => (trace['mode'] === 'markers' && trace['xaxis'] ? (trace['y'] as (number | null)[]) : []))
      .filter((value) => value === null);
    assert.equal(holes.length, 1);
  });

  test('correlation is Pearson’s, over rows where both are known', () => {
    close(correlation(Float64Array.of(1, 2, 3, NaN), Float64Array.of(2, 4, 6, 1)), 1);
    close(correlation(Float64Array.of(1, 2, 3, 4), Float64Array.of(1, -1, 1, -1)), -0.4472135955, 1e-9);
    assert.ok(Number.isNaN(correlation(Float64Array.of(1, 1), Float64Array.of(1, 2))));
  });
});

test('confusion-matrix colours by the share of the true class and prints the counts', () => {
  const { data, layout } = figureRenderers['confusion-matrix'].spec(sampleFigures['confusion-matrix'], paperTheme, 900);
  const z = data[0]!['z'] as number[][];
  close(z[0]![0]!, 37 / 38);
  for (const row of z)
    close(
      row.reduce((sum, share) => sum + share, 0),
      1,
    );
  assert.deepEqual(data[1]!['text'], ['37', '1', '0', '1', '16', '0', '0', '0', '31']);
  assert.match(String((layout['annotations'] as Bag[])[0]!['text']), /97\.7 % right/);
});

test('loss-curve is logarithmic only when the loss falls far', () => {
  const { spec } = figureRenderers['loss-curve'];
  const figure = sampleFigures['loss-curve'];
  assert.equal((spec(figure, paperTheme, 900).layout['yaxis'] as Bag)['type'], 'linear');
  const far = { ...figure, series: [{ model: 'mlp', step: [0, 1], loss: [10, 0.001] }] };
  assert.equal((spec(far, paperTheme, 900).layout['yaxis'] as Bag)['type'], 'log');
  assert.deepEqual(legendNames(spec(figure, paperTheme, 900).data), [
    'mlp (training)',
    'mlp (validation)',
    'logistic-regression',
  ]);
});

test('samples are open markers over faint real rows', () => {
  const { data } = figureRenderers.samples.spec(sampleFigures.samples, paperTheme, 900);
  const symbols = (data[0]!['marker'] as Bag)['symbol'] as string[];
  assert.equal(symbols.filter((symbol) => symbol === 'circle-open').length, 40);
  assert.equal(symbols.filter((symbol) => symbol === 'circle').length, 76);
  const { rows } = figureRenderers.samples.table(sampleFigures.samples);
  assert.equal(rows.length, 2 * 120 + 172);
});

test('samples widens the plane for generated rows outside the data, up to half a range', () => {
  const figure = sampleFigures.samples;
  const at = (x: number[]) => ({
    x: pack('f32', x),
    y: pack(
      'f32',
      x.map(() => 200),
    ),
    label: pack(
      'i32',
      x.map(() => 0),
    ),
  });
  const range = (x: number[]) => {
    const { layout } = figureRenderers.samples.spec(
      { ...figure, panels: [{ model: 'a', generated: at(x) }] },
      paperTheme,
      900,
    );
    return (layout['xaxis'] as Bag)['range'] as number[];
  };
  assert.deepEqual(range([40, 50]), [30, 60]);
  assert.deepEqual(range([40, 66]), [30, 66.6]);
  assert.deepEqual(range([-500, 5000]), [15, 75]);
});

describe('curves over thresholds', () => {
  test('of three classes: a panel per model, a line per class, the mean area above', () => {
    const figure = sampleFigures['roc-curve'];
    const { data, layout } = figureRenderers['roc-curve'].spec(figure, paperTheme, 900);
    assert.deepEqual(legendNames(data), sampleClasses);
    for (const axis of ['x', 'x2']) {
      const own = data.filter((trace) => trace['xaxis'] === axis && trace['legendgroup'] !== undefined);
      assert.deepEqual(
        own.map((trace) => (trace['line'] as Bag)['dash']),
        sampleClasses.map((_, k) => encode(paperTheme, k).dash),
      );
    }
    const [first] = figure.curves;
    const mean = figure.curves.slice(0, 3).reduce((sum, { area }) => sum + area / 3, 0);
    const text = String((layout['annotations'] as Bag[])[0]!['text']);
    assert.ok(text.includes(first!.model) && text.includes(`mean area ${Number(mean.toPrecision(3))}`), text);
  });

  test('of two classes: all models in one panel, guessing at the share of the class', () => {
    const figure = sampleFigures['precision-recall-curve'];
    const { data } = figureRenderers['precision-recall-curve'].spec(figure, paperTheme, 900);
    const named = legendNames(data).map(String);
    assert.equal(named.length, 2);
    assert.match(named[0]!, /^logistic-regression: 0\.\d+$/);
    const chance = data.find((trace) => trace['name'] === undefined)!;
    assert.deepEqual(chance['y'], [0.36, 0.36]);
  });
});

describe('reliability', () => {
  const figure = sampleFigures.reliability;
  const { data, layout } = figureRenderers.reliability.spec(figure, paperTheme, 900);

  test('has a panel per model with its errors before and after, and rows as bars beneath', () => {
    assert.deepEqual(legendNames(data), ['raw', 'isotonic']);
    const [first] = (layout['annotations'] as Bag[]).map(({ text }) => String(text));
    assert.ok(first!.includes('calibration error 14.0 % → 2.0 %'), first);
    const bars = data.filter(({ type, xaxis }) => type === 'bar' && xaxis === 'x3');
    assert.deepEqual(bars[0]!['y'], [8, 14, 9, 16, 21, 104]);
    assert.equal(data.filter(({ type }) => type === 'bar').length, 4);
  });

  test('without calibration there is no legend', () => {
    const panels = figure.panels.map((panel) => ({ ...panel, series: panel.series.slice(0, 1) }));
    const spec = figureRenderers.reliability.spec({ ...figure, panels }, paperTheme, 900);
    assert.equal(spec.layout['showlegend'], false);
    assert.deepEqual(legendNames(spec.data), []);
  });
});

test('generated rows: so many of the first are drawn, in the plane of all', () => {
  const figure = sampleFigures.samples;
  const places = (shown?: number) => {
    const { data, layout } = figureRenderers.samples.spec(
      { ...figure, ...(shown === undefined ? {} : { shown }) },
      paperTheme,
      900,
    );
    const drawn = data.filter(({ xaxis }) => xaxis === 'x').flatMap(({ x }) => x as number[]);
    return { count: drawn.length, range: (layout['xaxis'] as Bag)['range'] };
  };
  const [all, some, none] = [places(), places(10), places(0)];
  const real = unpack(figure.real.x).length;
  assert.equal(none.count, real);
  assert.equal(some.count, real + 10);
  assert.equal(all.count, real + unpack(figure.panels[0]!.generated.x).length);
  assert.deepEqual(some.range, all.range);
});
