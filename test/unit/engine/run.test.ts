import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { memory } from '@tensorflow/tfjs-core';
import { readTable } from '../../../src/data/formats';
import { models as registry } from '../../../src/engine/models/index';
import { runQuery } from '../../../src/engine/queries/index';
import type { FigureKind, FigureOf } from '../../../src/protocol/figures';
import type { Json } from '../../../src/protocol/cards';
import { unpack } from '../../../src/protocol/packing';
import type { DataPlan } from '../../../src/protocol/plan';
import type { Result } from '../../../src/protocol/result';
import { smallModels } from '../../support/smallModels';
import { modelNamed, planOf, reference, TestHouse } from './runSupport';
import { problemOf } from '../../support/problem';

/** All models that read tables. */
const models = registry.filter(({ reads }) => !['sequences', 'images', 'tokens', 'words'].includes(reads ?? 'numbers'));
const iris = reference('iris.csv');
const target = iris.split('\n')[0]!.trim().split(',').at(-1)!;
const plan: DataPlan = { path: 'iris.csv', target };
const house = () => new TestHouse({ 'iris.csv': iris });
const quick = modelNamed('mlp', { max_iter: 60 });
/** Models that need options to learn anything of iris, or to learn it soon. */
const suited = [
  quick,
  modelNamed('bernoulli-naive-bayes', { binarize: 2 }),
  ...Object.entries(smallModels).map(([id, options]) => modelNamed(id, options)),
];
const requestOf = (id: string) => suited.find(({ model }) => model === id) ?? modelNamed(id);

function figure<K extends FigureKind>(result: Result, kind: K): FigureOf<K> {
  const found = result.figures.find((candidate) => candidate.kind === kind);
  assert.ok(found, `no ${kind} among ${result.figures.map((candidate) => candidate.kind).join(', ')}`);
  return found as FigureOf<K>;
}

describe('data', () => {
  test('describes a file: table, figures, advice', async () => {
    const result = await house().run(planOf('data', plan));
    const [columns] = result.tables;
    assert.equal(columns!.rows.length, 5);
    assert.deepEqual(columns!.rows.at(-1)!.slice(0, 5), [target, 'categorical', 'target', 0, 3]);
    const sepal = columns!.rows[0]!;
    // R: mean(iris$Sepal.Length), sd(...)
    assert.ok(Math.abs((sepal[6] as number) - 5.843333) < 1e-5);
    assert.ok(Math.abs((sepal[7] as number) - 0.8280661) < 1e-6);
    assert.deepEqual(figure(result, 'class-balance').counts, [50, 50, 50]);
    for (const column of figure(result, 'histograms').columns) {
      assert.deepEqual(
        column.counts.map((group) => group.reduce((sum, count) => sum + count, 0)),
        [50, 50, 50],
      );
    }
    assert.deepEqual(figure(result, 'scatter-matrix').values.shape, [150, 4]);
    assert.ok(result.notes.some((note) => note.includes('training rows for 4 features')));
  });

  test('without a target says which columns could be one', async () => {
    const result = await house().run(planOf('data', { path: 'iris.csv' }));
    assert.ok(
      result.notes.some((note) => note.includes(`target: ${target}`)),
      result.notes.join(' '),
    );
    assert.equal(result.data.target, undefined);
  });

  test('a file is read once, and again when it changes', async () => {
    const home = house();
    await home.run(planOf('data', plan));
    await home.run(planOf('train', plan, ['gaussian-naive-bayes']));
    assert.equal(home.reads, 1);
    home.files = { 'iris.csv': `${iris}${iris.trim().split('\n').at(-1)!}\n` };
    const changed = await home.run(planOf('data', plan));
    assert.equal(home.reads, 2);
    assert.equal(changed.data.rows, 151);
  });
});

