// Rows of other files, with what other files bring: gaps, unknown levels, columns that are not there.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { readTable } from '../../../../src/data/formats';
import { createRng } from '../../../../src/data/random';
import type { Json } from '../../../../src/protocol/cards';
import type { DataPlan } from '../../../../src/protocol/plan';
import type { Result, ResultTable } from '../../../../src/protocol/result';
import { planOf, reference, TestHouse } from '../runSupport';
import { problemOf } from '../../../support/problem';

const rng = createRng(6);
const kinds = ['ash', 'elm', 'oak'];
const rowOf = (i: number) => {
  const k = i % 3;
  const colour = ['red', 'green', 'blue'][rng.uniform() < 0.7 ? k : rng.integer(3)];
  return `${(10 + 3 * k + rng.normal()).toFixed(3)},${(5 - k + rng.normal()).toFixed(3)},${colour},${kinds[k]}`;
};
const trees = ['size,weight,colour,kind', ...Array.from({ length: 90 }, (_, i) => rowOf(i))].join('\n');
const others = [
  'id,colour,weight,size,kind',
  'a,red,5,10,ash',
  'b,pink,3,16,oak',
  'c,blue,,16,oak',
  'd,green,4,13,birch',
  'e,green,4,1000,',
].join('\n');
const files = {
  'trees.csv': trees,
  'others.csv': others,
  'narrow.csv': 'size,note\n10,x\n16,y\n',
  'alien.csv': 'height\n1\n2\n',
  'iris.csv': reference('iris.csv'),
};
const data: DataPlan = { path: 'trees.csv', target: 'kind' };

const classify = (
  models: string[],
  options: { [name: string]: Json } = {},
  home = new TestHouse(files),
  plan = data,
): Promise<Result> => home.run(planOf('classify', plan, models, { options }));

const predictions = (result: Result): ResultTable => {
  const found = result.tables.find(({ name }) => name === 'predictions');
  assert.ok(found);
  return found;
};

describe('the test rows', () => {
  test('have probabilities, entropy, log density and a flag, and the metrics of train', async () => {
    const home = new TestHouse(files);
    const plan: DataPlan = { path: 'iris.csv', target: 'label' };
    const trained = await home.run(planOf('train', plan, ['quadratic-discriminant-analysis']));
    const result = await classify(['quadratic-discriminant-analysis'], {}, home, plan);
    const { columns, rows } = predictions(result);
    assert.deepEqual(columns, [
      'row',
      'predicted',
      'setosa',
      'versicolor',
      'virginica',
      'entropy',
      'logDensity',
      'unfamiliar',
    ]);
    assert.equal(rows.length, trained.data.test);
    assert.deepEqual(result.models[0]!.metrics, trained.models[0]!.metrics);
    for (const [row, predicted, ...rest] of rows) {
      const proba = rest.slice(0, 3) as number[];
      assert.ok(Math.abs(proba.reduce((sum, p) => sum + p, 0) - 1) < 1e-9);
      assert.equal(columns[2 + proba.indexOf(Math.max(...proba))], predicted);
      const entropy = proba.reduce((sum, p) => (p > 0 ? sum - p * Math.log(p) : sum), 0);
      assert.ok(Math.abs((rest[3] as number) - entropy) < 1e-12);
      assert.ok(Number.isInteger(row) && typeof rest[5] === 'boolean');
    }
    const mean = rows.reduce((sum, row) => sum + (row[6] as number), 0) / rows.length;
    assert.ok(Math.abs(mean - trained.models[0]!.metrics.logDensity!) < 1e-9);
  });

  test('of models without a density have none, and several models are told apart', async () => {
    const { columns, rows } = predictions(await classify(['logistic-regression', 'gaussian-naive-bayes']));
    assert.equal(columns.at(-1), 'model');
    const logistic = rows.filter((row) => row.at(-1) === 'logistic-regression');
    const bayes = rows.filter((row) => row.at(-1) === 'gaussian-naive-bayes');
    assert.equal(logistic.length, bayes.length);
    assert.ok(logistic.every((row) => row[6] === null && row[7] === null));
    assert.ok(bayes.every((row) => typeof row[6] === 'number'));
  });

  test('unfamiliar is what lies below the quantile of the training rows', async () => {
    const options = { quantile: 0.5 };
    const home = new TestHouse(files);
    const all = predictions(await classify(['gaussian-naive-bayes'], { ...options, rows: 'trees.csv' }, home)).rows;
    const test = new Set(
      predictions(await classify(['gaussian-naive-bayes'], options, home)).rows.map((row) => row[0]),
    );
    const training = all.filter((row) => !test.has(row[0]!));
    const flagged = training.filter((row) => row[7] === true).length;
    assert.ok(Math.abs(flagged - training.length / 2) <= 1, `${flagged} of ${training.length}`);
  });
});

