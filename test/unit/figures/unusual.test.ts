// What figures of unusual rows and of doubt show, in numbers.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { foundBy, thresholdOf, unpackScores } from '../../../renderers/figures/anomalyThreshold';
import type { Bag } from '../../../renderers/figures/figure';
import { hatching } from '../../../renderers/figures/hatching';
import { figureRenderers } from '../../../renderers/figures/index';
import { paperTheme } from '../../../renderers/figures/theme';
import { pack, unpack } from '../../../src/protocol/packing';
import type { FigureOf } from '../../../src/protocol/figures';
import { sampleFigures } from '../../support/figures';

const named = (data: Bag[], name: string, axis?: string) =>
  data.filter((trace) => trace['name'] === name && (axis === undefined || trace['xaxis'] === axis));

describe('anomaly-scores', () => {
  const figure = sampleFigures['anomaly-scores'];
  const renderer = figureRenderers['anomaly-scores'];
  const [model] = figure.models;
  const scores = unpackScores(model!);
  const flaggedAt = (quantile: number) => renderer.table({ ...figure, quantile }).rows.length;

  test('a higher threshold flags more rows, and the table lists just these', () => {
    const counts = [0.001, 0.01, 0.1, 0.5].map(flaggedAt);
    assert.deepEqual(
      counts,
      [...counts].sort((a, b) => a - b),
    );
    assert.ok(counts[0]! >= 3 && counts[3]! > counts[1]!);
    const { columns, rows } = renderer.table({ ...figure, quantile: 0.1 });
    assert.deepEqual(columns, ['flagged row', 'log p(x)', 'moved = yes', 'reason']);
    const threshold = thresholdOf(scores.training, 0.1);
    for (const row of rows) assert.ok((row[1] as number) < threshold);
    assert.equal(rows.length, foundBy(model!, scores, 0.1).flagged);
  });

  test('about the share that is asked for of the training rows is below', () => {
    const training = unpack(model!.training);
    for (const share of [0.05, 0.2]) {
      const below = training.filter((value) => value < thresholdOf(training, share)).length;
      assert.ok(Math.abs(below / training.length - share) < 1 / training.length);
    }
  });

  test('precision and recall are of tested rows whose label is known', () => {
    const small: FigureOf<'anomaly-scores'>['models'][number] = {
      model: 'm',
      training: pack('f32', [-4, -3, -2, -1]),
      rows: pack('i32', [0, 1, 2, 3, 4, 5]),
      logDensity: pack('f32', [-9, -8, -7, -6, -1, -1]),
      label: pack('i32', [1, 0, -1, 1, 1, 0]),
      tested: pack('i32', [1, 1, 1, 0, 1, 1]),
      exact: 4,
      weight: 3,
      reasons: [],
    };
    const found = foundBy(small, unpackScores(small), 0);
    assert.deepEqual(
      { ...found, precision: found.precision!.toFixed(3), recall: found.recall!.toFixed(3) },
      // the last two stand for three rows each: 1 of 2 flagged is one, 1 of 1 + 3 anomalies is found
      { threshold: -4, shown: 4, flagged: 4, of: 10, precision: '0.500', recall: '0.250' },
    );
  });

  test('flagged rows differ from the others in shape, in both panels; the threshold is a line', () => {
    const { data, layout } = renderer.spec(figure, paperTheme, 900);
    const symbol = (name: string, axis: string) => (named(data, name, axis)[0]!['marker'] as Bag)['symbol'];
    assert.equal(symbol('flagged row', 'x'), 'x');
    assert.equal(symbol('flagged row', 'x2'), 'x');
    assert.equal(symbol('other row', 'x2'), 'circle');
    const [line] = named(data, 'threshold', 'x');
    assert.deepEqual(line!['x'], [thresholdOf(scores.training, 0.01), thresholdOf(scores.training, 0.01)]);
    assert.equal((layout['xaxis2'] as Bag)['matches'], undefined);
    assert.equal(data.filter(({ type }) => type === 'contour').length, 1);
    assert.match(String((layout['annotations'] as Bag[])[0]!['text']), /flagged, precision .* %, recall .* %/);
  });

  test('impossible rows are flagged at every threshold and do not stretch the axis', () => {
    const impossible = {
      ...figure,
      models: figure.models.map((one) => {
        const values = unpack(one.logDensity);
        values[0] = -Infinity;
        return { ...one, logDensity: pack('f32', values) };
      }),
    };
    assert.ok(renderer.table({ ...impossible, quantile: 0 }).rows.length >= 1);
    const { data, layout } = renderer.spec(impossible, paperTheme, 900);
    for (const value of (layout['xaxis'] as Bag)['range'] as number[]) assert.ok(Number.isFinite(value));
    for (const value of named(data, 'flagged row', 'x')[0]!['x'] as number[]) assert.ok(Number.isFinite(value));
  });

  test('without a plane there is a panel per model; damaged numbers are a RangeError', () => {
    const flat = { ...figure };
    delete flat.plane;
    const { layout } = renderer.spec(flat, paperTheme, 900);
    assert.equal(layout['xaxis2'], undefined);
    const damaged = { ...figure, models: [{ ...model!, label: pack('i32', [1]) }] };
    assert.throws(() => renderer.spec(damaged, paperTheme, 900), RangeError);
    assert.throws(() => renderer.table(damaged), RangeError);
  });
});