describe('train', () => {
  test('every model of the registry: metrics, cost, key; no tensor is left', async () => {
    const home = house();
    const before = memory().numTensors;
    const requests = models.map(({ card }) => requestOf(card.id));
    const result = await home.run(planOf('train', plan, requests));
    assert.equal(memory().numTensors, before);
    assert.equal(result.models.length, models.length);
    for (const model of result.models) {
      const { card } = models.find((spec) => spec.card.id === model.id)!;
      const classifies = card.capabilities.includes('Classifier');
      assert.equal(model.metrics.accuracy !== undefined, classifies, model.id);
      if (classifies) assert.ok(model.metrics.accuracy! > 0.5, model.id);
      assert.equal(model.metrics.logDensity !== undefined, card.capabilities.includes('Density'), model.id);
      assert.ok(model.cost.bytes > 100 && model.cost.parameters > 0, model.id);
      assert.equal(model.cost.predictMicrosecondsPerRow !== undefined, classifies, model.id);
      assert.match(model.key!, /^[0-9a-f]{64}$/);
      assert.ok(home.models.has(model.key!));
    }
    const { panels, classes } = figure(result, 'decision-boundary');
    for (const panel of panels) {
      const { card } = models.find((spec) => spec.card.id === panel.model)!;
      assert.equal(panel.logDensity !== undefined, card.capabilities.includes('Density'));
      const values = unpack(panel.posterior);
      const cells = values.length / classes.length;
      for (let i = 0; i < cells; i += 97) {
        const sum = classes.reduce((total, _, c) => total + values[c * cells + i]!, 0);
        assert.ok(Math.abs(sum - 1) < 0.01, `${panel.model}: ${sum}`);
      }
      assert.match(panel.others!, card.capabilities.includes('Marginal') ? /^summed out: / : /^held at the median: /);
    }
    const { models: confusions } = figure(result, 'confusion-matrix');
    confusions.forEach(({ counts }) =>
      assert.equal(
        counts.flat().reduce((sum, count) => sum + count, 0),
        result.data.test,
      ),
    );
    assert.ok(figure(result, 'loss-curve').series.some(({ model }) => model === 'mlp'));
  });

  test('the same cell gives the same numbers, in any order of the models', async () => {
    const [one, other] = await Promise.all([
      house().run(planOf('train', plan, [quick, modelNamed('logistic-regression')], { show: ['confusion'] })),
      house().run(planOf('train', plan, [modelNamed('logistic-regression'), quick], { show: ['confusion'] })),
    ]);
    for (const model of one.models) {
      const twin = other.models.find(({ name }) => name === model.name)!;
      assert.deepEqual(twin.metrics, model.metrics);
      assert.equal(twin.key, model.key);
    }
    const seeded = await house().run(planOf('train', plan, [quick], { options: { seed: 1 } }));
    assert.notEqual(seeded.models[0]!.key, one.models[0]!.key);
    assert.notEqual(seeded.models[0]!.metrics.logLoss, one.models[0]!.metrics.logLoss);
  });

  test('densities are in the units of the file: the same in another unit but for the Jacobian', async () => {
    const header = iris.split('\n')[0]!;
    const metres = iris
      .trim()
      .split('\n')
      .map((line, i) =>
        i === 0
          ? header
          : line
              .split(',')
              .map((cell, j) => (j === 0 ? String(Number(cell) / 100) : cell))
              .join(','),
      )
      .join('\n');
    const both = new TestHouse({ 'cm.csv': iris, 'm.csv': metres });
    const names = ['gaussian-naive-bayes', 'quadratic-discriminant-analysis'];
    const cm = await both.run(planOf('train', { path: 'cm.csv', target }, names));
    const m = await both.run(planOf('train', { path: 'm.csv', target }, names));
    cm.models.forEach(({ metrics }, i) => {
      assert.ok(Math.abs(m.models[i]!.metrics.logDensity! - metrics.logDensity! - Math.log(100)) < 1e-6);
      assert.ok(Math.abs(m.models[i]!.metrics.logLoss! - metrics.logLoss!) < 1e-9);
    });
  });

  test('a drawn density integrates to one over its plane, the others summed out', async () => {
    const result = await house().run(planOf('train', plan, ['gaussian-naive-bayes'], { show: ['density'] }));
    const { panels, plane, classes } = figure(result, 'decision-boundary');
    const values = unpack(panels[0]!.logDensity!);
    const cell =
      ((plane.x.high - plane.x.low) / (plane.width - 1)) * ((plane.y.high - plane.y.low) / (plane.height - 1));
    classes.forEach((name, c) => {
      const map = values.subarray(c * plane.width * plane.height, (c + 1) * plane.width * plane.height);
      const mass = map.reduce((sum, value) => sum + Math.exp(value), 0) * cell;
      assert.ok(mass > 0.9 && mass < 1.02, `${name}: ${mass}`);
    });
  });

  test('empty cells: models are compared on the same rows, and it is said', async () => {
    const lines = iris.trim().split('\n');
    const gaps = lines.map((line, i) => (i > 0 && i % 5 === 0 ? line.replace(/^[^,]*/, '') : line)).join('\n');
    const home = new TestHouse({ 'gaps.csv': gaps });
    const mixed = await home.run(
      planOf('train', { path: 'gaps.csv', target }, ['gaussian-naive-bayes', 'logistic-regression']),
    );
    const rows = (result: Result, model: string) =>
      figure(result, 'confusion-matrix')
        .models.find((one) => one.model === model)!
        .counts.flat()
        .reduce((sum, count) => sum + count, 0);
    assert.equal(rows(mixed, 'gaussian-naive-bayes'), rows(mixed, 'logistic-regression'));
    assert.ok(rows(mixed, 'logistic-regression') < mixed.data.test);
    assert.ok(
      mixed.notes.some((note) =>
        note.startsWith('logistic-regression: Rows with empty cells were left out of the training'),
      ),
    );
    assert.ok(mixed.notes.some((note) => note.includes('left out of the evaluation')));
    const alone = await home.run(planOf('train', { path: 'gaps.csv', target }, ['gaussian-naive-bayes']));
    assert.equal(rows(alone, 'gaussian-naive-bayes'), alone.data.test);
  });

  test('a model without a density is told so when a density is asked for', async () => {
    const result = await house().run(planOf('train', plan, ['logistic-regression'], { show: ['density'] }));
    assert.ok(result.notes.some((note) => note.startsWith('logistic-regression learns P(y | x) only')));
    assert.deepEqual(result.figures, []);
  });

  test('an interrupt keeps what was learned, under a key of its own', async () => {
    const home = house();
    const stop = new AbortController();
    const environment = home.environment.bind(home);
    let breaths = 0;
    home.environment = () => ({
      ...environment(),
      breathe: () => Promise.resolve(void (++breaths === 4 && stop.abort())),
    });
    const long = modelNamed('mlp', { max_iter: 100_000, tol: 0, n_iter_no_change: 100_000 });
    const result = await home.run(planOf('train', plan, [long, modelNamed('gaussian-naive-bayes')]), stop.signal);
    assert.equal(result.interrupted, true);
    assert.deepEqual(
      result.models.map(({ name }) => name),
      ['mlp'],
    );
    assert.ok(result.models[0]!.cost.steps < 1000);
    assert.ok(
      result.notes.some(
        (note) => note.startsWith('Stopped: mlp after') && note.includes('Not trained: gaussian-naive-bayes'),
      ),
    );
    const whole = await house().run(planOf('train', plan, [quick]));
    assert.notEqual(result.models[0]!.key, whole.models[0]!.key);
  });

  test('progress shows loss, time left and, for two features, a moving boundary', async () => {
    const home = house();
    const [a, b] = iris.split('\n')[0]!.split(',') as [string, string];
    await home.run(planOf('train', { ...plan, features: [a, b] }, [modelNamed('mlp', { max_iter: 200 })]));
    const live = home.progress.filter(({ figure: picture }) => picture);
    assert.ok(live.length > 1);
    const last = live.at(-1)!;
    assert.equal(last.figure!.kind, 'decision-boundary');
    assert.ok(last.loss! > 0 && last.history!.length > 1 && last.stepsPerSecond! > 0);
  });

  test('problems point to their place', async () => {
    const run = (data: DataPlan, request = modelNamed('logistic-regression')) =>
      problemOf(house().run(planOf('train', data, [request])));
    assert.equal((await run({ path: 'iris.csv' })).code, 'missing-target');
    assert.equal((await run({ path: 'missing.csv', target })).code, 'file-not-found');
    const wrong = await run(plan, modelNamed('logistic-regression', { C: -1 }));
    assert.deepEqual(wrong.at, ['train', 'logistic-regression', 'C']);
    assert.equal((await run(plan, modelNamed('logistic-regresion'))).code, 'unknown-model');
    assert.equal(
      (await problemOf(house().run(planOf('train', plan, [quick], { show: ['bounday'] })))).code,
      'unknown-figure',
    );
    assert.equal((await problemOf(house().run(planOf('trian', plan, [quick])))).code, 'unknown-verb');
  });
});

