// The verb anomalies through whole cells.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { createRng } from '../../../../src/data/random';
import type { FigureOf } from '../../../../src/protocol/figures';
import { unpack } from '../../../../src/protocol/packing';
import type { DataPlan } from '../../../../src/protocol/plan';
import type { Result } from '../../../../src/protocol/result';
import { modelNamed, planOf, reference, TestHouse, withFolds } from '../runSupport';
import { anomalyReference } from './reference';
import { problemOf } from '../../../support/problem';

const near = (value: number | undefined | null, expected: number, tolerance: number) =>
  assert.ok(typeof value === 'number' && Math.abs(value - expected) <= tolerance, `${value}; expected ${expected}`);

const iris = withFolds(reference('iris.csv'), anomalyReference.test_idx);
const irisPlan: DataPlan = { path: 'iris.csv', target: 'label', split: { by: 'fold' } };
const tableOf = (result: Result, name: string) => {
  const found = result.tables.find((table) => table.name === name);
  assert.ok(found, `no table ${name}`);
  return found;
};
const scoresOf = (result: Result) =>
  result.figures.find((figure): figure is FigureOf<'anomaly-scores'> => figure.kind === 'anomaly-scores')!;

/** A round cloud and correlated columns; some rows break the correlation, one is far out in `c` only. */
function madeFile(rows = 300): { csv: string; odd: number[] } {
  const rng = createRng(11);
  const odd = [7, 40, 111, 200, 250];
  const lines = Array.from({ length: rows }, (_, i) => {
    const isOdd = odd.includes(i);
    const a = isOdd ? 2 : rng.normal();
    const b = (isOdd ? -3 : 3) * a + rng.normal();
    const c = i === 150 ? 40 : 10 + rng.normal();
    return [a, b, c, i % 3 === 0 ? 'north' : 'south', odd.includes(i) || i === 150 ? 'yes' : 'no'].join(',');
  });
  return { csv: `a,b,c,place,is_anomaly\n${lines.join('\n')}\n`, odd: [...odd, 150] };
}

for (const protocol of ['clean', 'contaminated'] as const) {
  test(`iris, virginica as anomalies, ${protocol}: scikit-learn's areas and log densities`, async () => {
    const house = new TestHouse({ 'iris.csv': iris });
    const result = await house.run(
      planOf(
        'anomalies',
        irisPlan,
        [
          modelNamed('gaussian-mixture', { max_components: 3, reg_covar: 1e-3 }),
          modelNamed('gaussian-mixture', { components: 1, reg_covar: 0 }, 'one'),
        ],
        { options: { label: 'label', anomaly: 'virginica', fit: protocol === 'clean' ? 'clean' : 'all' } },
      ),
    );
    const expected = anomalyReference.protocols[protocol];
    const [mixture, single] = result.models;
    near(mixture!.metrics.rocAuc, expected.gmm_full.roc_auc, 0.01);
    near(mixture!.metrics.averagePrecision, expected.gmm_full.average_precision, 0.03);
    near(single!.metrics.rocAuc, expected.mahalanobis.roc_auc, 1e-3);
    near(single!.metrics.averagePrecision, expected.mahalanobis.average_precision, 1e-3);
    const table = tableOf(result, 'anomalies');
    assert.deepEqual(table.columns, ['row', 'logDensity', 'reason', 'flagged', 'model']);
    assert.equal(table.rows.length, 300);
    const ofMixture = new Map(table.rows.filter((row) => row[4] === 'gaussian-mixture').map((row) => [row[0], row[1]]));
    anomalyReference.test_idx.slice(0, 10).forEach((row, i) => {
      // standardised by the rows that were fitted, so that reg_covar is a little smaller here
      const value = expected.gmm_full.logp10[i]! - anomalyReference.logScale;
      near(ofMixture.get(row) as number, value, 0.03 + 0.08 * Math.abs(value));
    });
    const [forest, factor] = tableOf(result, 'baselines').rows;
    near(forest![1] as number, expected.isolation_forest.roc_auc, protocol === 'clean' ? 0.02 : 0.07);
    near(factor![1] as number, expected.lof20.roc_auc, 0.005);
    assert.equal(result.data.train, protocol === 'clean' ? 70 : 105);
    const roc = result.figures.find((figure): figure is FigureOf<'roc-curve'> => figure.kind === 'roc-curve')!;
    assert.deepEqual(
      roc.curves.map(({ model }) => model),
      ['gaussian-mixture', 'one', 'isolation-forest', 'local-outlier-factor'],
    );
  });
}

