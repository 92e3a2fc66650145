// `split: {folds: n}` and `calibrate`, from the cell to the result.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { createRng } from '../../../../src/data/random';
import type { FigureKind, FigureOf } from '../../../../src/protocol/figures';
import type { DataPlan } from '../../../../src/protocol/plan';
import type { Result } from '../../../../src/protocol/result';
import { modelNamed, planOf, reference, TestHouse } from '../runSupport';

const iris = reference('iris.csv');
const target = iris.split('\n')[0]!.trim().split(',').at(-1)!;
const plan: DataPlan = { path: 'iris.csv', target, split: { folds: 5, seed: 0 } };
const house = () => new TestHouse({ 'iris.csv': iris });
const models = ['linear-discriminant-analysis', 'gaussian-naive-bayes', 'quadratic-discriminant-analysis'];

function tableOf({ tables }: Result, name: string) {
  const found = tables.find((table) => table.name === name);
  assert.ok(found, `no table ${name} among ${tables.map((table) => table.name).join(', ')}`);
  return found.rows.map((row) => Object.fromEntries(found.columns.map((column, j) => [column, row[j] ?? null])));
}

function figure<K extends FigureKind>(result: Result, kind: K): FigureOf<K> {
  const found = result.figures.find((candidate) => candidate.kind === kind);
  assert.ok(found, `no ${kind} among ${result.figures.map((candidate) => candidate.kind).join(', ')}`);
  return found as FigureOf<K>;
}

const close = (a: unknown, b: number, tolerance = 1e-9) =>
  assert.ok(typeof a === 'number' && Math.abs(a - b) <= tolerance, `${String(a)}, expected ${b}`);

