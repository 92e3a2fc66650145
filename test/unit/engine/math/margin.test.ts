import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { matrix, rowOf } from '../../../../src/data/matrix';
import type { Matrix } from '../../../../src/data/matrix';
import { createRng } from '../../../../src/data/random';
import { blobs, circles } from '../../../../src/data/toy';
import { solveLinearMargin } from '../../../../src/engine/math/dualCoordinateDescent';
import { gramMatrix } from '../../../../src/engine/math/gram';
import { kernelDiagonal, kernelValues } from '../../../../src/engine/math/mercer';
import type { MercerKernel } from '../../../../src/engine/math/mercer';
import { landmarkCoefficients, nystroem, nystroemRows } from '../../../../src/engine/math/nystroem';
import { solveMargin } from '../../../../src/engine/math/smo';

const linear: MercerKernel = { name: 'linear', gamma: 1, degree: 1, coef0: 0 };
const rbf: MercerKernel = { name: 'rbf', gamma: 0.7, degree: 3, coef0: 0 };
const poly: MercerKernel = { name: 'poly', gamma: 0.5, degree: 3, coef0: 1 };
const settings = { C: 1, tolerance: 1e-6, maxIterations: 100_000 };

suite('kernels', () => {
  const a = Float64Array.of(1, -2);
  const b = matrix(2, 2, Float64Array.of(0.5, 3, 1, -2));
  const cases: [MercerKernel, number[]][] = [
    [linear, [-5.5, 5]],
    [poly, [(0.5 * -5.5 + 1) ** 3, (0.5 * 5 + 1) ** 3]],
    [rbf, [Math.exp(-0.7 * 25.25), 1]],
  ];
  for (const [kernel, expected] of cases) {
    test(kernel.name, () => {
      const out = new Float64Array(2);
      kernelValues(kernel, b, a, out);
      out.forEach((value, i) => close(value, expected[i]!, 1e-12));
      close(kernelDiagonal(kernel, b)[1]!, expected[1]!, 1e-12);
    });
  }
});

suite('sequential minimal optimisation', () => {
  test('two rows: the margin is half of their distance', () => {
    const x = matrix(2, 1, Float64Array.of(-1, 3));
    const found = solve(x, [-1, 1], linear, 10);
    // w = 2 / distance = 0.5, alpha = w / distance = 1/8
    close(found.coefficients[0]!, -0.125, 1e-9);
    close(found.coefficients[1]!, 0.125, 1e-9);
    close(found.intercept, -0.5, 1e-9);
    close(found.dual, 0.125, 1e-9);
  });

  for (const kernel of [linear, rbf, poly]) {
    for (const C of [0.1, 1, 20]) {
      test(`${kernel.name}, C ${C}: primal equals dual, and the constraints hold`, () => {
        const { x, signs } = overlapping(120);
        const found = solve(x, signs, kernel, C);
        assert.ok(found.converged);
        assert.ok(found.primal >= found.dual);
        close(found.primal, found.dual, 1e-5);
        let sum = 0;
        found.coefficients.forEach((value, t) => {
          sum += value;
          assert.ok(
            value * signs[t]! >= 0 && Math.abs(value) <= C,
            `coefficient ${value} of a row of sign ${signs[t]}`,
          );
        });
        close(sum, 0, 1e-9);
        assert.ok(found.coefficients.some((value) => value === 0));
        // the decision that is reported is the sum over the support vectors
        const values = new Float64Array(x.rows);
        kernelValues(kernel, x, rowOf(x, 5), values);
        const f = found.intercept + values.reduce((total, value, t) => total + value * found.coefficients[t]!, 0);
        close(found.decision[5]!, f, 1e-9);
      });
    }
  }

  test('yields solutions whose dual only rises, and stops where it is told to', () => {
    const { x, signs } = overlapping(3000);
    const problem = { gram: gramMatrix(rbf, x), rows: all(x.rows), signs: Int8Array.from(signs), weights: alike };
    const duals: number[] = [];
    const solving = solveMargin(problem, { ...settings, maxIterations: 1200 });
    let next = solving.next();
    for (; !next.done; next = solving.next()) duals.push(next.value.dual);
    assert.ok(duals.length > 2, `${duals.length} reports`);
    duals.forEach((dual, i) => assert.ok(i === 0 || dual >= duals[i - 1]!));
    assert.equal(next.value.iterations, 1200);
    assert.equal(next.value.converged, false);
  });

  test('rows of one kind, equal rows of both kinds', () => {
    const same = matrix(4, 1, Float64Array.of(2, 2, 2, 2));
    const balanced = solve(same, [1, -1, 1, -1], rbf, 1);
    close(balanced.dual, 4, 1e-6);
    close(balanced.decision[0]!, 0, 1e-9);
    const alone = solve(same, [1, 1, 1, 1], rbf, 1);
    assert.ok(alone.converged);
    assert.ok(Number.isFinite(alone.intercept));
  });
});

