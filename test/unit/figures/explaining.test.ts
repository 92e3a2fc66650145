// The figures that explain: bars that add up, signs that are seen without colour, nothing where there is nothing.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { stepOf } from '../../../renderers/controls/rowEditor';
import type { Bag } from '../../../renderers/figures/figure';
import { figureRenderers, rendererOf } from '../../../renderers/figures/index';
import { steps } from '../../../renderers/figures/ledgerSteps';
import { numberWriter, signedWriter } from '../../../renderers/figures/sideBars';
import { paperTheme } from '../../../renderers/figures/theme';
import type { Figure } from '../../../src/protocol/figures';
import { sampleFigures } from '../../support/figures';

const texts = ({ annotations }: Bag) => (annotations as Bag[]).map(({ text }) => String(text));

describe('bayes-ledger', () => {
  const figure = sampleFigures['bayes-ledger'];
  const { data, layout } = figureRenderers['bayes-ledger'].spec(figure, paperTheme, 900);

  test('each bar begins where the one above ends, and the last is where the total stands', () => {
    for (const [i, axis] of ['x', 'x2'].entries()) {
      const bars = data.filter((trace) => trace['type'] === 'bar' && trace['xaxis'] === axis);
      assert.equal(bars.length, 3);
      for (const [k, bar] of bars.entries()) {
        const total = figure.panels[i]!.total.values[k]!;
        if (total === null) continue;
        const base = bar['base'] as number[];
        const length = bar['x'] as number[];
        for (let row = 1; row < base.length; row++)
          assert.ok(Math.abs(base[row]! - base[row - 1]! - length[row - 1]!) < 1e-12);
        assert.ok(Math.abs(base.at(-1)! + length.at(-1)! - total) < 1e-9);
      }
    }
  });

  test('what is impossible is told, and drawn to the end of the axis', () => {
    const told = steps(figure.panels[0]!, [0, 1, 2]);
    assert.equal(told.totals[1]!.value, null);
    assert.equal(told.bars[1]!.at(-1)!.to, told.extent[0]);
    const numbers = data.filter((trace) => trace['mode'] === 'text').flatMap((trace) => trace['text'] as string[]);
    assert.ok(numbers.includes('<b>−∞</b>'));
  });

  test('a model without an answer has its sentence, and no bars', () => {
    const words = texts(layout).join(' ').replaceAll('<br>', ' ');
    assert.ok(words.includes('it cannot sum out features that are missing'));
    assert.equal(data.filter((trace) => trace['xaxis'] === 'x3').length, 0);
  });

  test('of many terms those are drawn that tell the classes apart, and the sum of the others', () => {
    const [panel] = figure.panels;
    const terms = Array.from({ length: 30 }, (_, j) => ({ name: `f${j}`, values: [-j, -1, -1] }));
    const told = steps({ ...panel!, terms }, [0, 1, 2]);
    assert.equal(told.names.length, 2 + 12);
    assert.ok(told.names.includes('f29') && told.names.includes('19 others') && !told.names.includes('f2'));
    assert.ok(Math.abs(told.bars[1]!.at(-1)!.to - (panel!.start.values[1]! - 30)) < 1e-9);
  });
});

describe('attribution', () => {
  const figure = sampleFigures.attribution;
  const { data } = figureRenderers.attribution.spec(figure, paperTheme, 900);

  test('what speaks against the class is hatched, and every bar has its number', () => {
    const bars = data.filter((trace) => trace['type'] === 'bar');
    const shapes = bars.map((bar) => ((bar['marker'] as Bag)['pattern'] as Bag)['shape']);
    assert.deepEqual(shapes, [
      ['', '', ''],
      ['', '/', ''],
    ]);
    assert.deepEqual(bars[0]!['text'], ['+1.70', '+1.50', '0.00']);
    assert.deepEqual(bars[1]!['text'], ['+0.120', '−0.050', '']);
  });

  test('the table has all classes', () => {
    assert.equal(figureRenderers.attribution.table(figure).rows.length, 2 * 3 * 3);
  });
});

