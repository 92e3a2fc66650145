// Properties that hold for every kind of figure.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import * as z from 'zod';
import { figureRenderers, rendererOf } from '../../../renderers/figures/index';
import type { Bag, Spec, Value } from '../../../renderers/figures/figure';
import { makeTheme, paperTheme } from '../../../renderers/figures/theme';
import { figure as figureSchema } from '../../../src/protocol/figures';
import type { Figure } from '../../../src/protocol/figures';
import { sampleFigures, sampleKinds } from '../../support/figures';
import { renamed as renamedData } from '../../support/renamed';

/** A picture that the renderer made from numbers. */
const ownPicture = /^data:image\/png;base64,[A-Za-z0-9+/]+=*$/;

const dark = makeTheme('#1f1f1f', '#cccccc');
const widths = [420, 900, 1400];

/** Every value in a tree, with the names that lead to it. */
function* walk(value: Value, path: string[] = []): Generator<{ path: string[]; value: Value }> {
  yield { path, value };
  if (value !== null && typeof value === 'object')
    for (const [key, child] of Object.entries(value)) yield* walk(child, [...path, key]);
}

const strings = (spec: Spec) =>
  [...walk(spec as unknown as Value)].filter(
    (each): each is { path: string[]; value: string } => typeof each.value === 'string',
  );

const renamed = (figure: Figure, rename: (text: string) => string) => renamedData(figureSchema, figure, rename);

const kinds = z
  .toJSONSchema(figureSchema, { unrepresentable: 'any' })
  .oneOf!.map((option) => String((option as { properties: { kind: { const: string } } }).properties.kind.const));

test('there is a renderer and a sample for every kind of the protocol', () => {
  assert.deepEqual(Object.keys(figureRenderers).sort(), [...kinds].sort());
  assert.deepEqual([...sampleKinds].sort(), [...kinds].sort());
});