suite('dual coordinate descent', () => {
  test('is within the gap of the optimum', () => {
    const { x, signs } = overlapping(400);
    const problem = { x, rows: all(x.rows), signs: Int8Array.from(signs), weights: alike };
    const found = run(solveLinearMargin(problem, { C: 1, gap: 1e-3, maxEpochs: 1000 }, createRng(1)));
    assert.ok(found.converged);
    // with a column of ones in place of a free intercept, the exact solver has the same problem
    const augmented = matrix(x.rows, 3);
    for (let i = 0; i < x.rows; i++) rowOf(augmented, i).set([1, ...rowOf(x, i)]);
    const { weights, primal, dual } = found;
    const hinge = signs.reduce((sum, sign, i) => {
      const f = rowOf(augmented, i).reduce((total, value, j) => total + value * weights[j]!, 0);
      return sum + Math.max(0, 1 - sign * f);
    }, 0);
    close(weights.reduce((sum, w) => sum + w * w, 0) / 2 + hinge, primal, 1e-9);
    assert.ok(dual <= primal && primal - dual <= 1e-3 * primal);
    // a free intercept can only do better, and with many rows little
    const free = solve(x, signs, linear, 1);
    assert.ok(free.primal <= primal * (1 + 1e-6));
    close(free.primal, primal, 0.01);
  });

  test('says when it had too few epochs', () => {
    const { x, signs } = overlapping(100);
    const problem = { x, rows: all(x.rows), signs: Int8Array.from(signs), weights: alike };
    const found = run(solveLinearMargin(problem, { C: 100, gap: 1e-9, maxEpochs: 2 }, createRng(1)));
    assert.equal(found.epochs, 2);
    assert.equal(found.converged, false);
  });
});

suite('Nyström features', () => {
  const { x } = circles(60, 0.1, 0.5, createRng(3));

  test('with every row a landmark their inner products are the kernel', () => {
    const map = nystroem(rbf, x, 60, createRng(1));
    const phi = features(x, map);
    const values = new Float64Array(60);
    for (const i of [0, 17, 59]) {
      kernelValues(rbf, x, rowOf(x, i), values);
      values.forEach((value, j) => close(inner(rowOf(phi, i), rowOf(phi, j)), value, 1e-3));
    }
  });

  test('a function of the features is a sum of kernels at the landmarks', () => {
    const map = nystroem(rbf, x, 12, createRng(1));
    const phi = features(x, map);
    assert.equal(phi.columns, 12);
    const w = Float64Array.from({ length: 12 }, (_, j) => Math.cos(j));
    const beta = landmarkCoefficients(map, w);
    const values = new Float64Array(12);
    for (let i = 0; i < x.rows; i++) {
      kernelValues(rbf, map.landmarks, rowOf(x, i), values);
      close(inner(values, beta), inner(rowOf(phi, i), w), 1e-4);
    }
  });

  function features(rows: Matrix, map: ReturnType<typeof nystroem>): Matrix {
    const m = map.landmarks.rows;
    const out = new Float32Array(rows.rows * m);
    nystroemRows(rbf, map, rows, [0, 20], out);
    nystroemRows(rbf, map, rows, [20, rows.rows], out);
    return matrix(rows.rows, m, Float64Array.from(out));
  }
});

test('a class that counts three times is one whose rows stand there three times', () => {
  const { x, signs } = overlapping(200);
  const rows = all(x.rows);
  const thrice = Int32Array.from([...rows].flatMap((row) => (signs[row]! > 0 ? [row, row, row] : [row])));
  const upper = { lower: 1, upper: 3 };
  const given = { rows, signs: Int8Array.from(signs), weights: upper };
  const repeated = { rows: thrice, signs: Int8Array.from(thrice, (row) => signs[row]!), weights: alike };
  const gram = gramMatrix(linear, x);
  const exact = [given, repeated].map((sides) => run(solveMargin({ gram, ...sides }, { ...settings, C: 0.5 })));
  close(exact[0]!.primal, exact[1]!.primal, 1e-5);
  close(exact[0]!.dual, exact[1]!.dual, 1e-5);
  close(exact[0]!.intercept, exact[1]!.intercept, 1e-2);
  const descent = { C: 0.5, gap: 1e-6, maxEpochs: 20_000 };
  const [a, b] = [given, repeated].map((sides) => run(solveLinearMargin({ x, ...sides }, descent, createRng(1))));
  close(a!.primal, b!.primal, 1e-5);
  a!.weights.forEach((weight, j) => close(weight, b!.weights[j]!, 1e-2));
});

/** What rows of either class count. */
const alike = { lower: 1, upper: 1 };

function solve(x: Matrix, signs: readonly number[], kernel: MercerKernel, C: number) {
  const problem = { gram: gramMatrix(kernel, x), rows: all(x.rows), signs: Int8Array.from(signs), weights: alike };
  return run(solveMargin(problem, { ...settings, C }));
}

function run<T>(solving: Generator<T, T>): T {
  let next = solving.next();
  while (!next.done) next = solving.next();
  return next.value;
}

function overlapping(n: number): { x: Matrix; signs: number[] } {
  const centers = [
    [-0.7, 0.2],
    [0.8, -0.3],
  ] as const;
  const { x, y } = blobs(n, centers, 1, createRng(2));
  return { x, signs: Array.from(y, (k) => (k === 1 ? 1 : -1)) };
}

function all(n: number): Int32Array {
  return Int32Array.from({ length: n }, (_, i) => i);
}

function inner(a: Float64Array, b: Float64Array): number {
  return a.reduce((sum, value, i) => sum + value * b[i]!, 0);
}

function close(actual: number, expected: number, tolerance: number): void {
  assert.ok(
    Math.abs(actual - expected) <= tolerance * (1 + Math.abs(expected)),
    `${actual}, expected ${expected} within ${tolerance}`,
  );
}
