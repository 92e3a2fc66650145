// What the panels of a decision boundary show, and what is read off them.
import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { boundaryViews, levelsOf, viewOf } from '../../../renderers/figures/boundaryViews';
import type { ViewName } from '../../../renderers/figures/boundaryViews';
import { contrast, parseColour } from '../../../renderers/figures/colour';
import { divergingScale, sequentialScale } from '../../../renderers/figures/colourScale';
import { ellipsesOf } from '../../../renderers/figures/ellipses';
import type { Bag } from '../../../renderers/figures/figure';
import { figureRenderers } from '../../../renderers/figures/index';
import { panesOf, pixelAt, valuesAt } from '../../../renderers/figures/panes';
import { entropy, planeMaps } from '../../../renderers/figures/planeMaps';
import { decimalsOf, formatLog, PlaneReader } from '../../../renderers/figures/reading';
import { makeTheme, paperTheme } from '../../../renderers/figures/theme';
import { decisionBoundary } from '../../../src/protocol/figures/decisionBoundary';
import { pack, quantise, unpack } from '../../../src/protocol/packing';
import { sampleClasses, sampleFigures } from '../../support/figures';

const figure = sampleFigures['decision-boundary'];
const { spec, height } = figureRenderers['decision-boundary'];
const viewed = (show: ViewName, label?: number) =>
  decisionBoundary.parse({ ...figure, view: { show, ...(label === undefined ? {} : { label }) } });
const of = (data: Bag[], type: string, axis: string) =>
  data.filter((trace) => trace['type'] === type && trace['xaxis'] === axis);
const close = (a: number, b: number, tolerance: number) => assert.ok(Math.abs(a - b) <= tolerance, `${a} and ${b}`);
const names = Object.keys(boundaryViews) as ViewName[];
const scalars = names.filter((name) => boundaryViews[name].scalar);

suite('views of a decision boundary', () => {
  test('the default is regions, also where what was chosen is not there', () => {
    const { data } = spec(figure, paperTheme, 900);
    assert.deepEqual(spec(viewed('regions'), paperTheme, 900).data, data);
    const bare = {
      ...figure,
      panels: figure.panels.map(({ model, family, posterior }) => ({ model, family, posterior })),
    };
    for (const show of ['evidence', 'densities'] as const) assert.equal(viewOf({ ...bare, view: { show } }), 'regions');
    assert.deepEqual(
      names.filter((name) => boundaryViews[name].isThere(bare)),
      ['regions', 'posterior', 'entropy'],
    );
  });

  for (const show of names) {
    test(`${show}: plain JSON, as high as was said, damaged arrays refused`, () => {
      for (const width of [360, 900, 1200]) {
        const made = spec(viewed(show, 1), paperTheme, width);
        assert.deepEqual(JSON.parse(JSON.stringify(made)), made);
        assert.equal(made.layout['height'], height(viewed(show, 1), width));
      }
      const [first, second, ...rest] = figure.panels;
      const damaged = { ...second!, logDensity: { ...second!.logDensity!, shape: [3, 2, 2] } };
      assert.throws(() => spec({ ...viewed(show), panels: [first!, damaged, ...rest] }, paperTheme, 900), RangeError);
    });
  }

  for (const show of scalars) {
    test(`${show}: the same scale for all panels, lines of equal value at its ticks`, () => {
      const { data, layout } = spec(viewed(show, 2), paperTheme, 900);
      const { cmin, cmax, colorbar } = layout['coloraxis'] as { cmin: number; cmax: number; colorbar: Bag };
      assert.ok(cmin < cmax);
      const ticks = colorbar['tickvals'] as number[];
      const panels = figure.panels.flatMap((panel, i) =>
        show === 'evidence' && !panel.logDensity ? [] : [i === 0 ? 'x' : `x${i + 1}`],
      );
      assert.deepEqual(
        data.filter(({ type }) => type === 'heatmap').map(({ xaxis }) => xaxis),
        panels,
      );
      for (const axis of panels) {
        assert.equal(of(data, 'heatmap', axis)[0]!['coloraxis'], 'coloraxis');
        const { start, size } = of(data, 'contour', axis)[0]!['contours'] as { start: number; size: number };
        assert.ok(ticks.some((tick) => Math.abs(tick - start) < 1e-9));
        close(ticks[1]! - ticks[0]!, size, 1e-9);
      }
    });
  }

  test('posterior shows the class that is chosen', () => {
    const { data } = spec(viewed('posterior', 1), paperTheme, 900);
    const expected = planeMaps(figure, figure.panels[0]!).posterior[1]!;
    assert.deepEqual((of(data, 'heatmap', 'x')[0]!['z'] as number[][]).flat(), [...expected]);
  });

  test('log p(x) is the sum over classes of P(y) p(x | y)', () => {
    const { logDensity, logPrior, logEvidence } = planeMaps(figure, figure.panels[1]!);
    for (const i of [0, 777, 2999]) {
      const sum = sampleClasses.reduce((all, _, k) => all + Math.exp(logPrior![k]! + logDensity![k]![i]!), 0);
      close(logEvidence![i]!, Math.log(sum), 1e-9);
    }
  });

  test('entropy is 0 for a certain class and log2 K for an even one', () => {
    const maps = [
      Float64Array.of(1, 1 / 3, 0.5, NaN),
      Float64Array.of(0, 1 / 3, 0.5, NaN),
      Float64Array.of(0, 1 / 3, 0, NaN),
    ];
    const [certain, even, two, unknown] = entropy(maps);
    assert.equal(certain, 0);
    close(even!, Math.log2(3), 1e-12);
    close(two!, 1, 1e-12);
    assert.ok(Number.isNaN(unknown));
  });

  test('ticks are round, and the lowest says where smaller numbers are meant', () => {
    const scalar = boundaryViews.evidence.scalar!(figure, paperTheme);
    const { low, high, values, words } = levelsOf(scalar, [Float64Array.of(-40, -3.3), Float64Array.of(-5.2, NaN)]);
    assert.deepEqual([low, high], [-14, -3.3]);
    assert.deepEqual(values, [-14, -12, -10, -8, -6, -4]);
    assert.deepEqual(words.slice(0, 2), ['≤ −14', '−12']);
  });
});

