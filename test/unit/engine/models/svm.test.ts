import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { suite, test } from 'node:test';
import { matrix, rowOf, takeRows } from '../../../../src/data/matrix';
import type { Matrix } from '../../../../src/data/matrix';
import { Problem } from '../../../../src/data/problem';
import { createRng } from '../../../../src/data/random';
import { blobs, moons } from '../../../../src/data/toy';
import type { Toy } from '../../../../src/data/toy';
import { kernelValues } from '../../../../src/engine/math/mercer';
import type { MercerKernel } from '../../../../src/engine/math/mercer';
import type { Fitted, TrainingData } from '../../../../src/engine/model';
import { readArray, readCodes } from '../../../../src/engine/models/shared/saved';
import { asClassifier } from '../../../../src/engine/posterior';
import type { Json } from '../../../../src/protocol/cards';
import { referenceData, referenceNames } from '../../../support/reference';
import { fit, modelOf } from '../../../support/training';

interface SvmBlock {
  accuracy: number;
  n_support_total: number;
  gamma?: number;
  decision10?: number[];
  dual_objective?: number;
  intercept?: number;
  coef?: number[];
}

interface WeightedCase {
  model: string;
  data: string;
  options: { [name: string]: Json };
  /** f of the first test rows; of machines only. */
  decision?: number[];
}

const models = [
  { id: 'linear-svm', block: 'linear', options: {} },
  { id: 'kernel-svm', block: 'linear', options: { kernel: 'linear' } },
  { id: 'kernel-svm', block: 'rbf', options: {} },
] as const;

