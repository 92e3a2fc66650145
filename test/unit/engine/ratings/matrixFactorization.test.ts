import assert from 'node:assert/strict';
import { test } from 'node:test';
import { matrix, rowOf } from '../../../../src/data/matrix';
import { createRng } from '../../../../src/data/random';
import { symmetricEigen } from '../../../../src/engine/math/symmetricEigen';
import { matrixFactorization } from '../../../../src/engine/models/matrixFactorization';
import type { RatingData } from '../../../../src/engine/ratingModel';
import { fitRatings, ratingsReference, rmse } from '../../../support/ratings';

const { train, test: held, expected } = ratingsReference();
const fit = (options: Parameters<typeof fitRatings>[2] = {}, data: RatingData = train) =>
  fitRatings(matrixFactorization, data, options);

for (const lam of [0.1, 0.5, 2]) {
  test(`without factors it is the ridge regression of the reference, lam ${lam}`, async () => {
    const model = await fit({ factors: 0, lam, tol: 1e-12 });
    const error = rmse(model.predict(held.user, held.item), held.rating);
    assert.ok(Math.abs(error - expected.rmse[`biases_lam${lam}`]!) < 1e-6, `${error}`);
  });
}

test('its biases are those of the reference', async () => {
  const { lam, user_first5: users, item_first5: items } = expected.biases;
  const model = await fit({ factors: 0, lam, tol: 1e-13 });
  const base = model.predict([0], [0])[0]! - users[0]! - items[0]!;
  users.forEach((bias, u) => assert.ok(Math.abs(model.predict([u], [0])[0]! - base - bias - items[0]!) < 1e-5));
  items.forEach((bias, i) => assert.ok(Math.abs(model.predict([0], [i])[0]! - base - bias - users[0]!) < 1e-5));
  assert.ok(Math.abs(base - expected.global_mean) < 1e-5);
});

for (const { rank, lam, objective_best: best, test_rmse: error, pred10 } of expected.als) {
  test(`rank ${rank}, lam ${lam}: the objective of the reference's best start`, async () => {
    let objective = Infinity;
    const model = await fitRatings(
      matrixFactorization,
      train,
      { factors: rank, lam },
      { onStep: ({ loss = Infinity }) => (objective = Math.min(objective, loss * train.rating.length)) },
    );
    assert.ok(objective < best * 1.001, `${objective} against ${best}`);
    const predicted = model.predict(held.user, held.item);
    assert.ok(Math.abs(rmse(predicted, held.rating) - error) < 0.01);
    pred10.forEach((value, i) => assert.ok(Math.abs(predicted[i]! - value) < 0.02, `${predicted[i]} for ${value}`));
  });
}

test('left to itself it chooses factors and penalty that beat the biases by far', async () => {
  const model = await fit();
  assert.ok(rmse(model.predict(held.user, held.item), held.rating) < 0.6);
  assert.match(model.notes.join(' '), /factors: [23], lam: /);
});

/** Ratings from known factors: some users have few ratings, two users and one item none; their content tells their taste. */
function simulated(seed = 5) {
  const rng = createRng(seed);
  const [users, items, n, noise] = [120, 60, 4000, 0.5];
  const taste = Float64Array.from({ length: users }, (_, u) => (u % 2 === 0 ? 1 : -1));
  const kind = Float64Array.from({ length: items }, (_, i) => (i % 3 === 0 ? 1 : -1));
  const bias = Float64Array.from({ length: items }, () => 0.5 * rng.normal());
  const truth = (u: number, i: number) => 3 + bias[i]! + taste[u]! * kind[i]! + 0.05 * rng.normal();
  const draw = (count: number, allowed: (u: number, i: number) => boolean) => {
    const out = { user: [] as number[], item: [] as number[], rating: [] as number[] };
    while (out.user.length < count) {
      const [u, i] = [Math.floor(users * rng.uniform() ** 2), rng.integer(items)];
      if (!allowed(u, i)) continue;
      out.user.push(u);
      out.item.push(i);
      out.rating.push(truth(u, i) + noise * rng.normal());
    }
    return { user: Int32Array.from(out.user), item: Int32Array.from(out.item), rating: Float64Array.from(out.rating) };
  };
  const warm = (u: number, i: number) => u < users - 2 && i < items - 1;
  const content = {
    user: matrix(users, 1, taste.slice()),
    item: matrix(items, 1, kind.slice()),
  };
  return {
    data: { ...draw(n, warm), users, items, content },
    held: draw(1000, warm),
    cold: draw(60, (u) => u >= users - 2),
    noise,
    users,
  };
}

