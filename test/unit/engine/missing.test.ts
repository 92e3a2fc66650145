// Accuracy as cells go missing.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, test } from 'node:test';
import { matrix } from '../../../src/data/matrix';
import { createRng } from '../../../src/data/random';
import { cellChances, withHoles } from '../../../src/engine/gaps/holes';
import { runQuery } from '../../../src/engine/queries/index';
import type { Json } from '../../../src/protocol/cards';
import type { FigureOf } from '../../../src/protocol/figures';
import type { DataPlan, ModelRequest } from '../../../src/protocol/plan';
import type { Result } from '../../../src/protocol/result';
import { modelNamed, planOf, reference, TestHouse, withFolds } from './runSupport';
import { problemOf } from '../../support/problem';

const files = {
  'iris.csv': reference('iris.csv'),
  'blobs3.csv': reference('blobs3.csv'),
  'untested.csv': withFolds(reference('iris.csv'), []),
  'penguins.csv': readFileSync('samples/data/penguins.csv', 'utf8'),
};
const iris: DataPlan = { path: 'iris.csv', target: 'label' };

const run = (
  asked: (string | ModelRequest)[],
  options: { [name: string]: Json } = {},
  data = iris,
  signal?: AbortSignal,
) => new TestHouse(files).run(planOf('missing', data, asked, { options }), signal);

interface Row {
  model: string;
  method: string;
  rate: number;
  accuracy: number;
  logLoss: number;
  sd: number | null;
}

function rowsOf({ tables }: Result): Row[] {
  const [table] = tables;
  assert.equal(table!.name, 'missing');
  assert.deepEqual(table!.columns, ['model', 'method', 'rate', 'accuracy', 'logLoss', 'sd']);
  return table!.rows.map(
    (row) => Object.fromEntries(row.map((cell, i) => [table!.columns[i]!, cell])) as unknown as Row,
  );
}

const at = (rows: Row[], method: string, rate: number, model?: string) =>
  rows.find((row) => row.method === method && row.rate === rate && (model === undefined || row.model === model))!;

describe('Gaussian classes', () => {
  for (const [path, target] of [
    ['iris.csv', 'label'],
    ['blobs3.csv', 'label'],
  ] as const) {
    for (const model of ['gaussian-naive-bayes', 'linear-discriminant-analysis', 'quadratic-discriminant-analysis']) {
      test(`${model} on ${path}: marginalising is the same as a refit on what is left`, async () => {
        const rows = rowsOf(
          await run(
            [model],
            { methods: ['marginalise', 'per-pattern'], draws: 2, rates: [0, 0.3, 0.6, 0.9] },
            {
              path,
              target,
            },
          ),
        );
        assert.equal(rows.length, 8);
        for (const row of rows.filter(({ method }) => method === 'marginalise')) {
          const refitted = at(rows, 'per-pattern', row.rate);
          assert.equal(row.accuracy, refitted.accuracy);
          assert.ok(
            Math.abs(row.logLoss - refitted.logLoss) < 1e-6,
            `${row.rate}: ${row.logLoss}, ${refitted.logLoss}`,
          );
        }
      });
    }
  }

  test('hold up better by marginalising than by means, whose log loss they leave behind', async () => {
    const rows = rowsOf(await run(['quadratic-discriminant-analysis']));
    for (const rate of [0.3, 0.5, 0.7]) {
      assert.ok(at(rows, 'marginalise', rate).accuracy > at(rows, 'mean', rate).accuracy + 0.05);
      assert.ok(at(rows, 'marginalise', rate).logLoss < at(rows, 'mean', rate).logLoss / 2);
    }
  });
});

test('nothing missing: every method is as good as the model; all missing: as good as the classes’ shares', async () => {
  const rows = rowsOf(await run(['logistic-regression', 'linear-discriminant-analysis'], { rates: [1, 0], draws: 1 }));
  const house = new TestHouse(files);
  const trained = await house.run(planOf('train', iris, ['logistic-regression', 'linear-discriminant-analysis']));
  for (const { model, method, rate, accuracy, sd } of rows) {
    assert.equal(sd, null);
    if (rate === 0 && method !== 'mask')
      assert.equal(accuracy, trained.models.find(({ name }) => name === model)!.metrics.accuracy);
    if (rate === 1) assert.ok(accuracy <= 0.45, `${model} ${method}: ${accuracy}`);
  }
  const prior = at(rows, 'marginalise', 1).logLoss;
  assert.ok(Math.abs(prior - Math.log(3)) < 0.01);
  assert.equal(at(rows, 'per-pattern', 1, 'linear-discriminant-analysis').logLoss, prior);
});

