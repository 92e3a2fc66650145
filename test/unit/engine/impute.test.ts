// Empty cells filled in, and how far off that is.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, test } from 'node:test';
import { readTable } from '../../../src/data/formats';
import { createRng } from '../../../src/data/random';
import { strokeDigits } from '../../../src/data/strokeDigits';
import type { Json } from '../../../src/protocol/cards';
import type { FigureOf } from '../../../src/protocol/figures';
import { unpack } from '../../../src/protocol/packing';
import type { DataPlan, ModelRequest } from '../../../src/protocol/plan';
import type { Result } from '../../../src/protocol/result';
import { missingReference, referenceData } from '../../support/reference';
import { fit, modelOf } from '../../support/training';
import { modelNamed, planOf, reference, TestHouse } from './runSupport';
import { problemOf } from '../../support/problem';

/** Three columns that follow one hidden cause, one of them a category, with gaps; `kept` does not take part. */
function correlated(rows: number, gaps: number): string {
  const rng = createRng(8);
  const lines = Array.from({ length: rows }, (_, i) => {
    const label = i % 2;
    const cause = rng.normal() + label;
    const [a, b] = [10 + cause + 0.3 * rng.normal(), Math.round(100 - 20 * cause + 4 * rng.normal())];
    const c = cause + 0.2 * rng.normal() > 0.5 ? 'high' : 'low';
    const cells = [a.toFixed(3), String(b), c].map((cell) => (rng.uniform() < gaps ? '' : cell));
    return [`id-${i}`, ...cells, ['no', 'yes'][label]].join(',');
  });
  return ['name,a,b,c,y', ...lines].join('\n');
}

const files = {
  'iris.csv': reference('iris.csv'),
  'gaps.csv': correlated(400, 0.15),
  'whole.csv': correlated(300, 0),
  'full-of-gaps.csv': correlated(400, 0.4),
  'penguins.csv': readFileSync('samples/data/penguins.csv', 'utf8'),
};
const gaps: DataPlan = { path: 'gaps.csv', target: 'y' };

async function run(
  asked: (string | ModelRequest)[],
  options: { [name: string]: Json } = {},
  data = gaps,
): Promise<{ result: Result; home: TestHouse }> {
  const home = new TestHouse(files);
  return { result: await home.run(planOf('impute', data, asked, { options })), home };
}

function table({ tables }: Result, name: string): { [column: string]: Json }[] {
  const found = tables.find((each) => each.name === name)!;
  return found.rows.map((row) => Object.fromEntries(row.map((cell, i) => [found.columns[i]!, cell])));
}

function errorOf(result: Result, column: string, method: string): number {
  const row = table(result, 'impute').find((each) => each.column === column && each.method === method)!;
  return (row.rmse ?? row.errorRate) as number;
}

function columnsOf(csv: string) {
  return readTable('completed.csv', new TextEncoder().encode(csv)).columns;
}

describe('cells hidden on purpose', () => {
  test('the conditional mean of every model beats the mean of the column on correlated data', async () => {
    const asked = [
      'linear-discriminant-analysis',
      'quadratic-discriminant-analysis',
      'gaussian-mixture',
      'kernel-density',
    ];
    const { result } = await run(asked);
    assert.deepEqual(result.tables[0]!.columns, ['column', 'method', 'rmse', 'errorRate']);
    for (const method of asked) {
      assert.ok(errorOf(result, 'a', method) < 0.65 * errorOf(result, 'a', 'mean'), method);
      assert.ok(errorOf(result, 'b', method) < 0.65 * errorOf(result, 'b', 'mean'), method);
      assert.ok(errorOf(result, 'c', method) < 0.7 * errorOf(result, 'c', 'mean'), method);
    }
    const rows = table(result, 'impute');
    assert.equal(rows.length, 3 * (asked.length + 3));
    for (const { column, rmse, errorRate } of rows) {
      assert.equal(rmse === null, column === 'c');
      assert.equal(errorRate === null, column !== 'c');
    }
  });

  test('errors are in the units of the file, and over all columns in standard deviations', async () => {
    const { result } = await run(['linear-discriminant-analysis']);
    // noise of 4 and 20 times what the other columns leave open of the cause
    assert.ok(errorOf(result, 'b', 'conditional-mean') > 4 && errorOf(result, 'b', 'conditional-mean') < 15);
    const overall = table(result, 'impute-overall');
    assert.deepEqual(
      overall.map(({ method }) => method),
      ['conditional-mean', 'mean', 'knn', 'iterative'],
    );
    assert.ok(Math.abs((overall[1]!.rmse as number) - 1) < 0.1, String(overall[1]!.rmse));
    assert.equal(result.models[0]!.metrics.imputationRmse, overall[0]!.rmse);
    assert.ok(result.notes.some((note) => note.includes('rmse is in the units of each column')));
  });

  test('every observed cell of the test rows is hidden once', async () => {
    const { result } = await run(['linear-discriminant-analysis'], {}, { path: 'whole.csv', target: 'y' });
    assert.equal(table(result, 'impute-overall')[0]!.cells, 3 * result.data.test);
  });

  test('the class helps where it may', async () => {
    const single = { ...gaps, features: ['a'] };
    const without = (await run(['gaussian-naive-bayes'], {}, single)).result;
    const given = (await run(['gaussian-naive-bayes'], { given_class: true }, single)).result;
    assert.ok(given.models[0]!.metrics.imputationRmse! < without.models[0]!.metrics.imputationRmse!);
    assert.ok(given.notes.some((note) => note.includes('do not judge a classifier on the completed rows')));
  });

  test('the reference: the mixture of class Gaussians has its error and its values', async () => {
    const data = referenceData('blobs3');
    const missing = missingReference('blobs3');
    const model = await fit(modelOf('quadratic-discriminant-analysis'), data.train);
    const x = missing.gaps(data.all.x, data.testRows);
    const filled = await model.conditionalMean!(x);
    const squares = [...x.data.keys()].flatMap((at) =>
      Number.isNaN(x.data[at]!) ? [(filled.data[at]! - data.test.x.data[at]!) ** 2] : [],
    );
    const rmse = Math.sqrt(squares.reduce((sum, square) => sum + square, 0) / squares.length);
    const expected = missing.train_complete['qda_condmean']!;
    assert.ok(Math.abs(rmse - expected.imputation_rmse) < 1e-3, String(rmse));
    const examples = missing.gaps(data.all.x, missing.example_rows);
    const values = await model.conditionalMean!(examples);
    let at = 0;
    const flat = expected.imputed10.flat();
    examples.data.forEach((value, place) => {
      if (!Number.isNaN(value)) return;
      const each = flat.length === examples.data.length ? flat[place]! : flat[at++]!;
      assert.ok(Math.abs(values.data[place]! - each) < 1e-3, `${values.data[place]} and ${each}`);
    });
  });
});

