import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Problem } from '../../../../src/data/problem';
import { createRng } from '../../../../src/data/random';
import { EngineMemory } from '../../../../src/engine/memory';
import { errorByCount, meanBaselines, meanNdcg } from '../../../../src/engine/ratings/judge';
import type { DataPlan } from '../../../../src/protocol/plan';
import type { Result } from '../../../../src/protocol/result';
import { ratingsReference, tinyRatings } from '../../../support/ratings';
import { modelNamed, planOf, TestHouse } from '../runSupport';

const { expected, train, test: held } = ratingsReference();
const { csv, data } = tinyRatings();
const tableOf = (result: Result, name: string) => result.tables.find((table) => table.name === name)!;

test('recommend judges a model on the held-out ratings, beside the baselines of the reference', async () => {
  const house = new TestHouse({ 'tiny.csv': csv });
  const result = await house.run(
    planOf('recommend', data, [modelNamed('matrix-factorization', { factors: 2, lam: 0.1 })]),
  );
  const { rmse, mae, ndcg } = result.models[0]!.metrics;
  assert.ok(Math.abs(rmse! - 0.4368) < 0.01 && mae! < rmse! && ndcg! > 0.9 && ndcg! <= 1);
  const baselines = new Map(tableOf(result, 'baselines').rows.map(([method, error]) => [method, error as number]));
  assert.ok(Math.abs(baselines.get('global-mean')! - expected.rmse['global_mean']!) < 1e-6);
  assert.ok(Math.abs(baselines.get('user-mean')! - expected.rmse['user_mean']!) < 1e-6);
  assert.ok(Math.abs(baselines.get('item-mean')! - expected.rmse['item_mean']!) < 1e-6);
  assert.ok(baselines.get('biases')! > 2 * rmse!);
  assert.deepEqual(
    result.figures.map(({ kind }) => kind),
    ['top-list', 'item-map', 'histograms', 'curves'],
  );
});

test('a top list holds what the user has not rated, best first, with its spread', async () => {
  const house = new TestHouse({ 'tiny.csv': csv });
  const result = await house.run(planOf('recommend', data, [], { options: { for: ['u3', 'u4'], n: 4 } }));
  assert.equal(result.models[0]!.id, 'matrix-factorization');
  const { columns, rows } = tableOf(result, 'recommendations');
  assert.deepEqual(columns, ['user', 'item', 'rating', 'sd']);
  for (const user of ['u3', 'u4']) {
    const own = rows.filter(([name]) => name === user);
    const rated = new Set(expected.item.filter((_, i) => `u${expected.user[i]}` === user).map((item) => `i${item}`));
    assert.equal(own.length, Math.min(4, expected.n_items - rated.size));
    assert.ok(own.every(([, item]) => !rated.has(item as string)));
    assert.ok(own.every(([, , rating], i) => i === 0 || (rating as number) <= (own[i - 1]![2] as number)));
    assert.ok(own.every(([, , , sd]) => (sd as number) > 0));
  }
});

test('a trained model is used again by its name, without training', async () => {
  const house = new TestHouse({ 'tiny.csv': csv });
  const first = await house.run(
    planOf('recommend', data, [modelNamed('matrix-factorization', { factors: 2 }, 'tastes')]),
  );
  house.memory = new EngineMemory();
  const plan = planOf('recommend', data, [{ ref: 'tastes', name: 'tastes', options: {}, at: ['recommend'] }]);
  const again = await house.run(plan);
  assert.deepEqual(again.models[0]!.metrics, first.models[0]!.metrics);
  assert.equal(again.models[0]!.cost.fitSeconds, first.models[0]!.cost.fitSeconds);
});

test('users and items without training ratings are predicted and told of', async () => {
  const house = new TestHouse({
    'cold.csv': `${csv}\nu_new,i0,3,test\nu_new,i1,4,test\nu1,i_new,2,test`,
  });
  const result = await house.run(
    planOf('recommend', { ...data, path: 'cold.csv' }, [], { options: { for: ['u_new'] } }),
  );
  assert.match(result.notes.join(' '), /1 value of user has held-out ratings but no training rating/);
  const byUser = tableOf(result, 'cold-start').rows.filter(([, by]) => by === 'user');
  assert.deepEqual(byUser[0]!.slice(2, 5), [0, 0, 2]);
  const sds = byUser.map((row) => row[6] as number);
  assert.ok(sds[0]! > sds.at(-1)!);
});

test('generated users rate items of the file in its steps', async () => {
  const rng = createRng(1);
  const lines = Array.from({ length: 800 }, () => [rng.integer(40), rng.integer(25)]).map(
    ([u, i]) => `${u},${i},${Math.max(1, Math.min(5, Math.round(3 + (u! % 2 === i! % 2 ? 1 : -1) + rng.normal())))}`,
  );
  const house = new TestHouse({ 'r.csv': ['user,item,rating', ...lines].join('\n') });
  const plan = { path: 'r.csv', ratings: data.ratings! };
  const result = await house.run(
    planOf('recommend', plan, [], { options: { generated: 20, for: ['7'], to: 'top.csv' } }),
  );
  const { rows } = tableOf(result, 'generated');
  assert.equal(new Set(rows.map(([user]) => user)).size, 20);
  assert.ok(rows.every(([, , rating]) => [1, 2, 3, 4, 5].includes(rating as number)));
  assert.match(house.written.get('top.csv')!, /^user,item,rating,sd\n7,/);
  const [first, ...others] = rows;
  assert.ok(
    others.every(([user, item]) => user !== first![0] || item !== first![1]),
    'an item is rated once',
  );
});

