// Models of ratings in files: as the notebook keeps them, and as layers that TensorFlow.js loads.
import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import { loadLayersModel } from '@tensorflow/tfjs-layers';
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Problem } from '../../../../src/data/problem';
import { findRatingModel } from '../../../../src/engine/models/index';
import { restoreRatings } from '../../../../src/engine/ratings/trained';
import { pack } from '../../../../src/protocol/packing';
import type { Json } from '../../../../src/protocol/cards';
import type { DataPlan, ModelRequest } from '../../../../src/protocol/plan';
import type { Result } from '../../../../src/protocol/result';
import { tinyRatings } from '../../../support/ratings';
import { modelNamed, planOf, reference, TestHouse } from '../runSupport';

const { csv, data } = tinyRatings();
const file = (path: string): ModelRequest => ({ ref: path, name: 'mine', options: {}, at: ['recommend'] });
const factors = (options = {}) => modelNamed('matrix-factorization', { factors: 2, lam: 0.1, ...options }, 'tastes');
const tableOf = (result: Result, name: string) => result.tables.find((table) => table.name === name)!;

async function exported(options: { [name: string]: Json } = {}, model = factors()): Promise<TestHouse> {
  const house = new TestHouse({ 'tiny.csv': csv });
  await house.run(planOf('export', data, [model], { options: { to: 'model.json', ...options } }));
  return house;
}

test('a file of the model answers as the model does, to the last digit, without training', async () => {
  const house = await exported();
  const original = await house.run(planOf('recommend', data, [factors()]));
  const [, , , ...others] = tableOf(
    await house.run(planOf('export', data, [factors()], { options: { to: 'm.json' } })),
    'exported',
  ).columns;
  assert.deepEqual(others, ['bytes']);
  // another notebook, which knows nothing but the file
  const other = new TestHouse({ 'tiny.csv': csv, 'model.json': house.written.get('model.json')! });
  const again = await other.run(planOf('recommend', data, [file('model.json')]));
  assert.deepEqual(again.models[0]!.metrics, original.models[0]!.metrics);
  assert.equal(again.models[0]!.cost.fitSeconds, original.models[0]!.cost.fitSeconds);
  assert.notEqual(again.models[0]!.key, original.models[0]!.key, 'a file has a key of its own');
  for (const name of ['recommendations', 'generated', 'cold-start']) {
    const named = (row: Json[]) => row.map((cell) => (cell === 'tastes' ? 'mine' : cell));
    assert.deepEqual(tableOf(again, name).rows, tableOf(original, name).rows.map(named), name);
  }
  // and the file of the file is the same model
  await other.run(planOf('export', data, [file('model.json')], { options: { to: 'copy.json' } }));
  const [mine, copy] = ['model.json', 'copy.json'].map(
    (name) => JSON.parse((name === 'copy.json' ? other.written : house.written).get(name)!) as { state: object },
  );
  assert.deepEqual(copy!.state, mine!.state);
});

test('on other data, those that the model knows are found by name, and the others told of', async () => {
  const house = await exported();
  const original = await house.run(planOf('recommend', data, [factors()], { options: { for: ['u3'], n: 50 } }));
  const sameRating = new Map(tableOf(original, 'recommendations').rows.map(([, item, ...rest]) => [item, rest]));
  // others in another order: u3 has rated the same, i1 is called otherwise, a user and an item are new
  const lines = csv
    .split('\n')
    .slice(1)
    .reverse()
    .filter((line) => !line.startsWith('u5,'));
  house.files['other.csv'] = ['user,item,rating,part', ...lines, 'ada,i0,3,test', 'ada,i7,4,train', 'u3,opera,4,test']
    .join('\n')
    .replaceAll(',i1,', ',new,');
  house.files['model.json'] = house.written.get('model.json')!;
  const plan = planOf('recommend', { ...data, path: 'other.csv' }, [file('model.json')], {
    options: { for: ['u3', 'ada'], n: 50 },
  });
  const result = await house.run(plan);
  assert.match(result.notes.join('\n'), /mine does not know 1 of the \d+ values of user \(ada\): each counts as/);
  assert.match(result.notes.join('\n'), /mine does not know 2 of the \d+ values of item \((new|opera), (new|opera)\)/);
  const rows = tableOf(result, 'recommendations').rows;
  const known = rows.filter(([user, item]) => user === 'u3' && sameRating.has(item!));
  assert.ok(known.length >= 3);
  for (const [, item, ...rest] of known) assert.deepEqual(rest, sameRating.get(item!), String(item));
  const sds = (user: string) => rows.filter(([name]) => name === user).map((row) => row[3] as number);
  assert.ok(Math.min(...sds('ada')) > Math.min(...sds('u3')), 'less is known of a stranger');
  assert.ok(tableOf(result, 'generated').rows.every(([, item]) => item !== 'opera'));
  // what is exported from here is still the whole model
  await house.run({ ...plan, verb: 'export', options: { to: 'copy.json' } });
  const { state } = JSON.parse(house.written.get('copy.json')!) as { state: object };
  assert.deepEqual(state, (JSON.parse(house.files['model.json']) as { state: object }).state);
});

test('data without any item that the model knows is refused with the column and the file', async () => {
  const house = await exported();
  house.files['model.json'] = house.written.get('model.json')!;
  house.files['other.csv'] = csv.replace(/,i(\d)/g, ',film $1');
  await assert.rejects(() => house.run(planOf('recommend', { ...data, path: 'other.csv' }, [file('model.json')])), {
    code: 'other-data',
    at: ['recommend'],
    message: /model\.json knows none of the values of item in other\.csv/,
  });
});

