import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { createRng } from '../../../../src/data/random';
import { couple } from '../../../../src/engine/math/coupling';
import { fitPlatt, plattAt } from '../../../../src/engine/math/platt';

suite("Platt's sigmoid", () => {
  test('is found again from rows drawn by it, in any unit of the score', () => {
    const truth = { slope: 1.7, intercept: -0.6 };
    for (const unit of [1, 1e-6, 1e6]) {
      const rng = createRng(5);
      const scores = Float64Array.from({ length: 40_000 }, () => 1.5 * rng.normal());
      const positive = Array.from(scores, (score) => rng.uniform() < plattAt(truth, score));
      const found = fitPlatt(
        scores.map((score) => score * unit),
        positive,
      );
      assert.ok(Math.abs(found.slope * unit - truth.slope) < 0.05, `slope ${found.slope * unit}`);
      assert.ok(Math.abs(found.intercept - truth.intercept) < 0.05, `intercept ${found.intercept}`);
    }
  });

  test('at its optimum the mean probability is the mean target', () => {
    const scores = [-2, -1, -0.5, 0.1, 0.3, 1, 2, 2.5];
    const positive = [false, false, true, false, true, false, true, true];
    const found = fitPlatt(scores, positive);
    const targets = positive.reduce((sum, is) => sum + (is ? 5 / 6 : 1 / 6), 0);
    const sum = scores.reduce((total, score) => total + plattAt(found, score), 0);
    assert.ok(Math.abs(sum - targets) < 1e-6, `${sum}, expected ${targets}`);
  });

  test('rises with the score, never falls: scores worse than chance are worth nothing', () => {
    const scores = [1, 2, 3, 4];
    const good = fitPlatt(scores, [false, false, true, true]);
    assert.ok(good.slope > 0);
    const bad = fitPlatt(scores, [true, true, true, false]);
    assert.deepEqual(bad, { slope: 0, intercept: Math.log(4 / 2) });
  });

  test('separable, equal and absent scores give finite numbers', () => {
    const cases: [number[], boolean[]][] = [
      [
        [-1, 1],
        [false, true],
      ],
      [
        [3, 3, 3],
        [false, true, true],
      ],
      [[0.5], [true]],
      [[], []],
    ];
    for (const [scores, positive] of cases) {
      const { slope, intercept } = fitPlatt(scores, positive);
      assert.ok(Number.isFinite(slope) && Number.isFinite(intercept) && slope >= 0);
    }
    assert.equal(plattAt({ slope: 1, intercept: 0 }, 1e9), 1);
    assert.equal(plattAt({ slope: 1, intercept: 0 }, -1e9), 0);
  });
});

suite('pairwise coupling', () => {
  test('probabilities that agree are found again', () => {
    for (const p of [
      [0.7, 0.3],
      [0.2, 0.5, 0.3],
      [0.05, 0.15, 0.4, 0.1, 0.3],
    ]) {
      const out = new Float64Array(p.length);
      couple(p.length, (i, j) => p[i]! / (p[i]! + p[j]!), out);
      out.forEach((value, k) => assert.ok(Math.abs(value - p[k]!) < 1e-3, `${value}, expected ${p[k]}`));
    }
  });

  test('solves the linear system of its optimum where pairs contradict each other', () => {
    const r = [
      [0, 0.9, 0.2],
      [0.1, 0, 0.9],
      [0.8, 0.1, 0],
    ];
    const out = new Float64Array(3);
    couple(3, (i, j) => r[i]![j]!, out);
    // stationarity: (Q p)_i is the same for all i
    const product = out.map((_, i) =>
      out.reduce((sum, p, j) => {
        if (i === j) return sum + p * r.reduce((total, row, k) => total + (k === i ? 0 : row[i]! ** 2), 0);
        return sum - r[j]![i]! * r[i]![j]! * p;
      }, 0),
    );
    product.forEach((value) => assert.ok(Math.abs(value - product[0]!) < 1e-4));
    assert.ok(Math.abs(out.reduce((sum, p) => sum + p, 0) - 1) < 1e-12);
  });

  test('certain pairs rule nothing out', () => {
    const out = new Float64Array(4);
    couple(4, (i, j) => (i < j ? 1 : 0), out);
    assert.ok(out.every((p) => p >= 0) && out[0]! > 0.99);
    couple(1, () => NaN, out.subarray(0, 1));
    assert.equal(out[0], 1);
  });
});
