import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import type { Dataset } from '../../../src/data/dataset';
import type { NumericColumn } from '../../../src/data/table';
import { marginals } from '../../../src/engine/drawing/marginals';
import { runQuery } from '../../../src/engine/queries/index';
import type { TrainedModel } from '../../../src/engine/training/trained';
import type { FigureOf, Plane } from '../../../src/protocol/figures';
import { unpack } from '../../../src/protocol/packing';
import { modelNamed, planOf, reference, TestHouse } from './runSupport';

type Boundary = FigureOf<'decision-boundary'>;
type Panel = Boundary['panels'][number];

const data = { path: 'iris.csv', target: 'label' };
const names = ['gaussian-naive-bayes', 'linear-discriminant-analysis', 'quadratic-discriminant-analysis'];
const mixture = modelNamed('gaussian-mixture', { components: 2, n_init: 3 });
const others = ['kernel-density', 'categorical-naive-bayes', 'logistic-regression'];

async function draw() {
  const house = new TestHouse({ 'iris.csv': reference('iris.csv') });
  const cell = planOf('train', data, [...names, mixture, ...others], { show: ['boundary', 'density'] });
  const result = await house.run(cell);
  const figure = result.figures.find(({ kind }) => kind === 'decision-boundary') as Boundary;
  const ask = async (args: { [name: string]: string | number }) =>
    (await runQuery(
      { query: 'point', plan: cell, trained: house.trained, args, backend: 'cpu' },
      house.environment(),
      house.memory,
    )) as Boundary;
  return { figure, ask, panel: (name: string) => figure.panels.find(({ model }) => model === name)! };
}
const { figure, ask, panel } = await draw();
const classes = figure.classes.length;

const close = (a: number, b: number, tolerance: number) =>
  assert.ok(Math.abs(a - b) <= tolerance * Math.max(1, Math.abs(b)), `${a} and ${b}`);

/** The grid points of a panel with their maps, every `step` points. */
function* gridOf(panel: Panel, step: number) {
  const { width, height, x, y } = figure.plane;
  const posterior = unpack(panel.posterior);
  const logDensity = panel.logDensity && unpack(panel.logDensity);
  for (let row = 0; row < height; row += step) {
    for (let column = 0; column < width; column += step) {
      const at = (map: Float64Array) =>
        Array.from({ length: classes }, (_, k) => map[(k * height + row) * width + column]!);
      yield {
        x: x.low + (column * (x.high - x.low)) / (width - 1),
        y: y.low + (row * (y.high - y.low)) / (height - 1),
        posterior: at(posterior),
        logDensity: logDensity && at(logDensity),
      };
    }
  }
}

function softmax(values: number[]): number[] {
  const most = Math.max(...values);
  const weights = values.map((value) => Math.exp(value - most));
  return weights.map((weight) => weight / weights.reduce((sum, each) => sum + each, 0));
}

/** Components of a panel, unpacked. */
function componentsOf({ components }: Panel) {
  const [label, weight, mean, covariance] = [
    components!.label,
    components!.weight,
    components!.mean,
    components!.covariance,
  ].map(unpack);
  return Array.from(label!, (k, c) => ({
    label: k,
    weight: weight![c]!,
    mean: [mean![2 * c]!, mean![2 * c + 1]!],
    xx: covariance![3 * c]!,
    xy: covariance![3 * c + 1]!,
    yy: covariance![3 * c + 2]!,
  }));
}

suite('a reading at one point', () => {
  test('gives what the maps give at their grid points', async () => {
    for (const drawn of figure.panels) {
      for (const point of [...gridOf(drawn, 31)].slice(2, 5)) {
        const answer = await ask({
          x: figure.plane.x.feature,
          y: figure.plane.y.feature,
          atX: point.x,
          atY: point.y,
        });
        const own = answer.panels.find(({ model }) => model === drawn.model)!;
        assert.equal(own.others, drawn.others);
        unpack(own.posterior).forEach((p, k) => assert.ok(Math.abs(p - point.posterior[k]!) < 0.003, drawn.model));
        assert.equal(own.logDensity === undefined, drawn.logDensity === undefined);
        if (!point.logDensity) continue;
        const exact = unpack(own.logDensity!);
        const floor = drawn.logDensity!.low!;
        point.logDensity.forEach((value, k) => close(Math.max(floor, exact[k]!), value, 0.001));
      }
    }
  });

  test('obeys Bayes’ rule, also far outside the data', async () => {
    for (const [atX, atY] of [
      [5, 3],
      [500, -300],
    ] as const) {
      const answer = await ask({ x: 'sepal_length', y: 'sepal_width', atX, atY });
      assert.deepEqual([answer.plane.x.feature, answer.plane.x.low, answer.plane.y.low], ['sepal_length', atX, atY]);
      for (const own of answer.panels.filter(({ logDensity }) => logDensity)) {
        const logPrior = unpack(own.logPrior!);
        const byRule = softmax([...unpack(own.logDensity!)].map((value, k) => value + logPrior[k]!));
        unpack(own.posterior).forEach((p, k) => close(p, byRule[k]!, 1e-9));
      }
    }
  });

  test('needs two features and two numbers', async () => {
    await assert.rejects(ask({ x: 'sepal_length', y: 'wings', atX: 1, atY: 2 }), /wings/);
    await assert.rejects(ask({ x: 'sepal_length', y: 'sepal_width', atX: 1 }), /invalid atY/);
  });

  test('comes within 100 ms', async () => {
    const times: number[] = [];
    for (let i = 0; i < 5; i++) {
      const from = performance.now();
      await ask({ x: 'sepal_length', y: 'petal_width', atX: 5 + i / 10, atY: 1 });
      times.push(performance.now() - from);
    }
    assert.ok(Math.min(...times) < 100, `${times.map((time) => time.toFixed(1)).join(', ')} ms for seven models`);
  });
});