const themes = [
  makeTheme('#ffffff', '#3b3b3b'),
  makeTheme('#1f1f1f', '#cccccc'),
  makeTheme('#000000', '#ffffff', { highContrast: true }),
  makeTheme('#ffffff', '#000000', { highContrast: true }),
];

suite('sequential colours', () => {
  test('go evenly from the background to what stands out from it', () => {
    for (const theme of themes) {
      for (const hues of [
        { from: 105, to: 255 },
        { from: 85, to: 330 },
        { from: 60, to: 60 },
      ]) {
        const colours = sequentialScale(theme, hues).map(([, colour]) => colour);
        const apart = colours.map((colour) => contrast(colour, theme.background));
        for (let i = 1; i < apart.length; i++)
          assert.ok(apart[i]! > apart[i - 1]!, `${theme.background}: ${apart.join(' ')}`);
        assert.ok(apart[0]! < 1.2 && apart.at(-1)! > 5, `${theme.background}: ${apart.join(' ')}`);
        const lightness = colours.map((colour) => Math.cbrt(luminanceOf(colour)));
        const steps = lightness.slice(1).map((value, i) => Math.abs(value - lightness[i]!));
        assert.ok(Math.max(...steps) < 2.2 * Math.min(...steps), steps.join(' '));
      }
    }
  });
});

test('diverging colours go from the background in the middle to the same distance on both sides', () => {
  for (const theme of themes) {
    const apart = divergingScale(theme, { from: 315, to: 150 }).map(([, colour]) => contrast(colour, theme.background));
    const middle = (apart.length - 1) / 2;
    for (let i = 0; i < middle; i++) {
      assert.ok(apart[i]! > apart[i + 1]! && apart.at(-1 - i)! > apart.at(-2 - i)!, apart.join(' '));
      assert.ok(Math.abs(Math.log(apart[i]! / apart.at(-1 - i)!)) < 0.35, apart.join(' '));
    }
    assert.ok(apart[middle]! < 1.25, apart.join(' '));
  }
});

/** Relative luminance. */
function luminanceOf(colour: string): number {
  return parseColour(colour)
    .map((value) => (value / 255 <= 0.04045 ? value / 255 / 12.92 : ((value / 255 + 0.055) / 1.055) ** 2.4))
    .reduce((sum, value, i) => sum + [0.2126, 0.7152, 0.0722][i]! * value, 0);
}