describe('uncertainty', () => {
  const figure = sampleFigures.uncertainty;
  const renderer = figureRenderers.uncertainty;

  test('has a panel for each model’s ambiguity and for each density, on the same axes', () => {
    const { data, layout } = renderer.spec(figure, paperTheme, 900);
    assert.equal(data.filter(({ type }) => type === 'heatmap').length, 3);
    for (const name of ['xaxis2', 'xaxis3']) assert.equal((layout[name] as Bag)['matches'], 'x');
    const texts = (layout['annotations'] as Bag[]).map(({ text }) => String(text));
    assert.ok(texts[0]!.includes('ambiguous') && texts[2]!.includes('unfamiliar'));
  });

  test('hatched is where a model is sure and the density is below its threshold, and nowhere else', () => {
    const { width, height } = figure.plane;
    const confidence = unpack(figure.ambiguous[0]!.confidence);
    const [density] = figure.unfamiliar;
    const logDensity = unpack(density!.logDensity);
    const { data } = renderer.spec(figure, paperTheme, 900);
    const hatch = data.find(
      ({ type, mode, xaxis, opacity }) => type === 'scatter' && mode === 'lines' && xaxis === 'x' && opacity === 0.55,
    )!;
    const column = (x: number) => Math.round(((x - 30) / 30) * (width - 1));
    const row = (y: number) => Math.round(((y - 170) / 66) * (height - 1));
    const xs = hatch['x'] as (number | null)[];
    const ys = hatch['y'] as (number | null)[];
    let ends = 0;
    xs.forEach((x, i) => {
      if (x === null) return;
      const at = row(ys[i]!) * width + column(x);
      assert.ok(confidence[at]! >= figure.confident && logDensity[at]! < density!.threshold);
      ends++;
    });
    assert.ok(ends > 20);
  });

  test('hatching draws one piece of a line for each run of marked points', () => {
    // lines begin in every second row: (0, 1) and (1, 2) on one, (1, 0) on another, (2, 2) on none
    const marked = Array.from({ length: 16 }, (_, i) => [4, 9, 1, 10].includes(i));
    const [trace] = hatching(paperTheme, marked, [0, 1, 2, 3], [0, 10, 20, 30]);
    assert.deepEqual(trace!['x'], [0, 1, null, 1, 1, null]);
    assert.deepEqual(trace!['y'], [10, 20, null, 0, 0, null]);
    assert.deepEqual(hatching(paperTheme, new Array<boolean>(16).fill(false), [0, 1, 2, 3], [0, 1, 2, 3]), []);
  });

  test('the table has entropy and log p(x) at every point', () => {
    const { columns, rows } = renderer.table(figure);
    assert.deepEqual(columns.slice(2), [
      'entropy by logistic-regression',
      'entropy by mlp',
      'log p(x) by gaussian-mixture',
    ]);
    assert.equal(rows.length, figure.plane.width * figure.plane.height);
    for (const row of rows) assert.ok((row[2] as number) >= 0 && (row[2] as number) <= Math.log(3) + 1e-9);
  });

  test('without strange rows, and without a density, there is no sign of them', () => {
    const plain = { ...figure };
    delete plain.strange;
    const { data } = renderer.spec({ ...plain, unfamiliar: [] }, paperTheme, 900);
    assert.deepEqual(named(data, 'rows of elsewhere.csv'), []);
    assert.equal(data.filter(({ type }) => type === 'contour').length, 0);
  });
});

test('figures with nothing in them have a height and finite axes', () => {
  const scores = { ...sampleFigures['anomaly-scores'], models: [] };
  const doubt = { ...sampleFigures.uncertainty, ambiguous: [], unfamiliar: [] };
  const nothing = pack('f32', []);
  const hollow = {
    ...sampleFigures['anomaly-scores'],
    models: [{ model: 'm', training: nothing, rows: nothing, logDensity: nothing, exact: 0, weight: 1, reasons: [] }],
  };
  const layouts = [
    figureRenderers['anomaly-scores'].spec(scores, paperTheme, 600).layout,
    figureRenderers['anomaly-scores'].spec(hollow, paperTheme, 600).layout,
    figureRenderers.uncertainty.spec(doubt, paperTheme, 600).layout,
  ];
  for (const layout of layouts) {
    assert.ok(Number.isFinite(layout['height']) && (layout['height'] as number) > 0);
    const range = (layout['xaxis'] as Bag | undefined)?.['range'] as number[] | undefined;
    assert.ok((range ?? []).every(Number.isFinite));
  }
});