describe('the completed file', () => {
  test('all columns in their order, what was there as it was, no empty feature', async () => {
    const { home, result } = await run(['quadratic-discriminant-analysis'], { to: 'completed.csv' });
    const before = columnsOf(files['gaps.csv']);
    const after = columnsOf(home.written.get('completed.csv')!);
    assert.deepEqual(
      after.map(({ name, kind }) => [name, kind]),
      before.map(({ name, kind }) => [name, kind]),
    );
    let filled = 0;
    for (const [j, column] of after.entries()) {
      const old = before[j]!;
      assert.equal(column.missing, 0);
      filled += old.missing;
      if (column.kind === 'numeric' && old.kind === 'numeric') {
        assert.equal(column.integer, old.integer);
        old.values.forEach((value, row) => assert.ok(Number.isNaN(value) || value === column.values[row]));
      } else if (column.kind !== 'numeric' && old.kind !== 'numeric') {
        old.codes.forEach((code, row) => assert.ok(code < 0 || old.levels[code] === column.levels[column.codes[row]!]));
      }
    }
    assert.equal(table(result, 'imputed').length, filled);
    assert.ok(result.notes.some((note) => note.includes('400 rows written to completed.csv')));
  });

  test('several draws: a column that numbers them, values that differ, and their spread', async () => {
    const { home, result } = await run(['linear-discriminant-analysis'], { to: 'drawn.csv', draws: 3 });
    const [header, ...lines] = home.written.get('drawn.csv')!.trim().split('\n');
    assert.equal(header, 'name,a,b,c,y,draw');
    assert.equal(lines.length, 1200);
    const cells = table(result, 'imputed');
    const number = cells.find(({ column }) => column === 'a')!;
    const row = number.row as number;
    const drawn = [0, 1, 2].map((draw) => Number(lines[400 * draw + row]!.split(',')[1]));
    assert.equal(new Set(drawn).size, 3);
    const mean = drawn.reduce((sum, value) => sum + value, 0) / 3;
    const sd = Math.sqrt(drawn.reduce((sum, value) => sum + (value - mean) ** 2, 0) / 2);
    assert.ok(Math.abs((number.sd as number) - sd) < 1e-5);
    for (const { column, sd: spread, share } of cells) {
      assert.equal(spread === null, column === 'c');
      assert.equal(share === null, column !== 'c');
    }
  });

  test('several models: a column that names them', async () => {
    const { home } = await run(['linear-discriminant-analysis', 'kernel-density'], { to: 'both.csv', hide: 0 });
    const [header, ...lines] = home.written.get('both.csv')!.trim().split('\n');
    assert.equal(header, 'name,a,b,c,y,model');
    assert.equal(lines.length, 800);
  });
});

test('penguins: filled and drawn, with the rows that were completed over the others', async () => {
  const { result } = await run(['quadratic-discriminant-analysis'], {}, { path: 'penguins.csv', target: 'species' });
  assert.deepEqual(
    result.figures.map(({ kind }) => kind),
    ['imputation', 'completed-rows'],
  );
  assert.equal(result.models[0]!.metrics.imputationRmse! < 1, true);
});