describe('cross-validation', () => {
  test('metrics are means over folds; counts are of all folds; the tables agree', async () => {
    const home = house();
    const result = await home.run(planOf('train', plan, models));
    const { data } = result;
    assert.deepEqual([data.train, data.test, data.validation, data.folds], [150, 150, 0, 5]);
    const folds = tableOf(result, 'folds');
    assert.equal(folds.length, 15);
    for (const { name, metrics } of result.models) {
      const own = folds.filter(({ model }) => model === name);
      for (const metric of ['accuracy', 'logLoss', 'brier', 'rocAuc', 'logDensity'] as const) {
        const values = own.map((row) => row[metric] as number);
        const mean = values.reduce((sum, value) => sum + value, 0) / 5;
        close(metrics[metric], mean);
        const row = tableOf(result, 'cross-validation').find((each) => each.model === name && each.metric === metric)!;
        close(row.mean, mean);
        const sd = Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / 4);
        close(row.sd, sd);
        close(row.standardError, sd / Math.sqrt(5));
      }
      const { counts } = figure(result, 'confusion-matrix').models.find(({ model }) => model === name)!;
      assert.deepEqual(
        counts.map((row) => row.reduce((sum, count) => sum + count, 0)),
        [50, 50, 50],
      );
      // of folds that are equally large, the mean accuracy is that of all rows together
      close(metrics.accuracy, counts.reduce((sum, row, c) => sum + row[c]!, 0) / 150);
    }
    // the discriminant analysis of iris: 3 mistakes in scikit-learn's five folds, 2 to 4 in others
    const lda = result.models.find(({ id }) => id === 'linear-discriminant-analysis')!;
    assert.ok(lda.metrics.accuracy! > 0.965 && lda.metrics.accuracy! < 0.995, String(lda.metrics.accuracy));
    assert.ok(home.progress.some(({ text }) => text === 'fitting gaussian-naive-bayes, fold 2 of 5'));
  });

  test('models are ranked with the distance to the best', async () => {
    const result = await house().run(planOf('train', plan, models));
    const ranking = tableOf(result, 'ranking');
    assert.deepEqual(
      ranking.map(({ rank }) => rank),
      [1, 2, 3],
    );
    const accuracies = ranking.map(({ accuracy }) => accuracy as number);
    assert.deepEqual(
      accuracies,
      [...accuracies].sort((a, b) => b - a),
    );
    ranking.slice(1).forEach((row, i) => close(row.difference, accuracies[0]! - accuracies[i + 1]!));
    assert.ok(
      result.notes.some((note) => note.startsWith(`${String(ranking[0]!.model)} has the highest mean accuracy`)),
      result.notes.join('\n'),
    );
  });

  test('the encoding is that of the training rows of a fold', async () => {
    // a value far out in one row: where it is tested it must not have widened the scale, so its density is far smaller
    const lines = iris.trim().split('\n');
    const far = [...lines.slice(0, -1), lines.at(-1)!.replace(/^[^,]*/, '1000')].join('\n');
    const result = await new TestHouse({ 'iris.csv': far }).run(planOf('train', plan, ['gaussian-naive-bayes']));
    const densities = tableOf(result, 'folds').map((row) => row.logDensity as number | null);
    const least = densities.map((value) => value ?? -Infinity).reduce((low, value) => Math.min(low, value));
    assert.ok(least < -1000, String(densities));
  });

  test('what is drawn and kept is of a fit to all rows', async () => {
    const home = house();
    const cell = planOf('train', plan, ['gaussian-naive-bayes']);
    const result = await home.run(cell);
    const boundary = figure(result, 'decision-boundary');
    assert.deepEqual([boundary.train.x.shape, boundary.test.x.shape], [[150], [0]]);
    assert.ok(result.notes.some((note) => note.includes('of a fit to all 150 rows')));
    assert.equal(home.models.size, 1);
    // a named model is judged by its own options again
    const again = { ref: 'gaussian-naive-bayes', name: 'gaussian-naive-bayes', options: {}, at: ['train'] };
    const recalled = await home.run(planOf('train', plan, [again]));
    assert.deepEqual(recalled.models[0]!.metrics, result.models[0]!.metrics);
  });

  test('an interrupt keeps the folds that are done', async () => {
    const home = house();
    const stop = new AbortController();
    const environment = home.environment.bind(home);
    home.environment = () => ({
      ...environment(),
      progress: ({ text }) => void (text === 'fitting gaussian-naive-bayes, fold 3 of 5' && stop.abort()),
    });
    const result = await home.run(planOf('train', plan, models), stop.signal);
    assert.equal(result.interrupted, true);
    assert.equal(tableOf(result, 'folds').length, 6);
    assert.ok(result.models.every(({ metrics }) => metrics.accuracy !== undefined));
    assert.ok(result.notes.some((note) => note.includes('means over 2 folds of 5, the run being stopped')));
  });

  test('an interrupt before the first fold is done: the models are there, nothing was measured', async () => {
    const home = house();
    const stop = new AbortController();
    const environment = home.environment.bind(home);
    home.environment = () => ({
      ...environment(),
      progress: ({ text }) => void (text.endsWith('fold 1 of 5') && stop.abort()),
    });
    const result = await home.run(planOf('train', plan, models), stop.signal);
    assert.deepEqual(
      result.models.map(({ metrics }) => metrics),
      [{}, {}, {}],
    );
    assert.ok(result.notes.some((note) => note.startsWith('Stopped before the first fold')));
    assert.equal(figure(result, 'decision-boundary').panels.length, 3);
  });

  test('other verbs take folds as rows to learn from, and none to test', async () => {
    const home = house();
    assert.equal((await home.run(planOf('data', plan))).data.folds, 5);
    const sampled = await home.run(planOf('sample', plan, ['gaussian-naive-bayes']));
    assert.equal(sampled.models[0]!.metrics.twoSampleAuc, undefined);
    assert.ok(sampled.notes.some((note) => note.includes('(twoSampleAuc) is not measured: of 0 complete test rows')));
    const ratio = sampled.models[0]!.metrics.nearestTrainingRatio!;
    assert.ok(ratio > 0.5 && ratio < 2, String(ratio));
  });
});

describe('curves and reliability', () => {
  const single: DataPlan = { path: 'iris.csv', target };

  test('are drawn when asked for, and only then', async () => {
    const show = ['roc', 'precision-recall', 'calibration'];
    const result = await house().run(planOf('train', single, models, { show }));
    assert.deepEqual(
      result.figures.map(({ kind }) => kind),
      ['roc-curve', 'precision-recall-curve', 'reliability'],
    );
    const { curves } = figure(result, 'roc-curve');
    assert.equal(curves.length, 9);
    for (const { name, metrics } of result.models) {
      const areas = curves.filter(({ model }) => model === name).map(({ area }) => area);
      close(metrics.rocAuc, areas.reduce((sum, area) => sum + area, 0) / 3);
      const panel = figure(result, 'reliability').panels.find(({ model }) => model === name)!;
      close(metrics.calibrationError, panel.series[0]!.calibrationError);
      assert.equal(
        panel.series[0]!.bins.reduce((sum, { rows }) => sum + rows, 0),
        result.data.test,
      );
    }
    const usual = await house().run(planOf('train', single, models));
    assert.ok(
      usual.figures.every(({ kind }) => !['roc-curve', 'precision-recall-curve', 'reliability'].includes(kind)),
    );
  });

  test('of two classes there is one curve, of the second one', async () => {
    const home = new TestHouse({ 'moons.csv': reference('moons.csv') });
    const label = home.files['moons.csv']!.split('\n')[0]!.trim().split(',').at(-1)!;
    const result = await home.run(
      planOf('train', { path: 'moons.csv', target: label }, models, { show: ['roc', 'precision-recall'] }),
    );
    for (const kind of ['roc-curve', 'precision-recall-curve'] as const) {
      const { curves } = figure(result, kind);
      assert.deepEqual(
        curves.map(({ model, label: of }) => [model, of]),
        models.map((model) => [model, 1]),
      );
    }
  });
});