for (const name of referenceNames) {
  const data = referenceData(name);
  suite(`support vector machines of scikit-learn on ${name}`, () => {
    for (const { id, block, options } of models) {
      const expected = (data.block('svm') as unknown as { [block: string]: SvmBlock })[block]!;
      test(`${id} ${JSON.stringify(options)}`, async () => {
        const fitted = await fit(modelOf(id), data.train, { options });
        assert.deepEqual(fitted.notes, []);
        assert.equal(fitted.supportVectors!.rows, expected.n_support_total);
        const right = (await accuracy(fitted, data.test.x, data.test.y)) * data.test.y.length;
        assert.ok(
          Math.abs(right - expected.accuracy * data.test.y.length) <= 1 + 1e-6,
          `${right} rows right; scikit-learn ${expected.accuracy}`,
        );
        if (expected.decision10 === undefined) return;
        const examples = takeRows(data.test.x, [0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
        decisions(fitted, examples).forEach((f, i) => close(f, expected.decision10![i]!, 2e-3));
        const { primal, dual } = objectives(fitted, data.train);
        close(primal, expected.dual_objective!, 1e-4);
        if (dual !== undefined) close(dual, expected.dual_objective!, 1e-4);
        if (expected.gamma !== undefined) close(kernelIn(fitted).gamma, expected.gamma, 1e-6);
        if (id !== 'linear-svm') return;
        const weights = weightsOf(fitted, data.train.x.columns);
        [expected.intercept!, ...expected.coef!].forEach((w, j) => close(weights[j]!, w, 2e-3));
      });
    }
  });
}

suite('options that change the machine, as in scikit-learn', () => {
  const file = join('test', 'fixtures', 'options', 'options.json');
  for (const { model, data, options, decision } of JSON.parse(readFileSync(file, 'utf8')) as WeightedCase[]) {
    if (!decision) continue;
    test(`${model} on ${data} with ${JSON.stringify(options)}`, async () => {
      const { train, test: held } = referenceData(data);
      const fitted = await fit(modelOf(model), train, { options: { ...options, tol: 1e-6 } });
      decisions(fitted, takeRows(held.x, [...decision.keys()])).forEach((f, i) => close(f, decision[i]!, 1e-4));
    });
  }
});

test('a kernel that is no inner product is refused where it would have to be approached', async () => {
  const data = toyData(moons(5002, 0.3, createRng(2)));
  await assert.rejects(fit(modelOf('kernel-svm'), data, { options: { kernel: 'sigmoid' } }), (problem) => {
    assert.ok(problem instanceof Problem);
    assert.match(problem.message, /^kernel sigmoid with coef0 0 is no inner product.* up to 5,000 .* there are 5,002/);
    return true;
  });
});

suite('support vector machines', () => {
  const ids = ['linear-svm', 'kernel-svm'];

  for (const id of ids) {
    test(`${id}: what is most probable is what the machine decides`, async () => {
      // one class is much rarer, so that the sigmoid passes one half far from the boundary
      const all = toyData(moons(600, 0.35, createRng(4)));
      const kept = Array.from(all.y.keys()).filter((i) => all.y[i] === 0 || i % 6 === 0);
      const data = { ...all, x: takeRows(all.x, kept), y: Int32Array.from(kept, (i) => all.y[i]!) };
      const fitted = await fit(modelOf(id), data);
      const proba = await asClassifier(fitted)!.predictProba(all.x);
      const f = decisions(fitted, all.x);
      f.forEach((value, i) => assert.equal(rowOf(proba, i)[1]! > 0.5, value > 0, `f ${value}`));
      // monotone in f
      const order = Array.from(f.keys()).sort((a, b) => f[a]! - f[b]!);
      order.forEach((i, at) => {
        if (at > 0) assert.ok(rowOf(proba, i)[1]! >= rowOf(proba, order[at - 1]!)[1]! - 1e-12);
      });
    });

    test(`${id}: probabilities are calibrated`, async () => {
      const centers = [
        [-0.8, 0],
        [0.8, 0],
      ] as const;
      const fitted = await fit(modelOf(id), toyData(blobs(800, centers, 1, createRng(5))));
      const fresh = blobs(4000, centers, 1, createRng(6));
      const proba = await asClassifier(fitted)!.predictProba(fresh.x);
      // two Gaussians of equal covariance: log odds are 1.6 x1; compared bin by bin of what was predicted
      const bins = Array.from({ length: 10 }, () => ({ predicted: 0, truth: 0 }));
      for (let i = 0; i < 4000; i++) {
        const p = rowOf(proba, i)[1]!;
        const bin = bins[Math.min(9, Math.floor(10 * p))]!;
        bin.predicted += p / 4000;
        bin.truth += 1 / 4000 / (1 + Math.exp(-1.6 * fresh.x.data[2 * i]!));
      }
      const error = bins.reduce((sum, { predicted, truth }) => sum + Math.abs(predicted - truth), 0);
      assert.ok(error < 0.04, `expected calibration error ${error}`);
    });

    test(`${id}: a class that was seen once or never, and rows that occur twice`, async () => {
      const { x, y } = moons(40, 0.1, createRng(7));
      const labels = y.map((k, i) => (i === 3 ? 2 : k));
      const doubled = takeRows(x, [...labels.keys(), ...labels.keys()].map(Number));
      const data = { ...toyData({ x, y, classes: ['a', 'b', 'c', 'd'] }), y: labels };
      const fitted = await fit(modelOf(id), data);
      assert.match(fitted.notes.join(' '), /No training row has class d\..*single training row/);
      const proba = await asClassifier(fitted)!.predictProba(x);
      for (let i = 0; i < x.rows; i++) assert.equal(rowOf(proba, i)[3], 0);
      const twice = { ...data, x: doubled, y: Int32Array.from([...labels, ...labels]) };
      assert.ok((await accuracy(await fit(modelOf(id), twice), x, labels)) > 0.8);
    });

    test(`${id}: a fit that is stopped can be asked, and says so`, async () => {
      const data = toyData(moons(600, 0.3, createRng(8)));
      const controller = new AbortController();
      let solved = 0;
      const fitted = await fit(modelOf(id), data, {
        context: { signal: controller.signal },
        onStep: ({ loss }) => {
          // in the midst of the calibration
          if (loss === undefined && ++solved === 2) controller.abort();
        },
      });
      assert.match(fitted.notes.join(' '), /^Stopped before the end/);
      const whole = await fit(modelOf(id), data);
      assert.equal(
        JSON.stringify(fitted.supportVectors!.data),
        JSON.stringify(whole.supportVectors!.data),
        'the machine itself was complete',
      );
      assert.ok((await accuracy(fitted, data.x, data.y)) > 0.8);
    });

    test(`${id}: too few iterations are said`, async () => {
      const data = toyData(moons(100, 0.3, createRng(9)));
      const fitted = await fit(modelOf(id), data, { options: { max_iter: 3 } });
      assert.deepEqual(fitted.notes, ['A machine is not converged: raise max_iter or lower C.']);
    });

    test(`${id}: above 5,000 rows an approximation, which is said and as good`, async () => {
      const large = toyData(moons(5200, 0.3, createRng(10)));
      const small = toyData(moons(1500, 0.3, createRng(11)));
      const losses: number[] = [];
      const fitted = await fit(modelOf(id), large, {
        onStep: ({ loss }) => {
          if (loss !== undefined) losses.push(loss);
        },
      });
      assert.equal(fitted.notes.length, 1);
      assert.match(fitted.notes[0]!, /^More than 5,000 training rows/);
      assert.equal(fitted.supportVectors, undefined);
      assert.ok(losses.length > 2 && losses.at(-1)! < losses[0]!);
      const fresh = toyData(moons(2000, 0.3, createRng(12)));
      const exact = await accuracy(await fit(modelOf(id), small), fresh.x, fresh.y);
      const approximate = await accuracy(fitted, fresh.x, fresh.y);
      assert.ok(approximate > exact - 0.01, `accuracy ${approximate}, by the exact fit ${exact}`);
    });
  }

  test('gamma, degree and coef0 reach the kernel', async () => {
    const data = toyData(moons(60, 0.1, createRng(1)));
    const options = { kernel: 'poly', gamma: 'auto', degree: 2, coef0: 1.5 };
    assert.deepEqual(kernelIn(await fit(modelOf('kernel-svm'), data, { options })), {
      name: 'poly',
      gamma: 0.5,
      degree: 2,
      coef0: 1.5,
    });
    const other = await fit(modelOf('kernel-svm'), data, { options: { gamma: 0.25 } });
    assert.equal(kernelIn(other).gamma, 0.25);
  });
});

function kernelIn(fitted: Fitted): MercerKernel {
  return fitted.save()['kernel'] as unknown as MercerKernel;
}

function weightsOf(fitted: Fitted, d: number): Float64Array {
  return readArray(fitted.save()['weights'], 'weights', [1, d + 1]);
}

/** The only machine of two classes: kernel, points and their coefficients, as saved. */
function machineOf(fitted: Fitted) {
  const pair = (fitted.save()['pairs'] as { [name: string]: Json }[])[0]!;
  const points = fitted.supportVectors!;
  const at = readCodes(pair['at'], 'at', [points.rows], 0, points.rows);
  assert.deepEqual(Array.from(at), Array.from(at.keys()));
  const coefficients = readArray(pair['coefficients'], 'coefficients', [points.rows, 1]);
  return { kernel: kernelIn(fitted), points, coefficients, intercept: pair['intercept'] as number };
}

/** f(x) of the only machine of two classes: [n]. */
function decisions(fitted: Fitted, x: Matrix): Float64Array {
  if (fitted.save()['weights']) {
    const w = weightsOf(fitted, x.columns);
    return Float64Array.from({ length: x.rows }, (_, i) =>
      rowOf(x, i).reduce((sum, value, j) => sum + value * w[j + 1]!, w[0]!),
    );
  }
  const { kernel, points, coefficients, intercept } = machineOf(fitted);
  const values = new Float64Array(points.rows);
  return Float64Array.from({ length: x.rows }, (_, i) => {
    kernelValues(kernel, points, rowOf(x, i), values);
    return values.reduce((sum, value, s) => sum + value * coefficients[s]!, intercept);
  });
}

/** 1/2 |w|^2 + sum hinge and, where the coefficients are kept, sum alpha - 1/2 |w|^2, at C = 1. */
function objectives(fitted: Fitted, { x, y }: TrainingData): { primal: number; dual?: number } {
  const hinge = decisions(fitted, x).reduce((sum, f, i) => sum + Math.max(0, 1 - (y[i] === 1 ? f : -f)), 0);
  if (fitted.save()['weights']) {
    const w = weightsOf(fitted, x.columns).subarray(1);
    return { primal: hinge + w.reduce((sum, value) => sum + value * value, 0) / 2 };
  }
  const { points, coefficients, intercept } = machineOf(fitted);
  const norm = decisions(fitted, points).reduce((sum, f, s) => sum + coefficients[s]! * (f - intercept), 0);
  return {
    primal: norm / 2 + hinge,
    dual: coefficients.reduce((sum, value) => sum + Math.abs(value), 0) - norm / 2,
  };
}

async function accuracy(fitted: Fitted, x: Matrix, y: Int32Array): Promise<number> {
  const proba = await asClassifier(fitted)!.predictProba(x);
  const right = y.filter((label, i) => {
    const row = rowOf(proba, i);
    return row.indexOf(Math.max(...row)) === label;
  });
  return right.length / y.length;
}

function toyData({ x, y, classes }: Toy): TrainingData {
  const columns = ['x1', 'x2'].map((feature) => ({ feature, mean: 0, scale: 1 }));
  return { x: matrix(x.rows, 2, x.data), y, classes: classes.length, classNames: classes, columns };
}

function close(actual: number, expected: number, tolerance: number): void {
  assert.ok(
    Math.abs(actual - expected) <= tolerance * (1 + Math.abs(expected)),
    `${actual}, expected ${expected} within ${tolerance}`,
  );
}
