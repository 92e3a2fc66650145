import assert from 'node:assert/strict';
import { test } from 'node:test';
import { matrix, rowOf } from '../../../../src/data/matrix';
import { latentPath } from '../../../../src/engine/latent/path';
import type { Latent } from '../../../../src/engine/model';

/** Hidden variables are twice the features; the class weights are added to what is decoded. */
const doubling: Latent = {
  latentSize: 2,
  encode: (x) =>
    Promise.resolve(
      matrix(
        x.rows,
        2,
        x.data.map((value) => 2 * value),
      ),
    ),
  decode: (z, classes) =>
    Promise.resolve(
      matrix(
        z.rows,
        2,
        z.data.map((value, at) => value / 2 + 10 * classes.data[at]!),
      ),
    ),
};
const ends = { x: matrix(2, 2, Float64Array.of(1, 0, 0, 3)), labels: Int32Array.of(0, 1) };

test('a linear path mixes rows and classes evenly', async () => {
  const { t, x } = await latentPath(doubling, ends, 2, 5, 'linear');
  assert.deepEqual([...t], [0, 0.25, 0.5, 0.75, 1]);
  assert.deepEqual([...rowOf(x, 0)], [11, 0]);
  assert.deepEqual([...rowOf(x, 2)], [0.5 + 5, 1.5 + 5]);
  assert.deepEqual([...rowOf(x, 4)], [0, 13]);
});

test('a spherical path keeps between the lengths of its ends', async () => {
  const same = { ...ends, labels: Int32Array.of(1, 1) };
  const { x } = await latentPath(doubling, same, 2, 3, 'spherical');
  const middle = rowOf(x, 1);
  assert.ok(Math.abs(Math.hypot(middle[0]!, middle[1]! - 10) - 2) < 1e-9, 'half way between 1 and 3');
  assert.ok(Math.abs(middle[0]! - (middle[1]! - 10)) < 1e-9, 'half of the right angle');
});

test('a spherical path between opposite or equal points is straight', async () => {
  for (const [a, b] of [
    [1, -1],
    [1, 1],
    [0, 2],
  ] as const) {
    const { x } = await latentPath(
      doubling,
      { x: matrix(2, 2, Float64Array.of(a, 0, b, 0)), labels: Int32Array.of(0, 0) },
      2,
      3,
      'spherical',
    );
    assert.deepEqual([...rowOf(x, 1)], [(a + b) / 2 + 10, 0]);
  }
});
