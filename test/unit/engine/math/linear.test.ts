import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { matrix } from '../../../../src/data/matrix';
import type { Matrix } from '../../../../src/data/matrix';
import { createRng } from '../../../../src/data/random';
import { cholesky, inverse, logDeterminant, solve } from '../../../../src/engine/math/cholesky';
import { diagonalCovariance } from '../../../../src/engine/math/diagonalCovariance';
import { fullCovariance } from '../../../../src/engine/math/fullCovariance';
import { addLogDensity, drawRows } from '../../../../src/engine/math/gaussian';
import { kernelFloat64 } from '../../../../src/engine/math/kernelFloat64';
import { logSumExp, softmaxRows } from '../../../../src/engine/math/logSpace';
import { columnMoments, groupMeans, groupScatter } from '../../../../src/engine/math/moments';

suite('log space', () => {
  test('neither overflows nor underflows', () => {
    near(logSumExp([-1000, -1001, -1002]), -1000 + Math.log(1 + Math.exp(-1) + Math.exp(-2)), 1e-12);
    near(logSumExp([1e308, 1e308]), 1e308, 1e300);
    assert.equal(logSumExp([-Infinity, 3]), 3);
    assert.equal(logSumExp([-Infinity, -Infinity]), -Infinity);
    assert.equal(logSumExp([]), -Infinity);
  });

  test('softmax of a row that rules out everything is uniform', () => {
    const out = softmaxRows(matrix(2, 2, Float64Array.of(-Infinity, -Infinity, -5000, -5000 + Math.log(3))));
    assert.deepEqual([...out.data.slice(0, 2)], [0.5, 0.5]);
    near(out.data[3]!, 0.75, 1e-12);
  });
});

suite('Cholesky', () => {
  const a = spread(5);

  test('solves, inverts and gives the determinant', () => {
    const { lower, ridge } = cholesky(a);
    assert.equal(ridge, 0);
    const b = Float64Array.of(1, -2, 3, 0, 5);
    const x = b.slice();
    solve(lower, x);
    product(a, matrix(5, 1, x)).data.forEach((value, i) => near(value, b[i]!, 1e-10));
    product(a, inverse(lower)).data.forEach((value, at) => near(value, at % 6 === 0 ? 1 : 0, 1e-10));
    near(logDeterminant(cholesky(matrix(2, 2, Float64Array.of(2, 1, 1, 3))).lower), Math.log(5), 1e-12);
  });

  test('says which ridge a singular matrix needed', () => {
    const { lower, ridge } = cholesky(matrix(2, 2, Float64Array.of(4, 4, 4, 4)));
    near(ridge, 4e-6, 1e-12);
    near(lower.data[0]! ** 2, 4 + ridge, 1e-12);
    assert.equal(cholesky(matrix(3, 3)).ridge, 1e-6);
  });

  test('takes badly scaled but regular matrices as they are', () => {
    assert.equal(cholesky(matrix(2, 2, Float64Array.of(1e-12, 0, 0, 1e12))).ridge, 0);
  });

  test('refuses what is not finite', () => {
    assert.throws(() => cholesky(matrix(1, 1, Float64Array.of(NaN))), RangeError);
  });
});

suite('moments', () => {
  test('do not cancel far from the origin', () => {
    const rng = createRng(1);
    const x = matrix(
      2000,
      2,
      Float64Array.from({ length: 4000 }, () => 1e8 + rng.normal()),
    );
    const y = new Int32Array(2000);
    const shifted = matrix(
      2000,
      2,
      x.data.map((value) => value - 1e8),
    );
    const { means, counts } = groupMeans(x, y, 1);
    assert.equal(counts[0], 2000);
    const far = groupScatter(x, y, means)[0]!.data;
    const near0 = groupScatter(shifted, y, groupMeans(shifted, y, 1).means)[0]!.data;
    far.forEach((value, at) => near(value, near0[at]!, 1e-4));
    near(columnMoments(x, y, 1).variances.data[0]!, near0[0]! / 2000, 1e-7);
  });

  test('of columns leave out what is missing', () => {
    const x = matrix(4, 2, Float64Array.of(1, NaN, 3, NaN, NaN, 5, 10, 7));
    const { counts, means, variances } = columnMoments(x, Int32Array.of(0, 0, 0, 1), 2);
    assert.deepEqual([...counts.data], [2, 1, 1, 1]);
    assert.deepEqual([...means.data], [2, 5, 10, 7]);
    assert.deepEqual([...variances.data], [1, 0, 0, 0]);
  });
});