describe('rows of another file', () => {
  test('gaps and unknown levels are summed out where a model can, and told', async () => {
    const result = await classify(['gaussian-naive-bayes'], { rows: 'others.csv' });
    const { rows } = predictions(result);
    assert.equal(rows.length, 5);
    assert.ok(rows.every((row) => kinds.includes(String(row[1]))));
    assert.ok(
      result.notes.some((note) => /1 cell of colour .*pink/.test(note)),
      result.notes.join(' '),
    );
    assert.ok(result.notes.some((note) => note.includes('1 row has a kind that the models do not know')));
    assert.equal(rows[4]![7], true, 'size 1000 was never seen');
    assert.equal(rows[0]![7], false);
    // rows a, b and c have a class that is known
    assert.equal(result.models[0]!.metrics.accuracy, 1);
  });

  test('an unknown level is a problem for a model that cannot: row and value are named', async () => {
    const { code, message, at } = await problemOf(classify(['logistic-regression'], { rows: 'others.csv' }));
    assert.equal(code, 'unknown-level');
    assert.deepEqual(at, ['rows']);
    assert.match(message, /row 1, column colour: unknown level: pink/);
  });

  test('an empty cell leaves a row without an answer there', async () => {
    const home = new TestHouse({ ...files, 'others.csv': others.replace('pink', 'red') });
    const result = await classify(['logistic-regression'], { rows: 'others.csv' }, home);
    const { rows } = predictions(result);
    assert.deepEqual(rows[2], [2, null, null, null, null, null, null, null]);
    assert.ok(rows[3]![1] !== null);
    assert.ok(result.notes.some((note) => note.includes('1 row has empty cells') && note.includes('impute')));
  });

  test('columns that are not there are summed out, or named with the way out', async () => {
    const result = await classify(['quadratic-discriminant-analysis'], { rows: 'narrow.csv' });
    assert.equal(predictions(result).rows[1]![1], 'oak');
    assert.ok(
      result.notes.some((note) => note.includes('has no weight, colour')),
      result.notes.join(' '),
    );
    const { code, message } = await problemOf(classify(['random-forest'], { rows: 'narrow.csv' }));
    assert.equal(code, 'missing-feature');
    assert.match(message, /weight, colour.*impute/);
    assert.equal((await problemOf(classify(['gaussian-naive-bayes'], { rows: 'alien.csv' }))).code, 'unknown-column');
  });

  test('are written with their own columns and the predictions', async () => {
    const home = new TestHouse(files);
    await classify(
      ['gaussian-naive-bayes', 'linear-discriminant-analysis'],
      { rows: 'others.csv', to: 'out.csv' },
      home,
    );
    const bytes = new TextEncoder().encode(home.written.get('out.csv')!);
    const table = readTable('out.csv', bytes);
    assert.deepEqual(
      table.columns.map(({ name }) => name),
      ['id', 'colour', 'weight', 'size', 'kind', 'predicted', ...kinds, 'entropy', 'logDensity', 'unfamiliar', 'model'],
    );
    assert.equal(table.rows, 10);
  });

  test('a table is cut at 1,000 rows, a file is not', async () => {
    const home = new TestHouse({ ...files, 'many.csv': `size,weight,colour\n${'12,4,red\n'.repeat(1500)}` });
    const result = await classify(['gaussian-naive-bayes'], { rows: 'many.csv', to: 'out.csv' }, home);
    assert.equal(predictions(result).rows.length, 1000);
    assert.ok(result.notes.some((note) => note.includes('first 1000 of 1,500')));
    assert.equal(home.written.get('out.csv')!.trim().split('\n').length, 1501);
  });
});

describe('one row', () => {
  test('given by hand: what is left out is summed out', async () => {
    const result = await classify(['linear-discriminant-analysis'], { given: { size: 16.5 } });
    const [row] = predictions(result).rows;
    assert.equal(row![1], 'oak');
    assert.deepEqual(
      result.figures.map(({ kind }) => kind),
      ['bayes-ledger'],
    );
    const all = predictions(await classify(['linear-discriminant-analysis'], { given: { size: 16.5, weight: null } }))
      .rows[0];
    assert.deepEqual(row, all);
  });

  test('of the file: the answer of the whole file', async () => {
    const home = new TestHouse(files);
    const result = await classify(['gaussian-naive-bayes'], { row: 30 }, home);
    const [one] = predictions(result).rows;
    assert.equal(result.models[0]!.metrics.accuracy, undefined);
    assert.ok(result.notes.includes('Classified: row 30 of trees.csv, which is ash.'));
    const all = predictions(await classify(['gaussian-naive-bayes'], { rows: 'trees.csv' }, home)).rows;
    assert.deepEqual(one, all[30]);
  });

  test('of another file with an unknown level still has a ledger', async () => {
    const result = await classify(['gaussian-naive-bayes', 'kernel-density'], { rows: 'others.csv', row: 1 });
    const [figure] = result.figures;
    assert.ok(figure?.kind === 'bayes-ledger');
    assert.equal(figure.panels[0]!.terms.length, 2);
  });

  test('is asked for in one way only', async () => {
    assert.equal(
      (await problemOf(classify(['gaussian-naive-bayes'], { given: { size: 1 }, row: 2 }))).code,
      'conflicting-options',
    );
    assert.equal((await problemOf(classify(['logistic-regression'], { given: { size: 1 } }))).code, 'missing-feature');
    assert.deepEqual((await problemOf(classify(['gaussian-naive-bayes'], { row: 1000 }))).at, ['row']);
    assert.deepEqual((await problemOf(classify(['gaussian-naive-bayes'], { rows: 'nothing.csv' }))).at, ['rows']);
  });
});