test('models of every family, by every method that suits them', async () => {
  const asked = [
    'logistic-regression',
    'linear-svm',
    'k-nearest-neighbors',
    modelNamed('random-forest', { n_estimators: 10 }),
    modelNamed('mlp', { max_iter: 20, hidden: [8] }),
    modelNamed('bernoulli-naive-bayes', { binarize: 2 }),
    'multinomial-naive-bayes',
    'categorical-naive-bayes',
    modelNamed('gaussian-mixture', { components: 2 }),
    modelNamed('kernel-density', { bandwidth: 0.4 }),
  ];
  const result = await run(asked, { rates: [0, 0.4], draws: 1 });
  const rows = rowsOf(result);
  for (const { name, capabilities, cost } of result.models) {
    const methods = new Set(rows.filter(({ model }) => model === name).map(({ method }) => method));
    const expected = ['mean', 'knn', 'iterative', capabilities.includes('Marginal') ? 'marginalise' : 'mask'];
    if (!capabilities.includes('Marginal') || cost.steps === 0) expected.push('per-pattern');
    assert.deepEqual([...methods].sort(), expected.sort(), name);
  }
  for (const { accuracy, logLoss, model, method } of rows)
    assert.ok(accuracy > 0.3 && logLoss < 20, `${model} ${method} ${accuracy} ${logLoss}`);
  const figures = result.figures.filter(({ kind }) => kind === 'curves') as FigureOf<'curves'>[];
  assert.deepEqual(
    figures.map(({ kind, y }) => [kind, y.title]),
    [
      ['curves', 'test accuracy'],
      ['curves', 'test log loss in nats'],
    ],
  );
  assert.equal(figures[0]!.series.length, rows.length / 2);
  assert.equal(new Set(figures[0]!.series.map(({ group }) => group)).size, asked.length);
});

test('categories go missing as a whole, and cells that are empty in the file stay empty', async () => {
  const result = await run(
    ['categorical-naive-bayes', 'logistic-regression'],
    { rates: [0, 0.5], draws: 2 },
    { path: 'penguins.csv', target: 'species' },
  );
  const rows = rowsOf(result);
  assert.ok(at(rows, 'marginalise', 0).accuracy > 0.93);
  assert.ok(at(rows, 'mean', 0, 'logistic-regression').accuracy > 0.93);
  assert.ok(
    result.notes.some((note) => /stay empty, at every rate.*sex/.test(note)),
    result.notes.join(' '),
  );
});

test('says which way holds up best, what it costs and what each method did', async () => {
  const { notes } = await run(['quadratic-discriminant-analysis', 'logistic-regression'], { draws: 2 });
  for (const pattern of [
    /^With 50 % of the cells missing, .* holds up best/,
    /^Marginalising costs no refit: quadratic-discriminant-analysis is trained once/,
    /means over 2 draws/,
    /^per-pattern: logistic-regression is fitted 1[34] more times/,
    /^mask: logistic-regression is fitted once more/,
  ])
    assert.ok(
      notes.some((note) => pattern.test(note)),
      `${pattern}: ${notes.join('\n')}`,
    );
});

describe('a row whose features can be cleared', () => {
  const asked = ['quadratic-discriminant-analysis', 'logistic-regression'];
  const options = { rates: [0.5], draws: 1, methods: ['marginalise', 'mean'] };
  const rowFigure = ({ figures }: Result) => figures.find(({ kind }) => kind === 'bayes-ledger');

  test('the models answer again, by summing it out or not at all', async () => {
    const home = new TestHouse(files);
    const result = await home.run(planOf('missing', iris, asked, { options }));
    const figure = rowFigure(result) as FigureOf<'bayes-ledger'>;
    assert.match(figure.words, /^row \d+ of iris\.csv$/);
    const trained = Object.fromEntries(result.models.map(({ name, id, key }) => [name, { model: id, key: key! }]));
    const whole = Object.fromEntries(figure.features.map(({ name, value }) => [name, value]));
    const ask = async (empty: readonly string[]) => {
      const cells = { ...whole, ...Object.fromEntries(empty.map((name) => [name, null])) };
      const args = { words: figure.words, cells, original: whole };
      const plan = planOf('missing', iris);
      const answer = await runQuery(
        { query: 'ledger', plan, trained, args, backend: 'cpu' },
        home.environment(),
        home.memory,
      );
      return (answer as FigureOf<'bayes-ledger'>).panels;
    };
    const [qda, regression] = await ask([]);
    qda!.posterior.forEach((p, k) => assert.ok(Math.abs(p! - figure.panels[0]!.posterior[k]!) < 1e-9));
    assert.equal(regression!.silent, undefined);
    const [summedOut, silent] = await ask(['petal_width']);
    assert.equal(summedOut!.terms.length, 3);
    assert.match(silent!.silent!, /without petal_width it has no answer/);
    const [nothingKnown] = await ask(Object.keys(whole));
    nothingKnown!.posterior.forEach((p) => assert.ok(Math.abs(p! - 1 / 3) < 0.02));
  });

  test('is the first test row without gaps, or the one that is asked for', async () => {
    const data = { path: 'penguins.csv', target: 'species' };
    const values = async (more: { [name: string]: Json }) => {
      const figure = rowFigure(await run(['categorical-naive-bayes'], { ...options, ...more }, data));
      return (figure as FigureOf<'bayes-ledger'>).features.map(({ value }) => value);
    };
    assert.ok(!(await values({})).includes(null));
    assert.ok((await values({ row: 3 })).includes(null));
    assert.deepEqual((await problemOf(run(asked, { ...options, row: 150 }))).at, ['row']);
  });

  test('only where it is wanted', async () => {
    const only = async (show: string[]) =>
      (await new TestHouse(files).run(planOf('missing', iris, asked, { options, show }))).figures.map(
        ({ kind }) => kind,
      );
    assert.deepEqual(await only(['curves']), ['curves', 'curves']);
    assert.deepEqual(await only(['row']), ['bayes-ledger']);
  });
});