type Saved = { facts: { item: { ids: string[] } }; state: { [name: string]: Json } };
const bad: [string, (saved: Saved) => unknown, RegExp][] = [
  ['no state', ({ facts, ...rest }) => ({ ...rest, facts, state: {} }), /sizes are missing/],
  ['facts of nothing', (saved) => ({ ...saved, facts: {} }), /facts\.options/],
  [
    'items that are not named',
    (saved) => ({ ...saved, facts: { ...saved.facts, item: { name: 'item', ids: ['i0'] } } }),
    /learned of \d+ items and names 1/,
  ],
  ['sizes without end', (saved) => state(saved, { sizes: [2 ** 40, 1, 0, 0], biases: false }), /too large/],
  ['vectors without end', (saved) => state(saved, { sizes: [2, 2, 4000, 1] }), /vectors of 4000 numbers/],
  ['an item that does not exist', (saved) => state(saved, { rated: codes(saved, 'rated', 9999) }), /rated holds 9999/],
  [
    'a rating without end',
    (saved) => state(saved, { ratings: numbers(saved, 'ratings', Infinity) }),
    /ratings holds values that are not finite/,
  ],
  [
    'answers without end',
    (saved) => state(saved, { user: numbers(saved, 'user', 1e300), item: numbers(saved, 'item', 1e300) }),
    /it gives no answer/,
  ],
];
const state = (saved: Saved, changed: { [name: string]: Json }) => ({
  ...saved,
  state: { ...saved.state, ...changed },
});
const shapeOf = (saved: Saved, name: string) => (saved.state[name] as { shape: number[] }).shape;
const numbers = (saved: Saved, name: string, value: number) => filled('f64', shapeOf(saved, name), value);
const codes = (saved: Saved, name: string, value: number) => filled('i32', shapeOf(saved, name), value);
function filled(type: 'i32' | 'f64', shape: number[], value: number): Json {
  const size = shape.reduce((product, each) => product * each, 1);
  return { ...pack(type, new Float64Array(size).fill(value), shape) };
}

test('a damaged file is refused where it stands, with what is wrong', async () => {
  const house = await exported();
  const good = JSON.parse(house.written.get('model.json')!) as Saved;
  for (const [name, damage, message] of bad) {
    house.files['bad.json'] = JSON.stringify(damage(good));
    await assert.rejects(
      () => house.run(planOf('recommend', data, [file('bad.json')])),
      (error) => {
        assert.ok(error instanceof Problem && error.code === 'damaged-model', name);
        assert.deepEqual(error.at, ['recommend'], name);
        assert.match(error.message, /^the model in bad\.json is damaged: .*; export it again$/, name);
        assert.match(error.message, message, name);
        return true;
      },
    );
  }
});

test('a file of the other kind of model says what it is for', async () => {
  const house = await exported();
  house.files['model.json'] = house.written.get('model.json')!;
  house.files['iris.csv'] = reference('iris.csv');
  const iris: DataPlan = { path: 'iris.csv', target: 'label' };
  await assert.rejects(() => house.run(planOf('train', iris, [file('model.json')])), {
    code: 'other-prediction',
    message: /^model\.json: matrix-factorization predicts how a user would rate an item.*it is for recommend$/,
  });
  await house.run(planOf('export', iris, ['gaussian-naive-bayes'], { options: { to: 'classes.json' } }));
  house.files['classes.json'] = house.written.get('classes.json')!;
  await assert.rejects(() => house.run(planOf('recommend', data, [file('classes.json')])), {
    code: 'other-prediction',
    message: /^classes\.json: gaussian-naive-bayes predicts which class.*recommend needs matrix-factorization$/,
  });
});

for (const options of [{}, { biases: false }, { factors: 0 }]) {
  test(`its layers give its predictions, with ${JSON.stringify(options)}`, async () => {
    const house = new TestHouse({ 'tiny.csv': csv });
    const bytes = new Map<string, Uint8Array>();
    const environment = house.environment.bind(house);
    house.environment = () => ({
      ...environment(),
      writeFile: (path, content) => Promise.resolve(void bytes.set(path, content)).then(() => path),
    });
    const request = factors(options);
    await house.run(planOf('export', data, [request], { options: { to: 'net.json', format: 'tfjs' } }));
    const topology = JSON.parse(new TextDecoder().decode(bytes.get('net.json'))) as tf.io.ModelJSON & {
      userDefinedMetadata: { inputs: { feature: string; numbers: string[] }[] };
    };
    const [users, items] = topology.userDefinedMetadata.inputs.map(({ numbers: ids }) => ids);
    const network = await loadLayersModel(
      tf.io.fromMemory({
        modelTopology: topology.modelTopology,
        weightSpecs: topology.weightsManifest[0]!.weights,
        weightData: bytes.get('net.weights.bin')!.slice().buffer,
      }),
    );
    const [saved] = [...house.models.values()];
    const { fitted, ids } = restoreRatings('m', findRatingModel('matrix-factorization')!, saved!);
    assert.deepEqual([users, items], [ids.user, ids.item]);
    const pairs = ids.user.flatMap((_, u) => ids.item.map((__, i) => [u, i] as const));
    const columns = [0, 1].map((at) => tf.tensor2d(pairs.map((pair) => [pair[at]!])));
    const found = (network.predict(columns) as tf.Tensor).dataSync();
    const wanted = fitted.predict(
      pairs.map(([u]) => u),
      pairs.map(([, i]) => i),
    );
    const furthest = wanted.reduce((most, value, at) => Math.max(most, Math.abs(value - found[at]!)), 0);
    assert.ok(furthest < 1e-5, `${furthest}`);
  });
}