describe('sample', () => {
  test('rows in the units of the file, like the real ones; the trained model is used again', async () => {
    const home = house();
    await home.run(planOf('train', plan, ['quadratic-discriminant-analysis']));
    home.progress.length = 0;
    const result = await home.run(planOf('sample', plan, ['quadratic-discriminant-analysis'], { options: { n: 300 } }));
    assert.ok(home.progress.every(({ text }) => !text.startsWith('fitting')));
    const [samples] = result.tables;
    assert.equal(samples!.rows.length, 300);
    assert.deepEqual(samples!.columns, iris.split('\n')[0]!.trim().split(','));
    const mean = samples!.rows.reduce((sum, row) => sum + (row[0] as number), 0) / 300;
    assert.ok(Math.abs(mean - 5.84) < 0.3, String(mean));
    assert.ok(Math.abs(result.models[0]!.metrics.twoSampleAuc! - 0.5) < 0.2);
    assert.ok(result.models[0]!.metrics.nearestTrainingRatio! > 0.3);
    assert.equal(figure(result, 'samples').panels.length, 1);
    assert.deepEqual(figure(result, 'histograms').groups, ['real', 'quadratic-discriminant-analysis']);
  });

  test('of one class, and given some values', async () => {
    const [first] = iris.split('\n')[0]!.split(',') as [string];
    const classes = [
      ...new Set(
        iris
          .trim()
          .split('\n')
          .slice(1)
          .map((line) => line.trim().split(',').at(-1)!),
      ),
    ];
    const ofClass = await house().run(
      planOf('sample', plan, ['gaussian-naive-bayes'], { options: { n: 20, class: classes[1]! } }),
    );
    assert.deepEqual(new Set(ofClass.tables[0]!.rows.map((row) => row.at(-1))), new Set([classes[1]]));
    const given = await house().run(
      planOf('sample', plan, ['quadratic-discriminant-analysis'], { options: { n: 20, given: { [first]: 4.5 } } }),
    );
    assert.ok(given.tables[0]!.rows.every((row) => Math.abs((row[0] as number) - 4.5) < 1e-9));
    // so short a leaf is of the first class
    assert.ok(given.tables[0]!.rows.filter((row) => row.at(-1) === classes[0]).length > 15);
    assert.equal(
      (await problemOf(house().run(planOf('sample', plan, ['gaussian-naive-bayes'], { options: { class: 'rose' } }))))
        .code,
      'unknown-class',
    );
    const options = { given: { label: classes[1]! } };
    for (const verb of ['sample', 'classify'])
      assert.match(
        (await problemOf(house().run(planOf(verb, plan, ['gaussian-naive-bayes'], { options })))).message,
        /^label is the target, /,
      );
  });

  test('writes all rows to a file that can be read again', async () => {
    const home = house();
    const result = await home.run(
      planOf('sample', plan, ['gaussian-naive-bayes'], { options: { n: 1200, to: 'new.csv' } }),
    );
    assert.equal(result.tables[0]!.rows.length, 1000);
    const table = readTable('new.csv', new TextEncoder().encode(home.written.get('new.csv')));
    assert.equal(table.rows, 1200);
    assert.ok(result.notes.includes('1,200 rows written to new.csv.'));
  });

  test('columns of whole numbers have whole numbers, unless others are given', async () => {
    const lines = Array.from({ length: 40 }, (_, i) => `${i % 7},${(i % 5) / 3},${i % 2 ? 'a' : 'b'}`);
    const home = new TestHouse({ 'counts.csv': `count,size,kind\n${lines.join('\n')}\n` });
    const data: DataPlan = { path: 'counts.csv', target: 'kind' };
    const drawn = async (options: { [name: string]: Json }) =>
      (await home.run(planOf('sample', data, ['quadratic-discriminant-analysis'], { options }))).tables[0]!.rows;
    const rows = await drawn({ n: 30 });
    assert.ok(rows.every((row) => Number.isInteger(row[0])));
    assert.ok(rows.some((row) => !Number.isInteger(row[1])));
    assert.ok((await drawn({ n: 3, given: { count: 2.5 } })).every((row) => row[0] === 2.5));
  });

  test('a model that cannot says why, before anything is trained', async () => {
    const home = house();
    const problem = await problemOf(home.run(planOf('sample', plan, ['gaussian-naive-bayes', 'logistic-regression'])));
    assert.equal(problem.code, 'no-capability');
    assert.match(problem.message, /^logistic-regression learns P\(y \| x\) only: it has no density to sample from/);
    assert.equal(home.models.size, 0);
  });
});

