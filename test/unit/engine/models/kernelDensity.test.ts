import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { matrix, rowOf, takeRows } from '../../../../src/data/matrix';
import type { Matrix } from '../../../../src/data/matrix';
import { createRng } from '../../../../src/data/random';
import { kernelSums } from '../../../../src/engine/math/kernelSums';
import { logSumExp } from '../../../../src/engine/math/logSpace';
import { accuracy, confusionCounts } from '../../../../src/engine/judging/metrics';
import type { Fitted, TrainingData } from '../../../../src/engine/model';
import { bandwidthGrid, bandwidthRules, crossValidate } from '../../../../src/engine/models/shared/bandwidth';
import { readArray } from '../../../../src/engine/models/shared/saved';
import { logEvidence, posterior } from '../../../../src/engine/posterior';
import { referenceData, referenceNames } from '../../../support/reference';
import { fit, modelOf } from '../../../support/training';

const kde = modelOf('kernel-density');

for (const name of referenceNames) {
  test(`kernel-density is that of the plain formula on ${name}`, async () => {
    const data = referenceData(name);
    const expected = data.kernelDensity();
    expected.bandwidth_grid.forEach((h, g) => close(bandwidthGrid[g]!, h, 1e-7));
    expected.cv_mean_logdensity.forEach((scores, k) => {
      const rows = takeRows(
        data.train.x,
        [...data.train.y.keys()].filter((i) => data.train.y[i] === k),
      );
      const sums = [...crossValidate(rows)].at(-1)!;
      scores.forEach((score, g) => close(sums[g]! / rows.rows, score, 1e-6));
    });
    const fitted = await fit(kde, data.train);
    bandwidthsOf(fitted).forEach((h, k) => close(h, expected.bandwidth[k]!, 1e-7));
    const joint = await fitted.logJoint!(data.test.x);
    expected.log_joint10.forEach((row, i) => row.forEach((value, k) => close(rowOf(joint, i)[k]!, value, 1e-6)));
    close(mean(logEvidence(joint)), expected.mean_logpx, 1e-6);
    const proba = posterior(joint);
    close(accuracy(confusionCounts(proba, data.test.y)), expected.accuracy, 1e-7);
    close(mean(Array.from(data.test.y, (k, i) => -Math.log(rowOf(proba, i)[k]!))), expected.logloss, 1e-6);
  });
}

suite('kernel-density', () => {
  const moons = referenceData('moons');

  test('takes a bandwidth as given, or by a rule', async () => {
    const rows = [0, 1].map((k) => moons.train.y.filter((label) => label === k).length);
    for (const [bandwidth, expected] of [
      [0.3, () => 0.3],
      ['scott', bandwidthRules['scott']!],
      ['silverman', bandwidthRules['silverman']!],
    ] as const) {
      const fitted = await fit(kde, moons.train, { options: { bandwidth } });
      bandwidthsOf(fitted).forEach((h, k) => close(h, expected(rows[k]!, 2), 1e-12));
    }
    close(bandwidthRules['scott']!(64, 2), 0.5, 1e-12);
    close(bandwidthRules['silverman']!(64, 2), 0.5, 1e-12);
  });

  test('sums over boxes of rows are exact, also far away', () => {
    const rng = createRng(4);
    for (const d of [1, 2, 5]) {
      const x = normals(700, d, rng.normal);
      const sums = kernelSums(x);
      const features = Int32Array.from({ length: d }, (_, j) => j);
      for (const h of [0.02, 0.3, 4]) {
        for (const size of [0, 1, 30]) {
          const query = Float64Array.from({ length: d }, () => size * rng.normal());
          const exponents = Float64Array.from(
            { length: x.rows },
            (_, i) => -squaredDistance(query, rowOf(x, i)) / 2 / h / h,
          );
          close(sums.logSum(query, h, features), logSumExp(exponents), 1e-10);
        }
      }
    }
  });

  test('with features missing it is the density of the others', async () => {
    const { train, test: held } = referenceData('iris');
    const options = { bandwidth: 0.4 };
    const fitted = await fit(kde, train, { options });
    const narrow = await fit(kde, { ...train, x: pick(train.x, [1, 3]) }, { options });
    const gaps = matrix(
      held.x.rows,
      4,
      held.x.data.map((value, at) => (at % 2 === 1 ? value : NaN)),
    );
    const expected = await narrow.logJoint!(pick(held.x, [1, 3]));
    (await fitted.logJointMarginal!(gaps)).data.forEach((value, at) => close(value, expected.data[at]!, 1e-12));
  });

  test('chooses by a part of many rows, and rescales', async () => {
    const x = normals(48_000, 2, createRng(5).normal);
    const data: TrainingData = { ...moons.train, x, y: new Int32Array(x.rows), classes: 1, classNames: ['one'] };
    // the mean integrated squared error of a standard normal is least at n^(-1/6)
    const h = bandwidthsOf(await fit(kde, data))[0]!;
    assert.ok(h > 0.13 && h < 0.27, `bandwidth ${h}`);
  });

  test('refuses more rows than it can keep', async () => {
    const x = matrix(2 ** 22, 5, new Float64Array(5 * 2 ** 22));
    const wide = { ...moons.train, x, y: new Int32Array(x.rows) };
    await assert.rejects(fit(kde, wide), { code: 'too-many-rows' });
  });
});

function bandwidthsOf(fitted: Fitted): Float64Array {
  return readArray(fitted.save()['bandwidths'], 'bandwidths', [fitted.logPrior!.length]);
}

function normals(n: number, d: number, normal: () => number): Matrix {
  return matrix(n, d, Float64Array.from({ length: n * d }, normal));
}

function squaredDistance(a: Float64Array, b: Float64Array): number {
  return a.reduce((sum, value, j) => sum + (value - b[j]!) ** 2, 0);
}

function pick(x: Matrix, kept: number[]): Matrix {
  const at = (i: number) => x.data[Math.floor(i / kept.length) * x.columns + kept[i % kept.length]!]!;
  return matrix(
    x.rows,
    kept.length,
    Float64Array.from({ length: x.rows * kept.length }, (_, i) => at(i)),
  );
}

function mean(values: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i]!;
  return sum / values.length;
}

function close(actual: number, expected: number, tolerance: number): void {
  const error = Math.abs(actual - expected) / (1 + Math.abs(expected));
  assert.ok(error <= tolerance, `${actual} differs from ${expected} by ${error}; at most ${tolerance}`);
}