describe('options', () => {
  test('the same seed gives the same numbers, another one others', async () => {
    const options = { rates: [0.5], draws: 2 };
    const first = rowsOf(await run(['quadratic-discriminant-analysis'], options));
    assert.deepEqual(rowsOf(await run(['quadratic-discriminant-analysis'], options)), first);
    assert.notDeepEqual(rowsOf(await run(['quadratic-discriminant-analysis'], { ...options, seed: 1 })), first);
  });

  test('only the methods that are asked for, also mask for a model of P(x, y)', async () => {
    const rows = rowsOf(
      await run(['linear-discriminant-analysis'], { methods: ['mask', 'knn'], rates: [0.2], draws: 1 }),
    );
    assert.deepEqual(
      rows.map(({ method }) => method),
      ['knn', 'mask'],
    );
  });

  test('a model of P(y | x) cannot marginalise, and says why', async () => {
    const problem = await problemOf(run(['logistic-regression'], { methods: ['marginalise'] }));
    assert.equal(problem.code, 'no-capability');
    assert.match(problem.message, /learns P\(y \| x\) only: it cannot sum out features that are missing/);
    assert.deepEqual(problem.at, ['train', 'logistic-regression']);
  });

  test('values out of range and unknown methods are refused', async () => {
    assert.equal((await problemOf(run(['logistic-regression'], { rates: [1.5] }))).code, 'invalid-value');
    assert.equal((await problemOf(run(['logistic-regression'], { methods: ['median'] }))).code, 'invalid-value');
  });
});

describe('data of other shapes', () => {
  test('folds: the first one is for testing, by models that have not seen it', async () => {
    const result = await run(
      ['quadratic-discriminant-analysis', 'logistic-regression'],
      { rates: [0, 0.5], draws: 1 },
      { ...iris, split: { folds: 5, seed: 1 } },
    );
    assert.equal(rowsOf(result).length, 20);
    assert.ok(result.notes.some((note) => note.startsWith('The first of the folds')));
  });

  test('no test rows: a problem', async () => {
    const problem = await problemOf(
      run(['logistic-regression'], {}, { path: 'untested.csv', target: 'label', split: { by: 'fold' } }),
    );
    assert.equal(problem.code, 'no-test-rows');
  });

  test('a single feature', async () => {
    const rows = rowsOf(
      await run(
        ['gaussian-naive-bayes', 'logistic-regression'],
        { rates: [0, 0.5], draws: 1 },
        {
          ...iris,
          features: ['petal_length'],
        },
      ),
    );
    assert.equal(rows.length, 20);
    for (const { accuracy } of rows) assert.ok(accuracy > 0.4);
  });
});

test('stopped: what was finished counts', async () => {
  const stop = new AbortController();
  const house = new TestHouse(files);
  const environment = house.environment.bind(house);
  house.environment = () => ({
    ...environment(),
    progress: ({ text }) => {
      if (/draw 2 of/.test(text)) stop.abort();
    },
  });
  const result = await house.run(planOf('missing', iris, ['logistic-regression'], {}), stop.signal);
  assert.equal(result.interrupted, true);
  assert.equal(rowsOf(result).length, 45);
  assert.ok(result.notes.some((note) => note.startsWith('Stopped')));
  assert.ok(result.notes.some((note) => note.includes('means over 1 draw,')));
});

test('cells that are missing at a rate are missing at every higher one', () => {
  const features = [
    { start: 0, width: 1 },
    { start: 1, width: 3 },
  ];
  const chances = cellChances(500, 2, createRng(2)).data;
  const holes = (rate: number) => withHoles(matrix(500, 4), features, (row, f) => chances[2 * row + f]! < rate).data;
  let before = holes(0);
  assert.ok(!before.some(Number.isNaN));
  for (const rate of [0.2, 0.5, 0.8]) {
    const now = holes(rate);
    let missing = 0;
    for (let i = 0; i < 500; i++) {
      const flags = [...now.subarray(4 * i + 1, 4 * i + 4)].map(Number.isNaN);
      assert.equal(new Set(flags).size, 1, 'all columns of a category');
      missing += Number(Number.isNaN(now[4 * i]!)) + Number(flags[0]);
    }
    before.forEach((value, i) => assert.ok(!Number.isNaN(value) || Number.isNaN(now[i]!)));
    assert.ok(Math.abs(missing / 1000 - rate) < 0.05);
    before = now;
  }
});
