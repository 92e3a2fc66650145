import assert from 'node:assert/strict';
import { test } from 'node:test';
import { blobs, circles, filmRatings, grid, moons, ring, spiral, toyTable, type Toy } from '../../../src/data/toy';
import { createRng, type Rng } from '../../../src/data/random';

const makers: Record<string, (n: number, rng: Rng) => Toy> = {
  moons: (n, rng) => moons(n, 0.1, rng),
  circles: (n, rng) => circles(n, 0.05, 0.5, rng),
  blobs: (n, rng) => blobs(n, [[0, 0], [3, 3], [-3, 3]], 0.5, rng), // prettier-ignore
  spiral: (n, rng) => spiral(n, 3, 0.02, rng),
  ring: (n, rng) => ring(n, 8, 0.1, rng),
  grid: (n, rng) => grid(n, 5, 0.05, rng),
};

for (const [name, make] of Object.entries(makers)) {
  test(`${name}: shape, balanced classes, the same for the same seed`, () => {
    const toy = make(201, createRng(1));
    assert.deepEqual([toy.x.rows, toy.x.columns, toy.y.length], [201, 2, 201]);
    assert.ok(toy.x.data.every(Number.isFinite));
    const counts = toy.classes.map((_, c) => toy.y.filter((y) => y === c).length);
    assert.ok(Math.max(...counts) - Math.min(...counts) <= 1, counts.join());
    assert.deepEqual(make(201, createRng(1)), toy);
    assert.notDeepEqual(make(201, createRng(2)).x, toy.x);
    const table = toyTable(toy);
    assert.deepEqual(
      table.columns.map((column) => column.name),
      ['x1', 'x2', 'label'],
    );
    const label = table.columns[2]!;
    assert.ok(
      label.kind === 'categorical' && label.codes.every((code, i) => label.levels[code] === toy.classes[toy.y[i]!]),
    );
  });
}

test('without noise the moons lie on their half circles', () => {
  const { x, y } = moons(100, 0, createRng(1));
  for (let i = 0; i < 100; i++) {
    const [a, b] = [x.data[2 * i]!, x.data[2 * i + 1]!];
    const [centreX, centreY, side] = y[i] === 0 ? [0, 0, 1] : [1, 0.5, -1];
    assert.ok(Math.abs(Math.hypot(a - centreX, b - centreY) - 1) < 1e-12);
    assert.ok(side * (b - centreY) >= -1e-12);
  }
});

test('film ratings: whole stars, each pair once, one genre per film and one age per viewer', () => {
  const rows = filmRatings(60, 30, 700, createRng(2));
  assert.equal(rows.length, 700);
  assert.equal(new Set(rows.map(({ viewer, film }) => `${viewer} ${film}`)).size, 700);
  assert.ok(rows.every(({ stars }) => Number.isInteger(stars) && stars >= 1 && stars <= 5));
  assert.equal(
    new Set(rows.map(({ film, genre }) => `${film} ${genre}`)).size,
    new Set(rows.map(({ film }) => film)).size,
  );
  assert.equal(
    new Set(rows.map(({ viewer, age }) => `${viewer} ${age}`)).size,
    new Set(rows.map((row) => row.viewer)).size,
  );
  assert.deepEqual(filmRatings(60, 30, 50, createRng(2)), filmRatings(60, 30, 50, createRng(2)));
});