describe('trained models', () => {
  const named = { ...modelNamed('quadratic-discriminant-analysis'), name: 'mine' };
  const again = { ref: 'mine', name: 'mine', options: {}, at: ['sample'] };

  test('by name, after the memory of the engine is gone', async () => {
    const home = house();
    const trained = await home.run(planOf('train', plan, [named]));
    home.memory = new (home.memory.constructor as new () => typeof home.memory)();
    const same = await home.run(planOf('train', plan, [again]));
    assert.deepEqual(same.models[0]!.metrics, trained.models[0]!.metrics);
    assert.deepEqual(same.models[0]!.cost, trained.models[0]!.cost);
  });

  test('damaged, forgotten or of other data: a sentence', async () => {
    const home = house();
    await home.run(planOf('train', plan, [named]));
    home.memory = new (home.memory.constructor as new () => typeof home.memory)();
    const { key } = home.trained.mine!;
    const other = await problemOf(home.run(planOf('sample', { ...plan, features: [iris.split(',')[0]!] }, [again])));
    assert.equal(other.code, 'other-data');
    home.memory = new (home.memory.constructor as new () => typeof home.memory)();
    home.models.set(key, { ...home.models.get(key)!, facts: 'nonsense' });
    assert.equal((await problemOf(home.run(planOf('sample', plan, [again])))).code, 'damaged-model');
    home.memory = new (home.memory.constructor as new () => typeof home.memory)();
    home.models.clear();
    assert.equal((await problemOf(home.run(planOf('sample', plan, [again])))).code, 'model-forgotten');
    assert.equal(
      (await problemOf(home.run(planOf('sample', plan, [{ ...again, ref: 'mien' }])))).code,
      'unknown-model',
    );
  });

  test('every model of the registry answers the same after it was kept', async () => {
    for (const { card } of models) {
      const home = house();
      const trained = await home.run(planOf('train', plan, [{ ...requestOf(card.id), name: 'mine' }]));
      home.memory = new (home.memory.constructor as new () => typeof home.memory)();
      const kept = await home.run(planOf('train', plan, [again]));
      assert.deepEqual(kept.models[0]!.metrics, trained.models[0]!.metrics, card.id);
    }
  });

  test('a figure asks again over two other features', async () => {
    const home = house();
    const cell = planOf('train', plan, ['gaussian-naive-bayes', 'logistic-regression']);
    const result = await home.run(cell);
    const { choices } = figure(result, 'decision-boundary').plane;
    const args = { x: choices[0]!, y: choices[1]! };
    const request = { query: 'plane', plan: cell, trained: home.trained, args, backend: 'cpu' } as const;
    const answer = await runQuery(request, home.environment(), home.memory);
    assert.equal(answer.kind, 'decision-boundary');
    assert.deepEqual(
      [
        (answer as FigureOf<'decision-boundary'>).plane.x.feature,
        (answer as FigureOf<'decision-boundary'>).plane.y.feature,
      ],
      [args.x, args.y],
    );
    assert.equal(
      (await problemOf(runQuery({ ...request, args: { x: 'a', y: 'b' } }, home.environment(), home.memory))).code,
      'unknown-numeric-feature',
    );
  });
});