describe('a file without a target', () => {
  const { csv, odd } = madeFile();

  test('is ranked as a whole, the least likely first, with the features that surprise', async () => {
    const house = new TestHouse({ 'made.csv': csv });
    const result = await house.run(
      planOf('anomalies', { path: 'made.csv', ignore: ['is_anomaly'] }, ['gaussian-mixture'], {
        options: { quantile: 0.02, to: 'out.csv' },
      }),
    );
    assert.equal(result.data.target, undefined);
    const { columns, rows } = tableOf(result, 'anomalies');
    assert.deepEqual(columns, ['row', 'logDensity', 'reason', 'flagged']);
    assert.equal(rows.length, 300);
    const densities = rows.map((row) => row[1] as number);
    assert.deepEqual(
      densities,
      [...densities].sort((a, b) => a - b),
    );
    assert.deepEqual(
      rows
        .slice(0, odd.length)
        .map((row) => row[0])
        .sort((a, b) => (a as number) - (b as number)),
      [...odd].sort((a, b) => a - b),
    );
    const far = rows.find((row) => row[0] === 150)!;
    assert.match(far[2] as string, /^c = 40 \(surprise \d+\.\d nats, usually -?\d+\.\d\)/);
    const broken = rows.find((row) => row[0] === 7)!;
    assert.match(broken[2] as string, /^(a|b) = .*; (a|b) = /, broken[2] as string);
    assert.equal(rows.at(-1)![3], false);
    const written = house.written.get('out.csv')!.trim().split('\n');
    assert.equal(written.length, 301);
    assert.equal(written[0], 'a,b,c,place,is_anomaly,logDensity,flagged,reason');
    assert.ok(written[151]!.includes(',true,'));
  });

  test('flags the share of training rows that was asked for', async () => {
    const house = new TestHouse({ 'made.csv': csv });
    const result = await house.run(
      planOf('anomalies', { path: 'made.csv', ignore: ['is_anomaly'] }, ['kernel-density'], {
        options: { quantile: 0.1 },
      }),
    );
    const figure = scoresOf(result);
    const [scores] = figure.models;
    const training = unpack(scores!.training);
    assert.equal(training.length, 225);
    const flagged = tableOf(result, 'anomalies').rows.filter((row) => row[3] === true);
    const threshold = Math.max(...flagged.map((row) => row[1] as number));
    const below = training.filter((value) => value <= threshold + 1e-4).length;
    near(below / training.length, 0.1, 0.006);
    assert.ok(figure.plane && scores!.map && scores!.reasons.length >= flagged.length);
    assert.deepEqual(unpack(scores!.rows).length, 300);
  });

  test('labels judge the ranking and are no feature', async () => {
    const house = new TestHouse({ 'made.csv': csv });
    const result = await house.run(
      planOf('anomalies', { path: 'made.csv' }, ['gaussian-mixture'], { options: { label: 'is_anomaly' } }),
    );
    assert.deepEqual(result.data.features, ['a', 'b', 'c', 'place']);
    assert.equal(result.models[0]!.metrics.rocAuc, 1);
    assert.equal(result.models[0]!.metrics.averagePrecision, 1);
    assert.ok(result.notes.some((note) => note.includes('is_anomaly = yes: 6 of 300 rows')));
    const judged = /^ROC AUC and average precision are over (\d+) test rows, (\d) of them anomalies\.$/;
    const [, rows, found] = result.notes.flatMap((note) => judged.exec(note) ?? []);
    assert.equal(Number(rows), result.data.test);
    assert.ok(Number(found) > 0 && Number(found) < 6);
  });

  test('clean and contaminated models are not taken for each other', async () => {
    const house = new TestHouse({ 'made.csv': csv });
    const run = (options: { [name: string]: string }) =>
      house.run(planOf('anomalies', { path: 'made.csv' }, ['gaussian-naive-bayes'], { options }));
    const all = await run({ label: 'is_anomaly' });
    const clean = await run({ label: 'is_anomaly', fit: 'clean' });
    assert.notEqual(all.models[0]!.key, clean.models[0]!.key);
    assert.ok(clean.data.train < all.data.train);
    // sharper without what is far away
    assert.ok(clean.models[0]!.metrics.logDensity! !== all.models[0]!.metrics.logDensity!);
    assert.equal((await run({ label: 'is_anomaly', fit: 'clean' })).models[0]!.key, clean.models[0]!.key);
  });

  test('a model that was trained under a name ranks again', async () => {
    const house = new TestHouse({ 'made.csv': csv });
    const data = { path: 'made.csv', ignore: ['is_anomaly'] };
    const named = modelNamed('gaussian-mixture', {}, 'density');
    const first = await house.run(planOf('anomalies', data, [named]));
    const again = { ref: 'density', name: 'density', options: {}, at: ['anomalies'] };
    const second = await house.run(planOf('anomalies', data, [again]));
    assert.deepEqual(tableOf(second, 'anomalies').rows, tableOf(first, 'anomalies').rows);
  });
});