suite('components', () => {
  test('are ellipses at two standard deviations', () => {
    const [xx, xy, yy] = [4, 1.5, 2];
    const [ellipse] = ellipsesOf({
      label: pack('i32', [1]),
      weight: pack('f32', [0.5]),
      mean: pack('f64', [10, 20], [1, 2]),
      covariance: pack('f64', [xx, xy, yy], [1, 3]),
    });
    ellipse!.x.forEach((x, i) => {
      const [u, v] = [x - 10, ellipse!.y[i]! - 20];
      close((yy * u * u - 2 * xy * u * v + xx * v * v) / (xx * yy - xy * xy), 4, 1e-9);
    });
    assert.throws(() => ellipsesOf({ ...figure.panels[1]!.components!, weight: pack('f32', [1]) }), RangeError);
  });

  const mixture = () => {
    const weights = [0.7, 0.3, 1, 0.9, 0.096, 0.004];
    const components = {
      label: pack('i32', [0, 0, 1, 2, 2, 2]),
      weight: pack('f32', weights),
      mean: pack(
        'f64',
        weights.flatMap((_, i) => [35 + 3 * i, 190 + 5 * i]),
        [6, 2],
      ),
      covariance: pack(
        'f64',
        weights.flatMap(() => [4, 1, 9]),
        [6, 3],
      ),
    };
    const panels = figure.panels.map((panel, i) => (i === 1 ? { ...panel, components } : panel));
    return spec({ ...viewed('densities'), panels }, paperTheme, 900);
  };

  test('are drawn with the densities, the stronger the larger their weight, with weights where there are several', () => {
    const { data, layout } = mixture();
    const lines = of(data, 'scatter', 'x2').filter(({ mode }) => mode === 'lines');
    const widths = lines.map(({ line, legendgroup }) => `${legendgroup as string} ${(line as Bag)['width'] as number}`);
    assert.deepEqual(widths, ['class 0 2.4', 'class 0 1.7', 'class 1 2.4', 'class 2 2.4', 'class 2 1']);
    const written = (layout['annotations'] as Bag[]).filter(({ xref }) => xref === 'x2').map(({ text }) => text);
    assert.deepEqual(written, ['0.90', '0.70', '0.30', '0.10']);
    assert.ok(data.some(({ name, showlegend }) => name === 'component (2σ)' && showlegend));
  });

  test('are not drawn over regions', () => {
    const { data } = spec(figure, paperTheme, 900);
    assert.ok(!data.some(({ name }) => name === 'component (2σ)'));
  });
});

suite('curves along the axes', () => {
  const { data, layout } = spec(figure, paperTheme, 900);

  test('stand above and beside the panels of models with a density, and move with them', () => {
    const beside = Object.keys(layout).filter((name) => /^xaxis/.test(name)).length - figure.panels.length;
    assert.equal(beside, 4);
    const [top, side] = ['7', '8'].map((suffix) => ({
      x: layout[`xaxis${suffix}`] as Bag,
      y: layout[`yaxis${suffix}`] as Bag,
    }));
    assert.deepEqual([top!.x['matches'], side!.y['matches']], ['x2', 'y2']);
    assert.deepEqual(top!.x['domain'], (layout['xaxis2'] as Bag)['domain']);
    assert.deepEqual(side!.y['domain'], (layout['yaxis2'] as Bag)['domain']);
    assert.equal(of(data, 'scatter', 'x7').length, sampleClasses.length);
    const texts = (layout['annotations'] as Bag[]).map(({ text }) => text);
    assert.equal(texts.filter((text) => text === 'no density: it learns P(y | x) only').length, 2);
  });

  test('of training rows are steps', () => {
    const counts = pack('f32', [1, 3, 2, 0, 0, 0, 0, 0, 0], [3, 3]);
    const panels = figure.panels.map((panel, i) =>
      i === 1 ? { ...panel, marginals: { source: 'rows' as const, x: counts, y: counts } } : panel,
    );
    const [first] = of(spec({ ...figure, panels }, paperTheme, 900).data, 'scatter', 'x7');
    assert.deepEqual(first!['y'], [1, 1, 3, 3, 2, 2]);
    assert.deepEqual(first!['x'], [30, 40, 40, 50, 50, 60]);
  });

  test('of another number of classes are refused', () => {
    const curve = pack('f32', [1, 2], [1, 2]);
    const panels = figure.panels.map((panel) => ({
      ...panel,
      marginals: { source: 'rows' as const, x: curve, y: curve },
    }));
    assert.throws(() => spec({ ...figure, panels }, paperTheme, 900), RangeError);
  });
});

