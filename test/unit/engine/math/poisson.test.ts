import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createRng } from '../../../../src/data/random';
import { logGamma } from '../../../../src/engine/math/logGamma';
import { drawPoisson } from '../../../../src/engine/math/poisson';

test('logGamma is the logarithm of factorials, and obeys the recurrence between them', () => {
  let logFactorial = 0;
  for (let n = 1; n < 60; n++) {
    logFactorial += Math.log(n);
    assert.ok(Math.abs(logGamma(n + 1) - logFactorial) < 1e-12 * (1 + logFactorial));
  }
  assert.ok(Math.abs(logGamma(0.5) - 0.5 * Math.log(Math.PI)) < 1e-14);
  for (const z of [0.01, 0.3, 1.7, 12.25, 1e4])
    assert.ok(Math.abs(logGamma(z + 1) - logGamma(z) - Math.log(z)) < 1e-10, `at ${z}`);
});

test('Poisson draws have the probabilities of the Poisson distribution', () => {
  const draws = 20000;
  for (const mean of [0.2, 3, 9.9, 10, 35]) {
    const rng = createRng(17);
    const counts = new Map<number, number>();
    for (let i = 0; i < draws; i++) {
      const value = drawPoisson(mean, rng);
      assert.ok(Number.isInteger(value) && value >= 0);
      counts.set(value, (counts.get(value) ?? 0) + 1);
    }
    let chi = 0;
    let cells = 0;
    for (let value = 0; value < 200; value++) {
      const expected = draws * Math.exp(value * Math.log(mean) - mean - logGamma(value + 1));
      if (expected < 5) continue;
      chi += ((counts.get(value) ?? 0) - expected) ** 2 / expected;
      cells++;
    }
    // five standard deviations of the chi-square distribution
    assert.ok(chi < cells + 5 * Math.sqrt(2 * cells), `chi-square ${chi} over ${cells} values at mean ${mean}`);
  }
});
