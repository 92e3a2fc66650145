// Imputers against scikit-learn's; see test/fixtures/imputers.py.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { matrix, rowOf } from '../../../../src/data/matrix';
import type { Matrix } from '../../../../src/data/matrix';
import { createRng } from '../../../../src/data/random';
import { imputers } from '../../../../src/engine/imputation/index';
import { bayesianRidge } from '../../../../src/engine/math/bayesianRidge';
import { groupScatter } from '../../../../src/engine/math/moments';
import { accuracy, confusionCounts, logLoss } from '../../../../src/engine/judging/metrics';
import { missingReference, referenceData } from '../../../support/reference';
import { fit, modelOf } from '../../../support/training';

type Rows = (number | null)[][];
const fixture = JSON.parse(readFileSync(join('test', 'fixtures', 'imputers.json'), 'utf8')) as {
  train_complete: Rows;
  train_gaps: Rows;
  test_gaps: Rows;
  from_complete: { knn: Rows; iterative: Rows; rounds: number };
  from_gaps: { knn: Rows; iterative: Rows; rounds: number };
  bayesian_ridge: { coef: number[]; intercept: number };
};

const matrixOf = (rows: Rows): Matrix =>
  matrix(
    rows.length,
    rows[0]!.length,
    Float64Array.from(rows.flat(), (value) => value ?? NaN),
  );
const imputer = (id: string) => imputers.find((spec) => spec.id === id)!;
const single = (x: Matrix) => Array.from({ length: x.columns }, (_, start) => ({ start, width: 1 }));
const context = (features: { start: number; width: number }[]) => ({
  features,
  rng: createRng(1),
  breathe: () => Promise.resolve(),
});
const fill = async (id: string, train: Matrix, x: Matrix, features = single(train)) =>
  (await imputer(id).fit(train, context(features))).fill(x);

function close(actual: ArrayLike<number>, expected: ArrayLike<number>, tolerance: number): void {
  assert.equal(actual.length, expected.length);
  for (let i = 0; i < expected.length; i++)
    assert.ok(Math.abs(actual[i]! - expected[i]!) <= tolerance, `${i}: ${actual[i]} and ${expected[i]}`);
}

describe('as scikit-learn', () => {
  const gaps = matrixOf(fixture.test_gaps);

  for (const [from, train] of [
    ['from_complete', fixture.train_complete],
    ['from_gaps', fixture.train_gaps],
  ] as const) {
    test(`knn, learned ${from}`, async () => {
      close((await fill('knn', matrixOf(train), gaps)).data, matrixOf(fixture[from].knn).data, 1e-9);
    });

    test(`iterative, learned ${from}: ${fixture[from].rounds} rounds`, async () => {
      close((await fill('iterative', matrixOf(train), gaps)).data, matrixOf(fixture[from].iterative).data, 1e-6);
    });
  }

  test('Bayesian ridge', () => {
    const x = matrixOf(fixture.train_complete);
    const means = matrix(1, x.columns);
    for (let i = 0; i < x.rows; i++) rowOf(x, i).forEach((value, j) => (means.data[j]! += value / x.rows));
    const scatter = groupScatter(x, new Int32Array(x.rows), means)[0]!;
    const d = x.columns;
    const gram = matrix(d - 1, d - 1);
    for (let i = 1; i < d; i++)
      for (let j = 1; j < d; j++) gram.data[(i - 1) * (d - 1) + j - 1] = scatter.data[i * d + j]!;
    const weights = bayesianRidge({
      gram,
      cross: scatter.data.slice(1, d),
      square: scatter.data[0]!,
      rows: x.rows,
    });
    close(weights, fixture.bayesian_ridge.coef, 1e-8);
  });
});

describe('in front of logistic regression, on the reference', () => {
  const data = referenceData('blobs3');
  const missing = missingReference('blobs3');
  const truth = data.test.x;
  const gaps = missing.gaps(data.all.x, data.testRows);

  for (const [from, train] of [
    ['train_complete', data.train.x],
    ['train_missing', missing.gaps(data.all.x, data.trainRows)],
  ] as const) {
    for (const id of ['mean', 'knn', 'iterative']) {
      test(`${id}, ${from}`, async () => {
        const expected = missing[from][`${id}_logreg`]!;
        const filled = await fill(id, train, gaps);
        const model = await fit(modelOf('logistic-regression'), {
          ...data.train,
          x: await fill(id, train, train),
        });
        const proba = await model.predictProba!(filled);
        const squares = [...gaps.data.keys()]
          .filter((at) => Number.isNaN(gaps.data[at]!))
          .map((at) => (filled.data[at]! - truth.data[at]!) ** 2);
        const rmse = Math.sqrt(squares.reduce((sum, square) => sum + square, 0) / squares.length);
        const exact = id === 'mean';
        close([rmse], [expected.imputation_rmse], exact ? 1e-3 : 0.02);
        close([accuracy(confusionCounts(proba, data.test.y))], [expected.accuracy], exact ? 0.0075 : 0.02);
        close([logLoss(proba, data.test.y)], [expected.logloss], exact ? 1e-3 : 0.02);
      });
    }
  }
});

test('iterative: a category is predicted from other features, not from its own columns', async () => {
  const rng = createRng(9);
  const train = matrix(300, 4);
  for (let i = 0; i < 300; i++) {
    const level = rng.integer(3);
    rowOf(train, i).set([level + 0.2 * rng.normal(), ...[0, 1, 2].map((k) => Number(k === level))]);
  }
  const features = [
    { start: 0, width: 1 },
    { start: 1, width: 3 },
  ];
  const gap = matrix(2, 4, Float64Array.of(0, NaN, NaN, NaN, 2, NaN, NaN, NaN));
  const filled = await fill('iterative', train, gap, features);
  assert.ok(filled.data[1]! > filled.data[3]! + 0.5, String(filled.data));
  assert.ok(filled.data[7]! > filled.data[5]! + 0.5, String(filled.data));
});

describe('what they do with little', () => {
  const one = matrix(3, 1, Float64Array.of(1, NaN, 3));

  for (const { id } of imputers) {
    test(`${id}: a single column, and a column that no row has`, async () => {
      close((await fill(id, one, matrix(1, 1, Float64Array.of(NaN)))).data, [2], 0);
      const empty = matrix(4, 2, Float64Array.of(1, NaN, 2, NaN, 3, NaN, 4, NaN));
      const filled = await fill(id, empty, matrix(2, 2, Float64Array.of(5, NaN, NaN, 7)));
      assert.ok(filled.data.every(Number.isFinite), String(filled.data));
      close([filled.data[0]!, filled.data[3]!], [5, 7], 0);
    });
  }

  test('many rows: neighbours of a sample, with a sentence that says so', async () => {
    const rng = createRng(3);
    const many = matrix(
      20_000,
      20,
      Float64Array.from({ length: 400_000 }, () => rng.normal()),
    );
    assert.match(imputer('knn').limit(many)!, /2,000 of 20,000/);
    assert.match(imputer('iterative').limit(many)!, /one round/);
    const gap = matrix(1, 20, new Float64Array(20).fill(NaN));
    assert.ok((await fill('knn', many, gap)).data.every((value) => Math.abs(value) < 0.1));
    many.data[7] = NaN;
    assert.match(imputer('iterative').limit(many)!, /2,000 of 20,000/);
  });

  test('hundreds of columns: iterative refuses', () => {
    assert.match(imputer('iterative').refuses(500)!, /500 columns/);
    assert.equal(imputer('iterative').refuses(60), undefined);
  });
});