describe('calibrate', () => {
  /** Three blobs, the rows of the middle one half in either class: naive Bayes is too sure of itself there. */
  function threeBlobs(rows: number): string {
    const rng = createRng(42);
    const lines = Array.from({ length: rows }, (_, i) => {
      const centre = [-5, 0, 5][Math.floor((3 * i) / rows)]!;
      return `${centre + rng.normal()},${centre + rng.normal()},${i < rows / 2 ? 'a' : 'b'}`;
    });
    return ['x,y,label', ...lines].join('\n');
  }

  test('isotonic calibration of naive Bayes on three blobs lowers the Brier score from 0.104 to 0.084 (twice that)', async () => {
    const home = new TestHouse({ 'blobs.csv': threeBlobs(6000) });
    const data: DataPlan = { path: 'blobs.csv', target: 'label', split: { test: 0.5, seed: 0 } };
    const run = (calibrate: string) =>
      home.run(planOf('train', data, ['gaussian-naive-bayes'], { options: { calibrate } }));
    const result = await run('isotonic');
    const [raw, isotonic] = tableOf(result, 'calibration');
    assert.deepEqual([raw!.method, isotonic!.method], ['raw', 'isotonic']);
    close(raw!.brier, 2 * 0.104, 0.01);
    close(isotonic!.brier, 2 * 0.084, 0.01);
    assert.ok((isotonic!.calibrationError as number) < (raw!.calibrationError as number) / 2);
    close(result.models[0]!.metrics.brier, raw!.brier as number);
    const [panel] = figure(result, 'reliability').panels;
    assert.deepEqual(
      panel!.series.map(({ method }) => method),
      ['raw', 'isotonic'],
    );
    assert.ok(home.progress.some(({ text }) => text === 'calibrating gaussian-naive-bayes: part 5 of 5'));
    const sigmoid = tableOf(await run('sigmoid'), 'calibration')[1]!;
    assert.ok((sigmoid.logLoss as number) < (raw!.logLoss as number));
    assert.equal(home.models.size, 1);
  });

  test('with folds, and a word that is no method', async () => {
    const calibrated = { options: { calibrate: 'sigmoid' } };
    const result = await house().run(planOf('train', plan, ['gaussian-naive-bayes'], calibrated));
    const rows = tableOf(result, 'calibration');
    assert.equal(rows.length, 2);
    close(rows[0]!.logLoss, result.models[0]!.metrics.logLoss!);
    const [panel] = figure(result, 'reliability').panels;
    for (const { bins } of panel!.series)
      assert.equal(
        bins.reduce((sum, bin) => sum + bin.rows, 0),
        150,
      );
    await assert.rejects(
      house().run(planOf('train', plan, ['gaussian-naive-bayes'], { options: { calibrate: 'platt' } })),
      /invalid calibrate: "platt"; expected one of: none, sigmoid, isotonic/,
    );
  });

  test('a run that is stopped says what was not calibrated', async () => {
    const home = house();
    const stop = new AbortController();
    const environment = home.environment.bind(home);
    home.environment = () => ({
      ...environment(),
      progress: ({ text }) => void (text.endsWith('part 2 of 5') && stop.abort()),
    });
    const cell = planOf('train', { path: 'iris.csv', target }, [modelNamed('gaussian-naive-bayes')], {
      options: { calibrate: 'isotonic' },
    });
    const result = await home.run(cell, stop.signal);
    assert.ok(result.models[0]!.metrics.accuracy! > 0.8);
    assert.ok(result.notes.includes('Not calibrated: gaussian-naive-bayes.'));
  });
});