test('importance can show either measure', () => {
  const { spec } = figureRenderers.importance;
  const figure = sampleFigures.importance;
  const bars = (shown: typeof figure.shown) =>
    spec({ ...figure, shown }, paperTheme, 900).data.filter((trace) => trace['type'] === 'bar')[0]!['x'];
  assert.deepEqual(bars('accuracyDrop'), [0.271, 0.212, -0.002]);
  assert.deepEqual(bars('logLossIncrease'), [0.91, 0.65, 0.01]);
});

test('partial dependence of two classes shows the second one', () => {
  const figure = sampleFigures['partial-dependence'];
  const panel = figure.panels[0]!;
  const half = (packed: typeof panel.mean) => ({
    ...packed,
    base64: packed.base64.slice(0, (packed.base64.length / 3) * 2),
  });
  const two = {
    ...figure,
    classes: ['no', 'yes'],
    panels: [
      {
        ...panel,
        mean: { ...half(panel.mean), shape: [2, 12] },
        single: { ...half(panel.single), shape: [2, 3, 12] },
      },
    ],
  };
  const { data } = figureRenderers['partial-dependence'].spec(two, paperTheme, 900);
  const names = data.filter(({ showlegend }) => showlegend !== false).map(({ name }) => name);
  assert.deepEqual(names, ['P(yes | x)', 'single rows', 'this row']);
});

test('SHAP values tell low from high by shape', () => {
  const { data } = figureRenderers['shap-summary'].spec(sampleFigures['shap-summary'], paperTheme, 900);
  const points = data.find((trace) => Array.isArray((trace['marker'] as Bag)['symbol']))!;
  const { symbol } = points['marker'] as { symbol: string[] };
  assert.deepEqual([...new Set(symbol)].sort(), ['circle', 'diamond', 'triangle-down', 'triangle-up']);
  assert.ok((points['y'] as number[]).every((y) => Math.abs(y - Math.round(y)) < 0.5));
});

describe('almost nothing', () => {
  const empty: Figure[] = [
    { ...sampleFigures['bayes-ledger'], panels: [] },
    { ...sampleFigures['bayes-ledger'], panels: sampleFigures['bayes-ledger'].panels.slice(2) },
    { ...sampleFigures.attribution, panels: [], features: [] },
    { ...sampleFigures.importance, panels: [], features: [] },
    { ...sampleFigures['partial-dependence'], panels: [] },
    { ...sampleFigures['shap-summary'], panels: [], features: [] },
  ];
  for (const figure of empty)
    test(figure.kind, () => {
      const { layout } = rendererOf(figure).spec(figure, paperTheme, 600);
      assert.ok(Number.isFinite(layout['height']) && (layout['height'] as number) > 0);
      assert.ok(!JSON.stringify(layout).includes('null'));
    });

  test('damaged arrays are said to be so', () => {
    const dependence = sampleFigures['partial-dependence'];
    const summary = sampleFigures['shap-summary'];
    const damaged: Figure[] = [
      { ...dependence, classes: ['one'] },
      { ...summary, features: ['one'] },
      { ...summary, classes: ['one'] },
    ];
    for (const figure of damaged) assert.throws(() => rendererOf(figure).spec(figure, paperTheme, 900), RangeError);
  });
});

test('numbers beside bars have the same decimals, and a zero has no sign', () => {
  assert.deepEqual([12.345, -0.04, 0].map(numberWriter(12.345)), ['12.3', '0.0', '0.0']);
  assert.deepEqual([0.5, -0.0312].map(signedWriter(0.5)), ['+0.500', '−0.031']);
});

test('steps of number fields are round', () => {
  assert.deepEqual(
    [stepOf(32.1, 59.6), stepOf(172, 231), stepOf(2700, 6300), stepOf(1, 1), stepOf(undefined, undefined)],
    [0.5, 1, 50, 1, 0.02],
  );
});