describe('rows with empty cells', () => {
  const rng = createRng(6);
  const lines = Array.from({ length: 200 }, (_, i) => {
    const [a, b, c] = [rng.normal(), 100 * rng.normal(), rng.normal()];
    // ordinary but for a gap; far out beside a gap; nothing at all
    if (i === 20) return `0.1,,0.1`;
    if (i === 21) return `9,,0.1`;
    if (i === 22) return ',,';
    return [a, b, c].join(',');
  });
  const csv = `a,b,c\n${lines.join('\n')}\n`;

  test('stand where whole rows stand that are as rare', async () => {
    for (const model of ['gaussian-naive-bayes', 'gaussian-mixture', 'kernel-density']) {
      const result = await new TestHouse({ 'gaps.csv': csv }).run(planOf('anomalies', { path: 'gaps.csv' }, [model]));
      const { rows } = tableOf(result, 'anomalies');
      assert.equal(rows.length, 199, model);
      const densities = rows.map((row) => row[1] as number);
      assert.deepEqual(
        densities,
        [...densities].sort((a, b) => a - b),
      );
      const placeOf = (row: number) => rows.findIndex((candidate) => candidate[0] === row);
      assert.equal(placeOf(21), 0, model);
      // log p(x) of two features is far higher than that of three, whose middle one is in large units
      assert.ok(placeOf(20) > 80 && densities[placeOf(20)]! <= densities.at(-1)!, `${model}: ${placeOf(20)}`);
      assert.match(rows[0]![2] as string, /^a = 9 /);
      assert.ok(result.notes.some((note) => note.includes('1 row shows no feature at all')));
    }
  });
});

test('energies rank rows, and are no log densities', async () => {
  const { csv, odd } = madeFile();
  const result = await new TestHouse({ 'made.csv': csv }).run(
    planOf(
      'anomalies',
      { path: 'made.csv', features: ['a', 'b', 'c'] },
      [modelNamed('energy-based-model', { max_iter: 30 }), 'gaussian-mixture'],
      { options: { label: 'is_anomaly', to: 'out.csv' } },
    ),
  );
  const [energies, mixture] = result.models;
  assert.ok(energies!.metrics.rocAuc! > 0.95, `${energies!.metrics.rocAuc}`);
  assert.equal(energies!.metrics.logDensity, undefined);
  assert.ok(mixture!.metrics.logDensity! < 0);
  const { columns, rows } = tableOf(result, 'anomalies');
  assert.deepEqual(columns, ['row', 'score', 'logDensity', 'reason', 'flagged', 'model']);
  const own = rows.filter((row) => row[5] === 'energy-based-model');
  assert.ok(own.every((row) => typeof row[1] === 'number' && row[2] === null));
  assert.ok(rows.filter((row) => row[5] === 'gaussian-mixture').every((row) => row[1] === null));
  assert.equal(own[0]![0], 150);
  assert.match(own[0]![3] as string, /^c = 40 /);
  const flagged = own.filter((row) => row[4] === true).map((row) => row[0]);
  assert.ok(odd.filter((row) => flagged.includes(row)).length >= 2, flagged.join());
  assert.deepEqual(
    scoresOf(result).models.map(({ measure }) => measure),
    ['log p(x) + constant', undefined],
  );
  assert.ok(result.notes.some((note) => note.includes('energy-based-model knows log p(x) up to a constant')));
});

test('a model that has learned the label as a feature cannot be judged by it', async () => {
  const home = new TestHouse({ 'made.csv': madeFile().csv });
  await home.run(planOf('anomalies', { path: 'made.csv' }, [modelNamed('gaussian-naive-bayes', {}, 'knows')]));
  const knows = { ref: 'knows', name: 'knows', options: {}, at: ['anomalies'] };
  const plan = planOf('anomalies', { path: 'made.csv' }, [knows], { options: { label: 'is_anomaly' } });
  assert.equal((await problemOf(home.run(plan))).code, 'conflicting-roles');
});

test('a run that is stopped gives what it has by then', async () => {
  const { csv } = madeFile();
  const home = new TestHouse({ 'made.csv': csv });
  const stop = new AbortController();
  const environment = home.environment.bind(home);
  home.environment = () => ({
    ...environment(),
    progress: ({ text }) => {
      if (text === 'ranking rows by kernel-density') stop.abort();
    },
  });
  const plan = planOf('anomalies', { path: 'made.csv' }, ['gaussian-naive-bayes', 'kernel-density']);
  const result = await home.run(plan, stop.signal);
  assert.equal(result.interrupted, true);
  assert.deepEqual(
    result.models.map(({ name }) => name),
    ['gaussian-naive-bayes'],
  );
  const none = new AbortController();
  none.abort();
  assert.equal((await problemOf(new TestHouse({ 'made.csv': csv }).run(plan, none.signal))).code, 'interrupted');
});

describe('what is asked for wrongly', () => {
  const { csv } = madeFile();
  const house = () => new TestHouse({ 'made.csv': csv, 'iris.csv': iris });
  const run = (options: { [name: string]: string }, data: DataPlan = { path: 'made.csv' }) =>
    problemOf(house().run(planOf('anomalies', data, ['gaussian-mixture'], { options })));

  test('gives a problem at its place', async () => {
    assert.deepEqual((await run({ label: 'is_anomly' })).at, ['label']);
    assert.equal((await run({ label: 'is_anomaly', anomaly: 'maybe' })).code, 'unknown-value');
    assert.equal((await run({ fit: 'clean' })).code, 'missing-option');
    assert.match((await run({ label: 'label' }, irisPlan)).message, /which value of label means an anomaly/);
    const { code, message } = await problemOf(house().run(planOf('anomalies', irisPlan, ['logistic-regression'])));
    assert.equal(code, 'no-capability');
    assert.match(message, /P\(y \| x\)/);
  });
});