test('two models are compared, each row of the tables saying which', async () => {
  const house = new TestHouse({ 'tiny.csv': csv });
  const models = [
    modelNamed('matrix-factorization', { factors: 1 }, 'one'),
    modelNamed('matrix-factorization', { factors: 2 }, 'two'),
  ];
  const result = await house.run(planOf('recommend', data, models));
  assert.deepEqual(
    result.models.map(({ name }) => name),
    ['one', 'two'],
  );
  const { columns, rows } = tableOf(result, 'recommendations');
  assert.deepEqual(columns, ['user', 'item', 'rating', 'sd', 'model']);
  assert.deepEqual(new Set(rows.map((row) => row[4])), new Set(['one', 'two']));
});

const mistakes: [string, Partial<DataPlan>, { [option: string]: string[] }, string, (string | number)[]][] = [
  ['no roles', { ratings: undefined as never }, {}, 'no-ratings', []],
  ['an unknown user', {}, { for: ['u99'] }, 'unknown-user', ['for']],
  ['folds', { split: { folds: 3, seed: 0 } }, {}, 'invalid-split', ['split', 'folds']],
];
for (const [name, more, options, code, at] of mistakes) {
  test(`recommend: ${name}`, async () => {
    const house = new TestHouse({ 'tiny.csv': csv });
    const plan = { ...data, ...more };
    if (plan.ratings === undefined) delete plan.ratings;
    await assert.rejects(
      () => house.run(planOf('recommend', plan, [], { options })),
      (error) => error instanceof Problem && error.code === code && assert.deepEqual(error.at, at) === undefined,
    );
  });
}

test('a stopped run says what was learned', async () => {
  const house = new TestHouse({ 'tiny.csv': csv });
  // the file is read already
  await house.run(planOf('data', data));
  const controller = new AbortController();
  controller.abort();
  const result = await house.run(planOf('recommend', data), controller.signal);
  assert.equal(result.interrupted, true);
  assert.match(result.notes.join(' '), /Stopped before/);
});

test('nDCG is that of scikit-learn', () => {
  // ndcg_score([[3, 1, 2, 5]], [[.1, .9, .5, .5]], k=3) and ndcg_score([[4, 2]], [[1, 2]], k=3)
  const pairs = {
    user: Int32Array.of(0, 0, 0, 0, 1, 1, 2),
    item: new Int32Array(7),
    rating: Float64Array.of(3, 1, 2, 5, 4, 2, 5),
  };
  const predicted = Float64Array.of(0.1, 0.9, 0.5, 0.5, 1, 2, 9);
  const first = (1 + 3.5 / Math.log2(3) + 3.5 / 2) / (5 + 3 / Math.log2(3) + 2 / 2);
  const second = (2 + 4 / Math.log2(3)) / (4 + 2 / Math.log2(3));
  assert.ok(Math.abs(meanNdcg(predicted, pairs, 3)! - (first + second) / 2) < 1e-12);
  assert.equal(
    meanNdcg(Float64Array.of(1), { ...pairs, user: Int32Array.of(0), rating: Float64Array.of(1) }, 3),
    undefined,
  );
});

test('errors are gathered by doubling counts, and sum up to all', () => {
  const counts = Int32Array.of(0, 1, 3, 9);
  const asked = Int32Array.of(0, 1, 2, 2, 3);
  const pairs = { user: asked, item: asked, rating: Float64Array.of(1, 1, 1, 1, 1) };
  const bins = errorByCount(counts, asked, pairs, {
    mean: Float64Array.of(3, 1, 2, 2, 1),
    sd: new Float64Array(5).fill(1),
  });
  assert.deepEqual(
    bins.map(({ from, to, ratings, rmse }) => [from, to, ratings, rmse]),
    [
      [0, 0, 1, 2],
      [1, 1, 1, 0],
      [2, 3, 2, 1],
      [8, 15, 1, 0],
    ],
  );
});

test('means stand in where there is no training rating', () => {
  const baselines = meanBaselines(train, held, train.users + 1, train.items);
  assert.deepEqual(
    baselines.map(({ method }) => method),
    ['global-mean', 'user-mean', 'item-mean'],
  );
});

test('data describes ratings: users, items, density and how many ratings each has', async () => {
  const house = new TestHouse({ 'tiny.csv': csv });
  const result = await house.run(planOf('data', data));
  const measures = new Map(tableOf(result, 'ratings').rows as [string, number][]);
  assert.equal(measures.get('users'), expected.n_users);
  assert.equal(measures.get('items'), expected.n_items);
  assert.ok(Math.abs(measures.get('density')! - 360 / 600) < 1e-12);
  const roles = new Map(tableOf(result, 'columns').rows.map(([name, , role]) => [name, role]));
  assert.deepEqual([roles.get('user'), roles.get('item'), roles.get('rating')], ['user', 'item', 'rating']);
  const [histograms] = result.figures;
  assert.ok(histograms?.kind === 'histograms' && histograms.columns.length === 3);
});
