import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { matrix } from '../../../../src/data/matrix';
import type { Matrix } from '../../../../src/data/matrix';
import { Problem } from '../../../../src/data/problem';
import { createRng } from '../../../../src/data/random';
import { kernelFloat64 } from '../../../../src/engine/math/kernelFloat64';
import type { Kernel } from '../../../../src/engine/math/kernel';
import type { TrainingData } from '../../../../src/engine/model';
import { asMarginalClassifier, posterior } from '../../../../src/engine/posterior';
import { referenceData } from '../../../support/reference';
import { fit, modelOf } from '../../../support/training';

const ids = ['gaussian-naive-bayes', 'linear-discriminant-analysis', 'quadratic-discriminant-analysis'];
const iris = referenceData('iris');

suite('Gaussian classes', () => {
  for (const id of ids) {
    test(`${id}: with features missing it is the classifier of the others`, async () => {
      const fitted = await fit(modelOf(id), iris.train);
      for (const kept of [[0], [1, 3], [0, 1, 2]]) {
        const narrow = await fit(modelOf(id), columnsOf(iris.train, kept));
        const gaps = matrix(
          iris.test.x.rows,
          4,
          iris.test.x.data.map((value, at) => (kept.includes(at % 4) ? value : NaN)),
        );
        const expected = await narrow.logJoint!(pick(iris.test.x, kept));
        const actual = await asMarginalClassifier(fitted)!.predictProba(gaps);
        posterior(expected).data.forEach((p, at) => near(actual.data[at]!, p, 1e-6));
        // the smoothing of variances depends on which features there are
        if (id !== 'gaussian-naive-bayes') continue;
        (await fitted.logJointMarginal!(gaps)).data.forEach((value, at) =>
          near(value, expected.data[at]!, 1e-6 * (1 + Math.abs(value))),
        );
      }
    });

    test(`${id}: two spheres two standard deviations apart approach the error Phi(-1) = 0.1587`, async () => {
      const fitted = await fit(modelOf(id), spheres(4000, 1));
      const { x, y } = spheres(60_000, 2);
      const proba = posterior(await fitted.logJoint!(x));
      const wrong = y.filter((label, i) => proba.data[2 * i + label]! < 0.5).length / y.length;
      near(wrong, 0.1587, 0.006);
    });

    test(`${id}: priors given replace the frequencies`, async () => {
      const fitted = await fit(modelOf(id), iris.train, { options: { priors: [0.7, 0.2, 0.1] } });
      [0.7, 0.2, 0.1].forEach((prior, k) => near(Math.exp(fitted.logPrior![k]!), prior, 1e-12));
      for (const priors of [
        [0.5, 0.5],
        [0.5, 0.5, 0.5],
      ]) {
        await assert.rejects(fit(modelOf(id), iris.train, { options: { priors } }), (error) => {
          assert.ok(error instanceof Problem);
          assert.equal(error.code, 'invalid-value');
          assert.deepEqual(error.at, ['priors']);
          return true;
        });
      }
    });
  }

  test('large passes go to the kernel, and give the same', async () => {
    const fitted = await fit(modelOf('quadratic-discriminant-analysis'), referenceData('moons').train);
    const passes: string[] = [];
    const watched: Kernel = {
      ...kernelFloat64,
      largePass: 1 << 20,
      scores: (features, theta, x) => {
        passes.push(features);
        return kernelFloat64.scores(features, theta, x);
      },
    };
    const restored = modelOf('quadratic-discriminant-analysis').restore(fitted.save(), watched);
    const rng = createRng(1);
    const x = matrix(
      150_000,
      2,
      Float64Array.from({ length: 300_000 }, () => rng.normal()),
    );
    const large = await restored.logJoint!(x);
    assert.deepEqual(passes, ['quadratic']);
    const few = await restored.logJoint!(matrix(100, 2, x.data.slice(0, 200)));
    assert.equal(passes.length, 1);
    few.data.forEach((value, at) => near(large.data[at]!, value, 1e-9));
  });

  test('shrinkage and reg_param draw covariances to spheres', async () => {
    const whole = await fit(modelOf('linear-discriminant-analysis'), iris.train, { options: { shrinkage: 1 } });
    const round = await fit(modelOf('quadratic-discriminant-analysis'), iris.train, { options: { reg_param: 1 } });
    const [a, b] = [await whole.sample!(20_000, 0, createRng(1)), await round.sample!(20_000, 0, createRng(1))];
    const spread = (x: Matrix, j: number) => {
      const values = Array.from({ length: x.rows }, (_, i) => x.data[i * 4 + j]!);
      const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
      return values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
    };
    for (let j = 1; j < 4; j++) near(spread(a, j) / spread(a, 0), 1, 0.05);
    for (let j = 0; j < 4; j++) near(spread(b, j), 1, 0.05);
  });

  test('say what they did to a singular covariance', async () => {
    const twin = columnsOf(iris.train, [0, 1, 1]);
    for (const id of ids.slice(1)) {
      const { notes } = await fit(modelOf(id), twin);
      assert.ok(
        notes.some((note) => note.includes('singular') && note.includes('added to its diagonal')),
        notes.join(' '),
      );
    }
    const { notes } = await fit(modelOf('quadratic-discriminant-analysis'), twin);
    assert.ok(iris.train.classNames.every((name) => notes.some((note) => note.includes(name))));
  });

  test('refuse more features than a covariance can have', async () => {
    const wide: TrainingData = {
      x: matrix(4, 5000),
      y: Int32Array.of(0, 1, 0, 1),
      classes: 2,
      classNames: ['a', 'b'],
      columns: Array.from({ length: 5000 }, (_, j) => ({ feature: `x${j}`, mean: 0, scale: 1 })),
    };
    for (const id of ids.slice(1)) {
      await assert.rejects(
        fit(modelOf(id), wide),
        (error) => error instanceof Problem && error.code === 'too-many-features',
      );
    }
    assert.equal((await fit(modelOf('gaussian-naive-bayes'), wide)).parameters, 20_001);
  });
});

function columnsOf(data: TrainingData, kept: number[]): TrainingData {
  return { ...data, x: pick(data.x, kept), columns: kept.map((j) => data.columns[j]!) };
}

function pick(x: Matrix, kept: number[]): Matrix {
  return matrix(
    x.rows,
    kept.length,
    Float64Array.from(
      { length: x.rows * kept.length },
      (_, at) => x.data[Math.floor(at / kept.length) * x.columns + kept[at % kept.length]!]!,
    ),
  );
}

function near(actual: number, expected: number, tolerance: number): void {
  assert.ok(Math.abs(actual - expected) <= tolerance, `${actual} is ${expected} within ${tolerance}`);
}

/** Two classes with the identity as covariance, whose means are 2 apart. */
function spheres(rows: number, seed: number): TrainingData {
  const rng = createRng(seed);
  const y = Int32Array.from({ length: rows }, (_, i) => i % 2);
  const x = matrix(rows, 2);
  for (let i = 0; i < rows; i++) x.data.set([rng.normal() + 2 * y[i]!, rng.normal()], 2 * i);
  return { ...iris.train, x, y, classes: 2, classNames: ['a', 'b'], columns: iris.train.columns.slice(0, 2) };
}