test('its standard deviations are those of its errors', async () => {
  const { data, held: test } = simulated();
  const { mean, sd } = (await fit({ factors: 2 }, data)).predictWithSpread(test.user, test.item);
  const z = Math.sqrt(test.rating.reduce((sum, value, i) => sum + ((value - mean[i]!) / sd[i]!) ** 2, 0) / mean.length);
  assert.ok(z > 0.85 && z < 1.15, `errors are ${z} standard deviations`);
});

test('the fewer ratings a user has, the larger the standard deviation', async () => {
  const { data } = simulated();
  const model = await fit({ factors: 2, lam: 1 }, data);
  const order = [...model.counts.user.keys()].sort((a, b) => model.counts.user[a]! - model.counts.user[b]!);
  const sdOf = (u: number) => model.predictWithSpread([u], [0]).sd[0]!;
  assert.ok(model.counts.user[order[0]!] === 0);
  assert.ok(sdOf(order[0]!) > sdOf(order[5]!) && sdOf(order[5]!) > sdOf(order.at(-1)!));
});

test('cold users are predicted by what describes them', async () => {
  const { data, cold } = simulated();
  const [with_, without] = [await fit({}, data), await fit({}, { ...data, content: {} })];
  const [a, b] = [with_, without].map((model) => rmse(model.predict(cold.user, cold.item), cold.rating));
  assert.ok(a! < 0.65 && b! > 1, `with content ${a}, without ${b}`);
  const [sdWith, sdWithout] = [with_, without].map((model) => model.predictWithSpread([119], [0]).sd[0]!);
  assert.ok(sdWith! < sdWithout!);
});

test('users that are generated are spread as real ones and rate with noise', async () => {
  const { data, noise } = simulated();
  const model = await fit({ factors: 1 }, data);
  const all = model.sampleUsers(2000, createRng(1));
  assert.equal(all.columns, data.items);
  // taste is plus or minus one for half of the users each: of variance 1, and the noise adds to it
  const column = Float64Array.from({ length: all.rows }, (_, u) => rowOf(all, u)[3]!);
  const mean = column.reduce((sum, value) => sum + value / column.length, 0);
  const variance = column.reduce((sum, value) => sum + (value - mean) ** 2 / column.length, 0);
  assert.ok(Math.abs(variance - 1 - noise ** 2) < 0.3, `${variance}`);
  assert.deepEqual(model.sampleUsers(3, createRng(2)).data, model.sampleUsers(3, createRng(2)).data);
});

test('the map tells apart the items that users tell apart', async () => {
  const { data } = simulated();
  const map = (await fit({ factors: 2 }, data)).itemMap();
  assert.equal(map.columns, 2);
  const side = Array.from({ length: data.items - 1 }, (_, i) => (i % 3 === 0 ? 1 : -1) * map.data[2 * i]!);
  assert.ok(side.every((value) => value > 0) || side.every((value) => value < 0));
});

test('without biases and factors there is nothing to learn', async () => {
  await assert.rejects(() => fit({ factors: 0, biases: false }), { name: 'Problem', code: 'nothing-to-learn' });
});

test('eigenvectors of a symmetric matrix rebuild it, largest eigenvalue first', () => {
  const rng = createRng(3);
  for (const n of [1, 2, 5, 12]) {
    const a = matrix(n, n);
    for (let i = 0; i < n; i++) for (let j = 0; j <= i; j++) a.data[i * n + j] = a.data[j * n + i] = rng.normal();
    const { values, vectors } = symmetricEigen(a);
    for (let i = 1; i < n; i++) assert.ok(values[i - 1]! >= values[i]!);
    for (let i = 0; i < n; i++)
      for (let j = 0; j < n; j++) {
        let sum = 0;
        for (let k = 0; k < n; k++) sum += vectors.data[i * n + k]! * values[k]! * vectors.data[j * n + k]!;
        assert.ok(Math.abs(sum - a.data[i * n + j]!) < 1e-10, `entry ${i}, ${j} of ${n}`);
      }
  }
});
