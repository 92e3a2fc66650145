import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { matrix } from '../../../../src/data/matrix';
import {
  averagePrecision,
  classificationMetrics,
  confusionCounts,
  pairedDifference,
  rocAuc,
} from '../../../../src/engine/judging/metrics';

const rows = (...values: number[][]) => matrix(values.length, values[0]!.length, Float64Array.from(values.flat()));

describe('classificationMetrics', () => {
  // by hand: predictions 0 0 1 1 of truths 0 1 1 0
  const proba = rows([0.9, 0.1], [0.6, 0.4], [0.2, 0.8], [0.45, 0.55]);
  const labels = Int32Array.of(0, 1, 1, 0);
  const metrics = classificationMetrics(proba, labels);

  test('counts', () => {
    assert.deepEqual(confusionCounts(proba, labels), [
      [1, 1],
      [1, 1],
    ]);
    assert.equal(metrics.accuracy, 0.5);
    assert.equal(metrics.balancedAccuracy, 0.5);
    assert.equal(metrics.f1, 0.5);
  });

  test('probabilities', () => {
    const loss = -(Math.log(0.9) + Math.log(0.4) + Math.log(0.8) + Math.log(0.45)) / 4;
    assert.ok(Math.abs(metrics.logLoss! - loss) < 1e-12);
    const brier = (2 * 0.1 ** 2 + 2 * 0.6 ** 2 + 2 * 0.2 ** 2 + 2 * 0.55 ** 2) / 4;
    assert.ok(Math.abs(metrics.brier! - brier) < 1e-12);
    // one row in each of the bins 0.9, 0.6, 0.8 and 0.55
    assert.ok(Math.abs(metrics.calibrationError! - (0.1 + 0.6 + 0.2 + 0.55) / 4) < 1e-12);
  });

  test('the second class is the positive one of two', () => {
    assert.equal(metrics.rocAuc, 0.75);
    // thresholds 0.8 (right), 0.55 (wrong), 0.4 (right): 1/2 (1 + 2/3)
    assert.ok(Math.abs(metrics.averagePrecision! - (1 + 2 / 3) / 2) < 1e-12);
  });

  test('a sure mistake costs much and not infinity; no rows give no numbers', () => {
    const sure = classificationMetrics(rows([1, 0]), Int32Array.of(1));
    assert.ok(Math.abs(sure.logLoss! + Math.log(1e-15)) < 1e-9);
    assert.equal(sure.rocAuc, undefined);
    assert.deepEqual(classificationMetrics(matrix(0, 2), new Int32Array(0)), {});
  });

  test('classes without rows do not count', () => {
    const { balancedAccuracy, rocAuc: auc } = classificationMetrics(
      rows([0.8, 0.1, 0.1], [0.1, 0.8, 0.1]),
      Int32Array.of(0, 1),
    );
    assert.equal(balancedAccuracy, 1);
    assert.equal(auc, 1);
  });
});

test('ties count half in the ROC curve and stand together in precision', () => {
  assert.equal(rocAuc([1, 1, 1, 1], [true, false, true, false]), 0.5);
  assert.equal(rocAuc([0.1, 0.5, 0.5, 0.9], [false, false, true, true]), 0.875);
  assert.equal(averagePrecision([1, 1, 1, 1], [true, false, false, false]), 0.25);
});

test('pairedDifference: standard error of the difference of two classifiers on the same rows', () => {
  const a = [true, true, true, false, true];
  const b = [true, false, true, true, false];
  const { rows: n, difference, standardError } = pairedDifference(a, b);
  assert.equal(n, 5);
  assert.equal(difference, 1);
  // d = 0 1 0 -1 1: variance 0.7
  assert.ok(Math.abs(standardError - Math.sqrt(5 * 0.7)) < 1e-12);
  assert.deepEqual(pairedDifference(a, a), { rows: 5, difference: 0, standardError: 0 });
});
