import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { minimise } from '../../../../src/engine/math/lbfgs';
import type { Minimum, Objective } from '../../../../src/engine/math/lbfgs';

const settings = { tolerance: 1e-8, maxIterations: 500, precision: 1e-15 };

suite('L-BFGS', () => {
  test("finds the minimum of Rosenbrock's valley", async () => {
    const { x, converged, iteration } = await run(rosenbrock, [-1.2, 1, -1.2, 1]);
    assert.ok(converged);
    assert.ok(iteration < 100, `${iteration} iterations`);
    x.forEach((value) => assert.ok(Math.abs(value - 1) < 1e-6));
  });

  test('finds the minimum of a badly scaled bowl', async () => {
    const scales = [1, 1e2, 1e4, 1e6];
    const bowl: Objective = (x) =>
      Promise.resolve({
        value: 0.5 * scales.reduce((sum, scale, j) => sum + scale * (x[j]! - 1) ** 2, 0),
        gradient: Float64Array.from(scales, (scale, j) => scale * (x[j]! - 1)),
      });
    const { x, converged } = await run(bowl, [0, 0, 0, 0]);
    assert.ok(converged);
    x.forEach((value) => assert.ok(Math.abs(value - 1) < 1e-6));
  });

  test('never goes up, and yields each iteration', async () => {
    let last = Infinity;
    let count = 0;
    const iterations = minimise(rosenbrock, Float64Array.of(2, -3), settings);
    for (let next = await iterations.next(); !next.done; next = await iterations.next()) {
      assert.equal(next.value.iteration, ++count);
      assert.ok(next.value.value <= last);
      last = next.value.value;
    }
    assert.ok(count > 5);
  });

  test('says when it was stopped before the minimum', async () => {
    const { converged, iteration } = await run(rosenbrock, [-1.2, 1], { ...settings, maxIterations: 3 });
    assert.equal(converged, false);
    assert.equal(iteration, 3);
  });

  test('ends where rounding hides the way down', async () => {
    const rounded: Objective = async (x) => {
      const { value, gradient } = await rosenbrock(x);
      return { value: Math.fround(value), gradient: gradient.map((g) => g + 1e-6) };
    };
    const { x, converged } = await run(rounded, [-1.2, 1], { ...settings, tolerance: 1e-12, precision: 1e-7 });
    assert.ok(converged);
    x.forEach((value) => assert.ok(Math.abs(value - 1) < 1e-2));
  });

  test('does not call NaN a minimum', async () => {
    const { converged } = await run((x) => Promise.resolve({ value: NaN, gradient: x.map(() => NaN) }), [1]);
    assert.equal(converged, false);
  });

  test('has nothing to do at the minimum', async () => {
    const { iteration, converged } = await run(rosenbrock, [1, 1]);
    assert.equal(iteration, 0);
    assert.ok(converged);
  });
});

/** Pairs of 100 (b - a^2)^2 + (1 - a)^2. */
function rosenbrock(x: Float64Array): ReturnType<Objective> {
  let value = 0;
  const gradient = new Float64Array(x.length);
  for (let j = 0; j < x.length; j += 2) {
    const [a, b] = [x[j]!, x[j + 1]!];
    value += 100 * (b - a * a) ** 2 + (1 - a) ** 2;
    gradient[j] = -400 * a * (b - a * a) - 2 * (1 - a);
    gradient[j + 1] = 200 * (b - a * a);
  }
  return Promise.resolve({ value, gradient });
}

async function run(f: Objective, start: number[], options = settings): Promise<Minimum> {
  const iterations = minimise(f, Float64Array.from(start), options);
  for (;;) {
    const next = await iterations.next();
    if (next.done) return next.value;
  }
}