for (const kind of sampleKinds) {
  describe(kind, () => {
    const figure: Figure = sampleFigures[kind];
    const renderer = rendererOf(figure);

    test('the sample fits the schema', () => {
      assert.deepEqual(figureSchema.parse(structuredClone(figure)), figure);
    });

    test('the picture is plain JSON and the same every time', () => {
      const spec = renderer.spec(figure, paperTheme, 900);
      assert.deepEqual(JSON.parse(JSON.stringify(spec)), spec);
      assert.deepEqual(renderer.spec(structuredClone(figure), paperTheme, 900), spec);
    });

    test('is as high as was said, at every width', () => {
      for (const width of widths) {
        const { layout } = renderer.spec(figure, paperTheme, width);
        assert.equal(layout['height'], renderer.height(figure, width));
        assert.equal(layout['width'], width);
      }
    });

    test('panels lie inside the picture and do not overlap', () => {
      for (const width of widths) {
        const { layout } = renderer.spec(figure, paperTheme, width);
        const panels = Object.entries(layout).flatMap(([name, axis]) => {
          if (!name.startsWith('xaxis')) return [];
          const x = (axis as Bag)['domain'] as [number, number] | undefined;
          const y = (layout[name.replace('x', 'y')] as Bag)['domain'] as [number, number] | undefined;
          return x && y ? [{ x, y }] : [];
        });
        for (const { x, y } of panels)
          for (const [low, high] of [x, y]) assert.ok(low >= 0 && high <= 1 && low < high, `${low} to ${high}`);
        panels.forEach((a, i) => {
          for (const b of panels.slice(i + 1))
            assert.ok(
              a.x[1] <= b.x[0] || b.x[1] <= a.x[0] || a.y[1] <= b.y[0] || b.y[1] <= a.y[0],
              `panels ${i} and another overlap at ${width} px`,
            );
        });
      }
    });

    test('colours follow the theme', () => {
      const light = renderer.spec(figure, paperTheme, 900);
      assert.equal(light.layout['paper_bgcolor'], '#ffffff');
      const spec = renderer.spec(figure, dark, 900);
      assert.equal(spec.layout['paper_bgcolor'], '#1f1f1f');
      assert.ok(strings(spec).every(({ value }) => !/#fff(fff)?\b/i.test(value) || !value.includes('bgcolor')));
      assert.notDeepEqual(light, spec);
    });

    test('every string from data is escaped, in every place', () => {
      const hostile = renamed(figure, (text) => `<a href="https://example.org/">${text}</a>&amp;`);
      for (const { path, value } of strings(renderer.spec(hostile, paperTheme, 900))) {
        assert.ok(!/<a|<\/a|<img|&amp;amp;amp;/.test(value), `${path.join('.')}: ${value}`);
        // the renderer's own markup is all that is left
        assert.deepEqual(
          value.replaceAll(/<\/?(b|i|br|span)( style="[^"<>]*")?>/g, '').match(/[<>]/g),
          null,
          `${path.join('.')}: ${value}`,
        );
      }
    });

    test('no string from data is read as a template or names a resource', () => {
      const hostile = renamed(figure, (text) => `%{x} ${text}`);
      for (const { path, value } of strings(renderer.spec(hostile, paperTheme, 900))) {
        if (path.some((name) => /template/.test(name))) assert.ok(!value.startsWith('%{x} '), path.join('.'));
        if (path.includes('images') && path.at(-1) === 'source') assert.match(value, ownPicture);
        else assert.ok(!/https?:|data:|javascript:/i.test(value), value);
      }
    });

    test('the table has a heading for every number', () => {
      const { columns, rows } = renderer.table(figure);
      assert.ok(rows.length > 0);
      for (const row of rows) {
        assert.equal(row.length, columns.length);
        for (const value of row)
          assert.ok(value === null || typeof value === 'string' || Number.isFinite(value), String(value));
      }
    });

    test('a long name is cut in the picture', () => {
      const long = renamed(figure, (text) => text + 'x'.repeat(300));
      const words = strings(renderer.spec(long, paperTheme, 900)).filter(({ path }) => path.at(-1) !== 'source');
      const longest = Math.max(...words.map(({ value }) => value.length));
      assert.ok(longest < 600, `a text of ${longest} characters`);
    });
  });
}

describe('damaged arrays', () => {
  const damage = { base64: 'AAAA' };
  const damaged: Figure[] = [
    {
      ...sampleFigures['decision-boundary'],
      panels: sampleFigures['decision-boundary'].panels.map((panel) => ({
        ...panel,
        posterior: { ...panel.posterior, ...damage },
      })),
    },
    { ...sampleFigures['decision-boundary'], plane: { ...sampleFigures['decision-boundary'].plane, width: 7 } },
    { ...sampleFigures['decision-boundary'], classes: ['only one'] },
    {
      ...sampleFigures['decision-boundary'],
      train: { ...sampleFigures['decision-boundary'].train, label: sampleFigures['decision-boundary'].test.label },
    },
    {
      ...sampleFigures.samples,
      real: { ...sampleFigures.samples.real, x: { ...sampleFigures.samples.real.x, ...damage } },
    },
    { ...sampleFigures['scatter-matrix'], values: { ...sampleFigures['scatter-matrix'].values, shape: [1e9, 4] } },
    { ...sampleFigures['scatter-matrix'], features: ['a', 'b'] },
  ];
  for (const [i, figure] of damaged.entries()) {
    test(`${figure.kind} ${i} says so with a RangeError`, () => {
      assert.throws(() => rendererOf(figure).spec(figure, paperTheme, 900), RangeError);
      // the table of a decision boundary is of its maps, not of its rows
      if (i !== 3) assert.throws(() => rendererOf(figure).table(figure), RangeError);
    });
  }
});

describe('figures with almost nothing in them', () => {
  const empty: Figure[] = [
    { ...sampleFigures['decision-boundary'], panels: [] },
    { ...sampleFigures.samples, panels: [] },
    { ...sampleFigures.histograms, columns: [] },
    { ...sampleFigures['class-balance'], classes: [], counts: [], unlabelled: 0 },
    { ...sampleFigures['confusion-matrix'], models: [] },
    { ...sampleFigures['confusion-matrix'], models: [{ model: 'none', counts: [] }] },
    { ...sampleFigures['loss-curve'], series: [{ model: 'one', step: [0], loss: [1] }] },
    { ...sampleFigures['loss-curve'], series: [] },
    { ...sampleFigures['roc-curve'], curves: [] },
    { ...sampleFigures['precision-recall-curve'], curves: [] },
    { ...sampleFigures.reliability, panels: [] },
    { ...sampleFigures.reliability, panels: [{ model: 'none', series: [] }] },
  ];
  for (const figure of empty)
    test(figure.kind, () => {
      const { layout } = rendererOf(figure).spec(figure, paperTheme, 600);
      assert.ok(Number.isFinite(layout['height']) && (layout['height'] as number) > 0);
      for (const { path, value } of walk(layout as Value))
        assert.ok(typeof value !== 'number' || Number.isFinite(value), path.join('.'));
    });
});