suite('a reading', () => {
  const reader = new PlaneReader(figure);

  test('is that of the nearest grid point, in every panel', () => {
    const { x, y, models } = reader.at(reader.nearest({ x: 45.2, y: 200.4 }));
    close(x, 45.2, 30 / 59 / 2 + 1e-9);
    close(y, 200.4, 66 / 49 / 2 + 1e-9);
    assert.deepEqual(
      models.map(({ model }) => model),
      figure.panels.map(({ model }) => model),
    );
    const [logistic, bayes] = models;
    assert.equal(logistic!.logDensity, undefined);
    assert.equal(logistic!.logEvidence, undefined);
    const joint = bayes!.logDensity!.map((value, k) => value + bayes!.logPrior![k]!);
    joint.forEach((value, k) => close(Math.exp(value - bayes!.logEvidence!), bayes!.posterior[k]!, 0.003));
    close(
      bayes!.logPrior!.reduce((sum, value) => sum + Math.exp(value), 0),
      1,
      1e-12,
    );
  });

  test('beyond an edge is that of the edge', () => {
    assert.deepEqual(reader.nearest({ x: -1e9, y: 1e9 }), { column: 0, row: 49 });
    assert.deepEqual(reader.at({ column: -5, row: 99 }), reader.at({ column: 0, row: 49 }));
  });

  test('of a figure of a single point is exact', () => {
    const plane = {
      ...figure.plane,
      x: { feature: 'a', low: 2, high: 2 },
      y: { feature: 'b', low: 3, high: 3 },
      width: 1,
      height: 1,
    };
    const panel = { model: 'm', family: 'generative' as const, posterior: pack('f64', [0.1, 0.2, 0.7], [3, 1, 1]) };
    const { x, y, models } = new PlaneReader({ ...figure, plane, panels: [panel] }).at({ column: 0, row: 0 });
    assert.deepEqual([x, y, models[0]!.posterior], [2, 3, [0.1, 0.2, 0.7]]);
  });

  test('writes logarithms for people', () => {
    assert.deepEqual(
      [formatLog(-3.456), formatLog(-30, -30), formatLog(undefined), formatLog(-Infinity), formatLog(NaN)],
      ['−3.46', '≤ −30.00', '—', '−∞', '—'],
    );
    assert.deepEqual([decimalsOf({ low: 0, high: 95 }, 96), decimalsOf({ low: 0, high: 0.95 }, 96)], [1, 3]);
  });

  test('a map keeps what lies below its floor apart from what is unknown', () => {
    const packed = quantise('u16', [-100, -1, NaN], [3, 1, 1], { low: -31, high: -1 });
    assert.deepEqual([...unpack(packed)], [-31, -1, NaN]);
  });
});

suite('panels on the screen', () => {
  const { layout } = spec(figure, paperTheme, 900);
  const panes = panesOf(layout, figure.panels.length);

  test('pixels and values are each other’s inverse', () => {
    assert.equal(panes.length, 4);
    for (const pane of panes) {
      const at = valuesAt(pane, { x: pane.left + 0.25 * pane.width, y: pane.top + 0.75 * pane.height })!;
      close(at.x, 37.5, 1e-9);
      close(at.y, 170 + 66 / 4, 1e-9);
      const pixel = pixelAt(pane, at)!;
      close(pixel.x, 0.25 * pane.width, 1e-9);
      close(pixel.y, 0.75 * pane.height, 1e-9);
      assert.equal(valuesAt(pane, { x: pane.left - 1, y: pane.top + 5 }), undefined);
      assert.equal(pixelAt(pane, { x: 61, y: 200 }), undefined);
    }
  });

  test('lie side by side in the picture', () => {
    assert.ok(panes[0]!.left + panes[0]!.width < panes[1]!.left);
    assert.ok(panes[0]!.top + panes[0]!.height < panes[2]!.top);
    for (const { left, top, width } of panes) assert.ok(left > 0 && top > 0 && left + width < 900);
  });
});