suite('Gaussian components in the plane', () => {
  const gaussian = [...names, 'gaussian-mixture', 'categorical-naive-bayes'];

  for (const name of gaussian) {
    test(`${name}: those of a class add up to its density`, () => {
      const drawn = panel(name);
      const parts = componentsOf(drawn);
      assert.equal(parts.length, name === 'gaussian-mixture' ? 6 : 3);
      for (const point of gridOf(drawn, 7)) {
        const density = new Float64Array(classes);
        for (const { label, weight, mean, xx, xy, yy } of parts) {
          const [u, v] = [point.x - mean[0]!, point.y - mean[1]!];
          const determinant = xx * yy - xy * xy;
          const distance = (yy * u * u - 2 * xy * u * v + xx * v * v) / determinant;
          density[label]! += (weight * Math.exp(-distance / 2)) / (2 * Math.PI * Math.sqrt(determinant));
        }
        density.forEach((p, k) => close(Math.max(Math.log(p), drawn.logDensity!.low!), point.logDensity![k]!, 0.002));
      }
    });
  }

  test('are absent where a density is made of something else, or is none', () => {
    assert.equal(panel('kernel-density').components, undefined);
    assert.equal(panel('logistic-regression').components, undefined);
  });
});

suite('curves along the axes', () => {
  const step = (low: number, high: number, places: number) => (high - low) / (places - 1);

  test('are the density of one feature alone: what the map of both sums to', () => {
    const { width, height, x, y } = figure.plane;
    for (const drawn of figure.panels.filter(({ logDensity }) => logDensity)) {
      const { source, x: packedX, y: packedY } = drawn.marginals!;
      assert.equal(source, 'model');
      const map = unpack(drawn.logDensity!);
      const [alongX, alongY] = [unpack(packedX), unpack(packedY)];
      const places = packedX.shape[1]!;
      for (let k = 0; k < classes; k++) {
        const at = (row: number, column: number) => Math.exp(map[(k * height + row) * width + column]!);
        const curve = (values: Float64Array, share: number) => values[k * places + Math.round(share * (places - 1))]!;
        // in the middle, and with what lies outside the plane left out
        let [sumX, sumY] = [0, 0];
        const [middleX, middleY] = [Math.round((width - 1) / 2), Math.round((height - 1) / 2)];
        for (let row = 0; row < height; row++) sumX += at(row, middleX) * step(y.low, y.high, height);
        for (let column = 0; column < width; column++) sumY += at(middleY, column) * step(x.low, x.high, width);
        const most = Math.max(...alongX, ...alongY);
        assert.ok(Math.abs(sumX - curve(alongX, middleX / (width - 1))) < 0.05 * most, `${drawn.model} along x`);
        assert.ok(Math.abs(sumY - curve(alongY, middleY / (height - 1))) < 0.05 * most, `${drawn.model} along y`);
        const area = alongX.subarray(k * places, (k + 1) * places).reduce((sum, p) => sum + p, 0);
        assert.ok(area * step(x.low, x.high, places) < 1.02, `${drawn.model}: area ${area}`);
      }
    }
    assert.equal(panel('logistic-regression').marginals, undefined);
    assert.match(
      figure.summary,
      /; contours, and curves along the axes: density of each class by gaussian-naive-bayes, /,
    );
  });

  test('are a histogram of the training rows where a model cannot sum the other features out', async () => {
    const column = (name: string, values: number[]): NumericColumn => ({
      kind: 'numeric',
      name,
      values: Float64Array.from(values),
      integer: true,
      missing: 0,
    });
    const axes = { x: column('a', [0, 1, 1, 3, NaN]), y: column('b', [0, 0, 0, 0, 0]) };
    const dataset = {
      parts: { train: Int32Array.of(0, 1, 2, 3, 4) },
      target: { codes: Int32Array.of(0, 0, 1, -1, 1) },
    } as unknown as Dataset;
    const model = { takesGaps: false, facts: { target: { classes: ['p', 'q'] } } } as unknown as TrainedModel;
    const plane = { x: { feature: 'a', low: 0, high: 3 }, y: { feature: 'b', low: -1, high: 1 } } as Plane;
    const { source, x } = await marginals(model, dataset, axes, plane);
    assert.equal(source, 'rows');
    assert.deepEqual(x.shape, [2, 30]);
    const values = unpack(x);
    assert.deepEqual([values[0], values[10], values[40], values[59]], [5, 5, 10, 0]);
  });
});
