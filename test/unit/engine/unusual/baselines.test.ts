// Isolation forest and local outlier factor against scikit-learn's numbers, and what must hold for any data.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { matrix, takeRows } from '../../../../src/data/matrix';
import { createRng } from '../../../../src/data/random';
import { averagePrecision, rocAuc } from '../../../../src/engine/judging/metrics';
import { LocalOutlierFactor } from '../../../../src/engine/math/localOutlierFactor';
import { quantile, rankCorrelation, shareBelow } from '../../../../src/engine/math/rank';
import { growIsolationForest, isolationScores } from '../../../../src/engine/trees/isolationForest';
import { anomalyReference } from './reference';

const near = (value: number | undefined, expected: number, tolerance: number) =>
  assert.ok(value !== undefined && Math.abs(value - expected) <= tolerance, `${value}; expected ${expected}`);

const { protocols, fitted, test: held, positive } = anomalyReference;
const small = JSON.parse(readFileSync(join('test', 'fixtures', 'anomaly', 'local-outlier-factor.json'), 'utf8')) as {
  [name: string]: { k: number; fit: number[][]; query: number[][]; scores: number[] };
};

const rowsOf = (values: number[][]) => matrix(values.length, values[0]!.length, Float64Array.from(values.flat()));

for (const protocol of ['clean', 'contaminated'] as const) {
  describe(`iris, virginica unseen, ${protocol}`, () => {
    const reference = protocols[protocol];
    const x = fitted(protocol);

    test('isolation forest', () => {
      const areas = [1, 2, 3].map((seed) => {
        const scores = isolationScores(growIsolationForest(x, createRng(seed), { trees: 300, rows: 256 }), held);
        return [rocAuc(scores, positive)!, averagePrecision(scores, positive)!];
      });
      const mean = (at: number) => areas.reduce((sum, area) => sum + area[at]! / areas.length, 0);
      near(mean(0), reference.isolation_forest.roc_auc, protocol === 'clean' ? 0.02 : 0.07);
      near(mean(1), reference.isolation_forest.average_precision, 0.05);
    });

    test('local outlier factor', () => {
      const scores = new LocalOutlierFactor(x).scores(held);
      near(rocAuc(scores, positive), reference.lof20.roc_auc, 0.005);
      near(averagePrecision(scores, positive), reference.lof20.average_precision, 0.005);
    });
  });
}

describe('local outlier factor', () => {
  for (const [name, { k, fit, query, scores }] of Object.entries(small)) {
    test(`${name}: scikit-learn's scores`, () => {
      const found = new LocalOutlierFactor(rowsOf(fit), k).scores(rowsOf(query));
      scores.forEach((score, i) => near(found[i], score, 1e-6 * Math.max(1, score)));
    });
  }

  test('finds the neighbours of 20,000 rows in a few seconds', () => {
    const rng = createRng(5);
    const x = matrix(
      20_000,
      2,
      Float64Array.from({ length: 40_000 }, () => rng.normal()),
    );
    const scores = new LocalOutlierFactor(x).scores(
      rowsOf([
        [0, 0],
        [9, 9],
      ]),
    );
    near(scores[0], 1, 0.2);
    assert.ok(scores[1]! > 3);
  });
});

describe('isolation forest', () => {
  test('a row far away scores highest, whatever the units', () => {
    const rng = createRng(3);
    const values = Array.from({ length: 500 }, () => [rng.normal(), rng.normal()]);
    const rows = rowsOf([...values, [8, -8]]);
    const scaled = rowsOf([...values, [8, -8]].map(([a, b]) => [1000 * a! + 7, b! / 1000]));
    const [first, second] = [rows, scaled].map((x) => isolationScores(growIsolationForest(x, createRng(1)), x));
    assert.equal(first!.indexOf(Math.max(...first!)), 500);
    first!.forEach((score, i) => near(second![i], score, 1e-9));
    assert.ok(first!.every((score) => score > 0 && score <= 1));
  });

  test('equal rows are all as usual as can be, and one row is no reason to stop', () => {
    const same = matrix(50, 3, new Float64Array(150).fill(2));
    assert.equal(new Set(isolationScores(growIsolationForest(same, createRng(1)), same)).size, 1);
    const one = takeRows(same, [0]);
    assert.ok(isolationScores(growIsolationForest(one, createRng(1)), one).every(Number.isFinite));
  });
});

describe('ranks', () => {
  test('quantile is numpy’s, also with minus infinity', () => {
    near(quantile([1, 2, 4, 8], 0.5), 3, 1e-12);
    near(quantile([1, 2, 4, 8], 0.1), 1.3, 1e-12);
    assert.equal(quantile([-Infinity, -Infinity, 0], 0.25), -Infinity);
    assert.equal(quantile([-Infinity, 0], 0.9), -Infinity);
  });

  test('shareBelow counts half of what is equal', () => {
    assert.equal(shareBelow([1, 2, 2, 3], 2), 0.5);
    assert.equal(shareBelow([1, 2, 2, 3], 0), 0);
    assert.equal(shareBelow([1, 2, 2, 3], 9), 1);
  });

  test('rankCorrelation is Spearman’s, ties averaged', () => {
    near(rankCorrelation([1, 2, 3, 4, 5], [5, 6, 7, 8, 7]), 0.8207826816681233, 1e-12);
    near(rankCorrelation([1, 2, 3], [-1, -20, -300]), -1, 1e-12);
    assert.equal(rankCorrelation([1, 1, 1], [1, 2, 3]), undefined);
  });
});
