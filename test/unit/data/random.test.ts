import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createRng } from '../../../src/data/random';

const draw = (rng: ReturnType<typeof createRng>, n = 8): number[] => Array.from({ length: n }, () => rng.uniform());

test('the same seed gives the same numbers, another seed others', () => {
  assert.deepEqual(draw(createRng(7)), draw(createRng(7)));
  for (const seed of [8, -7, 7.5, 7 + 2 ** 32, 0, 2 ** 53])
    assert.notDeepEqual(draw(createRng(7)), draw(createRng(seed)));
});

test('the stream of a seed never changes: saved results depend on it', () => {
  assert.deepEqual(
    draw(createRng(0), 3).map((u) => u.toFixed(12)),
    ['0.608028706248', '0.713957646277', '0.912590530242'],
  );
});

test('a fork depends on seed and label, not on what was drawn', () => {
  const [fresh, used] = [createRng(1), createRng(1)];
  draw(used);
  assert.deepEqual(draw(fresh.fork('a')), draw(used.fork('a')));
  assert.deepEqual(draw(fresh.fork('a').fork(2)), draw(used.fork('a').fork(2)));
  const streams = ['a', 'b', 'ab', 'ba', '', 'a\0', 1, 2].map((label) => draw(fresh.fork(label)).join());
  assert.equal(new Set([...streams, draw(fresh).join()]).size, streams.length + 1);
});

test('streams of neighbouring seeds and labels are uncorrelated', () => {
  const n = 20_000;
  const rng = createRng(3);
  const pairs = [
    [createRng(1), createRng(2)],
    [rng.fork(1), rng.fork(2)],
    [rng.fork('x'), createRng(3)],
  ] as const;
  for (const [a, b] of pairs) {
    let sum = 0;
    for (let i = 0; i < n; i++) sum += (a.uniform() - 0.5) * (b.uniform() - 0.5);
    assert.ok(Math.abs((12 * sum) / n) < 4 / Math.sqrt(n), String((12 * sum) / n));
  }
});

test('uniform, normal and integer have the moments they should', () => {
  const n = 200_000;
  const rng = createRng(5);
  const moments = (next: () => number): number[] => {
    const powers = [0, 0, 0, 0];
    for (let i = 0; i < n; i++) {
      const value = next();
      for (let k = 0; k < 4; k++) powers[k]! += value ** (k + 1) / n;
    }
    return powers;
  };
  const near = (actual: number[], expected: number[], sds: number[]): void => {
    for (const [k, value] of actual.entries()) {
      assert.ok(
        Math.abs(value - expected[k]!) < (5 * sds[k]!) / Math.sqrt(n),
        `moment ${k + 1}: ${value}, expected ${expected[k]}`,
      );
    }
  };
  near(
    moments(() => rng.uniform()),
    [1 / 2, 1 / 3, 1 / 4, 1 / 5],
    [0.29, 0.3, 0.29, 0.27],
  );
  near(
    moments(() => rng.normal()),
    [0, 1, 0, 3],
    [1, 1.42, 3.9, 9.8],
  );
  const counts = new Int32Array(7);
  for (let i = 0; i < n; i++) counts[rng.integer(7)]!++;
  const chiSquare = counts.reduce((sum, count) => sum + (count - n / 7) ** 2 / (n / 7), 0);
  assert.ok(chiSquare < 27, String(chiSquare));
});

test('shuffle permutes, every order equally often', () => {
  const rng = createRng(6);
  const seen = new Map<string, number>();
  for (let i = 0; i < 6000; i++) {
    const items = [1, 2, 3];
    rng.shuffle(items);
    seen.set(items.join(), (seen.get(items.join()) ?? 0) + 1);
  }
  assert.equal(seen.size, 6);
  for (const count of seen.values()) assert.ok(Math.abs(count - 1000) < 150, String(count));
  const rows = Int32Array.from({ length: 100 }, (_, i) => i);
  rng.shuffle(rows);
  assert.deepEqual(
    Array.from(rows).sort((a, b) => a - b),
    Array.from({ length: 100 }, (_, i) => i),
  );
});

test('choice follows the weights and never takes a weight of 0', () => {
  const rng = createRng(8);
  const counts = [0, 0, 0, 0];
  for (let i = 0; i < 10_000; i++) counts[rng.choice([0, 1, 3, 0])]!++;
  assert.ok(counts[0] === 0 && counts[3] === 0 && Math.abs(counts[2]! - 7500) < 220, counts.join());
  assert.throws(() => rng.choice([0, 0]), /invalid weights/);
});
