import assert from 'node:assert/strict';
import { test } from 'node:test';
import { cosineAngles, samplingTimes, timeEmbedding } from '../../../../src/engine/nn/diffusion/schedule';

test('the cosine schedule is that of Nichol and Dhariwal', () => {
  const angles = cosineAngles(1000);
  assert.equal(angles[0], 0);
  const f = (t: number) => Math.cos(((t / 1000 + 0.008) / 1.008) * (Math.PI / 2)) ** 2;
  for (const t of [1, 250, 500, 900]) {
    const alphaBar = Math.cos(angles[t]!) ** 2;
    assert.ok(Math.abs(alphaBar - f(t) / f(0)) < 1e-9, `alpha_bar ${alphaBar} at ${t}`);
  }
  angles.forEach((angle, t) => assert.ok(t === 0 || angle > angles[t - 1]!, `angle ${t} is above the one before`));
  assert.ok(Math.cos(angles[1000]!) < 1e-3, 'nothing is left of the row');
});

test('sampling passes distinct times from the last to 0, close together at the end', () => {
  for (const [timesteps, steps] of [
    [1000, 50],
    [10, 50],
    [2, 1],
    [1000, 1],
  ] as const) {
    const times = samplingTimes(timesteps, steps);
    assert.equal(times[0], timesteps);
    assert.equal(times.at(-1), 0);
    times.forEach((t, i) => assert.ok(i === 0 || t < times[i - 1]!, `times ${times.join(', ')} descend`));
    assert.equal(times.length, Math.min(timesteps, steps) + 1);
  }
  const times = samplingTimes(1000, 50);
  assert.ok(times[0]! - times[1]! > 30 && times.at(-2)! <= 2);
});

test('times that differ have embeddings that differ', () => {
  const [a, b] = [timeEmbedding(0.001, 32), timeEmbedding(0.002, 32)];
  assert.equal(a.length, 32);
  assert.ok(Math.max(...a.map((value, i) => Math.abs(value - b[i]!))) > 0.1);
});