describe('data of other shapes', () => {
  test('nothing is empty: a sentence, and the error all the same', async () => {
    const iris = { path: 'iris.csv', target: 'label' };
    const { result, home } = await run(['linear-discriminant-analysis'], { to: 'same.csv' }, iris);
    assert.deepEqual(columnsOf(home.written.get('same.csv')!), columnsOf(files['iris.csv']));
    assert.ok(result.notes.some((note) => note.startsWith('No feature of the file has an empty cell')));
    assert.ok(errorOf(result, 'petal_length', 'conditional-mean') < errorOf(result, 'petal_length', 'mean') / 2);
    assert.equal(table(result, 'imputed').length, 0);
  });

  for (const split of [
    { test: 0.25, seed: 0 },
    { folds: 4, seed: 0 },
  ]) {
    test(`few rows without gaps: models learn from the others, too (${Object.keys(split)[0]})`, async () => {
      const asked = ['linear-discriminant-analysis', 'quadratic-discriminant-analysis', 'gaussian-mixture'];
      const wholeOnly = 'kernel-density';
      const data: DataPlan = { path: 'full-of-gaps.csv', target: 'y', split };
      const { result } = await run([...asked, wholeOnly], {}, data);
      for (const method of [...asked, wholeOnly])
        assert.ok(errorOf(result, 'a', method) < 0.85 * errorOf(result, 'a', 'mean'), method);
      // what is filled by turns is not kept; models that learn from gaps by themselves are
      for (const { name, key } of result.models) assert.equal(key === undefined, name === wholeOnly, name);
      assert.ok(!result.notes.some((note) => note.includes('left out')));
      assert.ok(result.notes.some((note) => note.includes('It learned from all training rows: 5 times')));
      assert.deepEqual((await run([...asked, wholeOnly], {}, data)).result.tables, result.tables);
    });
  }

  test('without a target all rows are one class', async () => {
    const { result } = await run(['quadratic-discriminant-analysis'], {}, { path: 'gaps.csv', ignore: ['y'] });
    assert.ok(errorOf(result, 'a', 'conditional-mean') < errorOf(result, 'a', 'mean') / 1.5);
    assert.ok(table(result, 'imputed').length > 100);
  });

  test('folds: cells of the first one are hidden', async () => {
    const { result } = await run(['linear-discriminant-analysis'], {}, { ...gaps, split: { folds: 4, seed: 0 } });
    assert.ok(result.notes.some((note) => note.includes('the first of the folds')));
    assert.ok(errorOf(result, 'a', 'conditional-mean') > 0);
  });

  test('a single feature: its own mean is all that is known', async () => {
    const { result } = await run(['gaussian-naive-bayes'], {}, { ...gaps, features: ['a'] });
    const ratio = errorOf(result, 'a', 'conditional-mean') / errorOf(result, 'a', 'mean');
    assert.ok(Math.abs(ratio - 1) < 0.05, String(ratio));
  });
});

test('a model that cannot complete rows says why, at its place', async () => {
  const problem = await problemOf(run(['linear-discriminant-analysis', modelNamed('logistic-regression')]));
  assert.equal(problem.code, 'no-capability');
  assert.match(problem.message, /learns P\(y \| x\) only: it cannot complete a row from a part of it/);
  assert.deepEqual(problem.at, ['train', 'logistic-regression']);
});

test('pictures are filled in as pictures, and their figures stay small', async () => {
  const { x, y } = strokeDigits(120, 8, createRng(3));
  const lines = Array.from(y, (digit, i) => {
    const cells = Array.from({ length: 64 }, (_, j) => (i === 5 && j >= 60 ? '' : String(x.data[64 * i + j])));
    return [...cells, digit].join(',');
  });
  const header = [...Array.from({ length: 64 }, (_, j) => `p${j}`), 'digit'].join(',');
  const home = new TestHouse({ 'digits.csv': [header, ...lines].join('\n') });
  const data = { path: 'digits.csv', target: 'digit', image: { width: 8, height: 8 } };
  const result = await home.run(planOf('impute', data, ['gaussian-naive-bayes']));
  const [scatter, grid] = result.figures as [FigureOf<'imputation'>, FigureOf<'image-grid'>];
  assert.deepEqual(
    result.figures.map(({ kind }) => kind),
    ['imputation', 'image-grid'],
  );
  for (const figure of result.figures) assert.ok(JSON.stringify(figure).length < 40_000, figure.kind);
  assert.deepEqual(
    scatter.columns.map(({ feature, truth }) => [feature, truth.shape]),
    [['pixels', [400]]],
  );
  assert.ok(unpack(scatter.columns[0]!.truth).every((value) => value >= 0 && value <= 16));
  assert.deepEqual(grid.captions, ['row 5', 'filled']);
  const pixels = unpack(grid.pictures);
  const cells = table(result, 'imputed');
  for (let j = 0; j < 64; j++) {
    const [before, after] = [pixels[j]!, pixels[64 + j]!];
    const expected = j < 60 ? x.data[64 * 5 + j]! : (cells.find(({ column }) => column === `p${j}`)!.value as number);
    assert.ok(Math.abs(after - expected / 16) < 1 / 250, `pixel ${j}`);
    assert.ok(j < 60 ? before === after : Number.isNaN(before), `pixel ${j}`);
  }
});