for (const [name, covariance, sigma] of [
  ['full', fullCovariance(spread(3)).covariance, spread(3)],
  [
    'diagonal',
    diagonalCovariance(Float64Array.of(0.5, 2, 1)),
    matrix(3, 3, Float64Array.of(0.5, 0, 0, 0, 2, 0, 0, 0, 1)),
  ],
] as const) {
  suite(`a Gaussian with ${name} covariance`, () => {
    const mean = Float64Array.of(1, -1, 0.5);
    const x = matrix(2, 3, Float64Array.of(0, 0, 0, 2, -3, 1));

    test('has the density of its formula, also as scores', async () => {
      const out = new Float64Array(2);
      addLogDensity(x, mean, covariance, out, 0, 1);
      const precision = inverse(cholesky(sigma).lower);
      for (let i = 0; i < 2; i++) {
        const r = matrix(
          3,
          1,
          mean.map((m, j) => x.data[3 * i + j]! - m),
        );
        const distance = product(matrix(1, 3, r.data), product(precision, r)).data[0]!;
        near(out[i]!, -0.5 * (3 * Math.log(2 * Math.PI) + logDeterminant(cholesky(sigma).lower) + distance), 1e-10);
      }
      const coefficients = covariance.coefficients(mean);
      const scores = await kernelFloat64.scores(covariance.features, matrix(1, coefficients.length, coefficients), x);
      scores.data.forEach((value, i) => near(value, out[i]!, 1e-10));
    });

    test('is p(observed) p(missing | observed)', () => {
      const observed = Int32Array.of(0, 2);
      const missing = Int32Array.of(1);
      const joint = new Float64Array(2);
      const parts = new Float64Array(2);
      addLogDensity(x, mean, covariance, joint, 0, 1);
      const seen = matrix(2, 2, Float64Array.of(x.data[0]!, x.data[2]!, x.data[3]!, x.data[5]!));
      addLogDensity(seen, Float64Array.of(mean[0]!, mean[2]!), covariance.marginal(observed), parts, 0, 1);
      const regression = covariance.regress(missing, observed);
      for (let i = 0; i < 2; i++) {
        const shift = regression.shift(Float64Array.of(seen.data[2 * i]! - mean[0]!, seen.data[2 * i + 1]! - mean[2]!));
        const rest = matrix(1, 1, Float64Array.of(x.data[3 * i + 1]!));
        addLogDensity(rest, Float64Array.of(mean[1]! + shift[0]!), regression.covariance, parts, i, 1);
      }
      joint.forEach((value, i) => near(parts[i]!, value, 1e-10));
    });

    test('draws with its mean and covariance', () => {
      const rows = matrix(40_000, 3);
      drawRows(rows, mean, covariance, createRng(2));
      const y = new Int32Array(rows.rows);
      const { means } = groupMeans(rows, y, 1);
      means.data.forEach((value, j) => near(value, mean[j]!, 0.05));
      groupScatter(rows, y, means)[0]!.data.forEach((value, at) =>
        near(value / rows.rows, sigma.data[at]!, 0.03 * (1 + Math.abs(sigma.data[at]!))),
      );
    });
  });
}

/** A covariance with correlations. */
function spread(n: number): Matrix {
  const rng = createRng(n);
  const root = matrix(
    n,
    n,
    Float64Array.from({ length: n * n }, () => rng.normal()),
  );
  const out = product(
    root,
    matrix(
      n,
      n,
      Float64Array.from({ length: n * n }, (_, at) => root.data[(at % n) * n + Math.floor(at / n)]!),
    ),
  );
  for (let j = 0; j < n; j++) out.data[j * n + j]! += 0.5;
  return out;
}

function product(a: Matrix, b: Matrix): Matrix {
  const out = matrix(a.rows, b.columns);
  for (let i = 0; i < a.rows; i++) {
    for (let j = 0; j < b.columns; j++) {
      for (let k = 0; k < a.columns; k++)
        out.data[i * b.columns + j]! += a.data[i * a.columns + k]! * b.data[k * b.columns + j]!;
    }
  }
  return out;
}

function near(actual: number, expected: number, tolerance: number): void {
  assert.ok(Math.abs(actual - expected) <= tolerance, `${actual} is ${expected} within ${tolerance}`);
}
