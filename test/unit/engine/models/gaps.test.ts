// Gaussians learned from rows of which some cells are missing.
import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { matrix, rowOf, stackRows, takeRows } from '../../../../src/data/matrix';
import type { Matrix } from '../../../../src/data/matrix';
import { createRng } from '../../../../src/data/random';
import type { Rng } from '../../../../src/data/random';
import { fullCovariance } from '../../../../src/engine/math/fullCovariance';
import { drawRows } from '../../../../src/engine/math/gaussian';
import { kernelFloat64 } from '../../../../src/engine/math/kernelFloat64';
import { groupMoments } from '../../../../src/engine/math/moments';
import { weightedMoments } from '../../../../src/engine/math/weightedMoments';
import type { Fitted, TrainingData } from '../../../../src/engine/model';
import { covarianceTypes } from '../../../../src/engine/models/shared/componentCovariances';
import { expectationMaximisation } from '../../../../src/engine/models/shared/expectationMaximisation';
import { expectedMoments } from '../../../../src/engine/models/shared/expectedMoments';
import { rowsWithoutGaps } from '../../../../src/engine/models/shared/missing';
import { mixtureStart, wholeOf } from '../../../../src/engine/models/shared/mixtureStart';
import { indicators } from '../../../../src/engine/models/shared/priors';
import { asClassifier } from '../../../../src/engine/posterior';
import { fit, modelOf } from '../../../support/training';

const d = 4;
const classes = 2;
/** A mixture of one component is the maximum of the likelihood, too. */
const single = { components: 1, reg_covar: 0, tol: 1e-9, max_iter: 1000 };
const full = [
  { id: 'linear-discriminant-analysis', options: {} },
  { id: 'quadratic-discriminant-analysis', options: {} },
  { id: 'gaussian-mixture', options: single },
];

suite('rows with gaps', () => {
  for (const { id, options } of full) {
    test(`${id} comes nearer to the truth than by the rows without gaps`, async () => {
      const errors = { all: 0, whole: 0 };
      for (const seed of [1, 2, 3, 4, 5]) {
        const { data, means, sigma } = correlated(seed, 300);
        const gaps = { ...data, x: withGaps(data.x, 0.3, createRng(seed)) };
        const rows = rowsWithoutGaps(gaps.x);
        const whole = { ...data, x: takeRows(data.x, rows), y: Int32Array.from(rows, (row) => data.y[row]!) };
        errors.all += distance(await fit(modelOf(id), gaps, { options }), means, sigma);
        errors.whole += distance(await fit(modelOf(id), whole, { options }), means, sigma);
      }
      assert.ok(errors.all < 0.7 * errors.whole, `${errors.all} and ${errors.whole}`);
    });

    test(`${id}: rows of which nothing is known change no more than P(y)`, async () => {
      const { data } = correlated(6, 60);
      const empty = matrix(3, d, new Float64Array(3 * d).fill(NaN));
      const more = { ...data, x: stackRows([data.x, empty]), y: Int32Array.of(...data.y, 0, 1, 1) };
      const { means, scatter, counts } = groupMoments(data.x, data.y, classes);
      const fitted = await fit(modelOf(id), more, { options });
      within(Math.exp(fitted.logPrior![0]!), 61 / 123, 1e-12);
      const lost = id.startsWith('quadratic') ? 1 : 0;
      const components = gaussiansOf(fitted);
      components.forEach(({ mean, covariance }, k) => {
        mean.forEach((value, j) => within(value, rowOf(means, k)[j]!, 1e-9));
        covariance.data.forEach((value, at) => {
          const own = (of: number) => scatter[of]!.data[at]! / (counts[of]! - lost);
          within(value, id.startsWith('linear') ? (own(0) + own(1)) / 2 : own(k), 1e-9);
        });
      });
    });
  }

  test('without gaps one pass is enough, and moments are those of the rows', async () => {
    const { data } = correlated(7, 50);
    const weights = indicators(data);
    assert.deepEqual(expectedMoments(data.x, weights), weightedMoments(data.x, weights));
    const { scatter } = groupMoments(data.x, data.y, classes);
    let steps = 0;
    const fitted = await fit(modelOf('quadratic-discriminant-analysis'), data, { onStep: () => void steps++ });
    assert.equal(steps, 1);
    gaussiansOf(fitted).forEach(({ covariance }, k) =>
      covariance.data.forEach((value, at) => within(value, scatter[k]!.data[at]! / 49, 1e-12)),
    );
  });

  for (const [name, type] of Object.entries(covarianceTypes)) {
    test(`the likelihood never falls: two components a class, ${name}`, async () => {
      const { data } = correlated(8, 80);
      const maximise = type.maximise(0);
      const start = { x: data.x, y: data.y, maximise };
      const from = mixtureStart(start, wholeOf(start), {
        components: 2,
        classes,
        kind: 'shares',
        rng: createRng(1),
      });
      const y = data.y.map((label, i) => (i % 4 === 0 ? -1 : label));
      const states = expectationMaximisation(
        {
          x: withGaps(data.x, 0.3, createRng(9)),
          y,
          gaps: true,
          maximise,
          tolerance: -1,
          maxIterations: 60,
          kernel: kernelFloat64,
          signal: new AbortController().signal,
        },
        from,
      );
      const path: number[] = [];
      for await (const { logLikelihood } of states) path.push(logLikelihood);
      assert.equal(path.length, 60);
      path.slice(1).forEach((value, i) => assert.ok(value >= path[i]! - 1e-10, `${path[i]} to ${value} at ${i}`));
      assert.ok(path.at(-1)! > path[0]! + 0.01);
    });
  }

  test('independent features: a mixture of one component is Gaussian naive Bayes', async () => {
    const { data } = correlated(10, 80);
    const gaps = { ...data, x: withGaps(data.x, 0.3, createRng(10)) };
    const a = await fit(modelOf('gaussian-naive-bayes'), gaps, { options: { var_smoothing: 0 } });
    const b = await fit(modelOf('gaussian-mixture'), gaps, { options: { ...single, covariance: 'diagonal' } });
    const [joint, expected] = [await b.logJointMarginal!(gaps.x), await a.logJointMarginal!(gaps.x)];
    joint.data.forEach((value, at) => within(value, expected.data[at]!, 1e-9));
  });

  test('features that are equal, constant, or never seen in a class', async () => {
    const { data } = correlated(11, 60);
    const x = withGaps(data.x, 0.2, createRng(11));
    for (let i = 0; i < x.rows; i++) {
      const row = rowOf(x, i);
      row[1] = i % 5 === 0 ? NaN : data.x.data[i * d]!;
      row[2] = i % 7 === 0 ? NaN : 3;
      if (data.y[i] === 1) row[3] = NaN;
    }
    for (const { id } of full) {
      const fitted = await fit(modelOf(id), { ...data, x });
      const proba = await asClassifier(fitted)!.predictProba(data.x);
      assert.ok(proba.data.every(Number.isFinite), id);
      if (id === 'gaussian-mixture') continue;
      assert.ok(fitted.notes.some((note) => note.includes('is singular')));
      assert.ok(fitted.notes.includes('Class b has no value of f3; that of all rows is used.'));
    }
  });

  test('a class of which no cell is known is like all rows', async () => {
    const { data } = correlated(14, 60);
    const x = matrix(
      data.x.rows,
      d,
      data.x.data.map((value, at) => (data.y[Math.floor(at / d)] === 1 ? NaN : value)),
    );
    for (const { id, options } of full) {
      const fitted = await fit(modelOf(id), { ...data, x }, { options });
      const proba = await asClassifier(fitted)!.predictProba(data.x);
      assert.ok(proba.data.every(Number.isFinite), id);
      const unseen = gaussiansOf(fitted)[1]!;
      const mean = groupMoments(data.x, data.y, classes).means;
      if (id !== 'gaussian-mixture') unseen.mean.forEach((value, j) => within(value, rowOf(mean, 0)[j]!, 1e-9));
    }
  });

  test('what does not come to an end is told', async () => {
    const { data } = correlated(12, 100);
    // of three rows in four nothing is seen but a feature that follows the others closely
    const x = matrix(data.x.rows, d, data.x.data.slice());
    for (let i = 0; i < x.rows; i++) {
      rowOf(x, i)[3] = rowOf(x, i)[0]! + rowOf(x, i)[1]! + rowOf(x, i)[2]!;
      if (i >= 8) rowOf(x, i).fill(NaN, 0, 3);
    }
    const losses: number[] = [];
    const { notes } = await fit(
      modelOf('quadratic-discriminant-analysis'),
      { ...data, x },
      {
        onStep: ({ loss }) => void losses.push(loss!),
      },
    );
    const note = 'The likelihood was still growing after 500 iterations of expectation-maximisation.';
    assert.ok(notes.includes(note));
    assert.equal(losses.length, 500);
  });

  for (const id of ['quadratic-discriminant-analysis', 'gaussian-mixture']) {
    test(`${id}: hardly a row without empty cells does not let a covariance collapse`, async () => {
      const errors = { conditional: 0, mean: 0 };
      for (const seed of [1, 2, 3, 4, 5]) {
        const { data, means } = correlated(seed, 40);
        const gaps = { ...data, x: withGaps(data.x, 0.55, createRng(seed)) };
        const fitted = await fit(modelOf(id), gaps, { options: id === 'gaussian-mixture' ? { components: 1 } : {} });
        assert.ok(
          fitted.notes.some((note) => note.startsWith('Too few rows without empty cells for a covariance of 4')),
        );
        const fresh = correlated(seed + 100, 100).data;
        const holes = withGaps(fresh.x, 0.3, createRng(seed));
        const filled = await fitted.conditionalMean!(holes);
        holes.data.forEach((value, at) => {
          if (!Number.isNaN(value)) return;
          errors.conditional += (filled.data[at]! - fresh.x.data[at]!) ** 2;
          errors.mean += (rowOf(means, fresh.y[Math.floor(at / d)]!)[at % d]! - fresh.x.data[at]!) ** 2;
        });
      }
      assert.ok(errors.conditional < 0.9 * errors.mean, `${errors.conditional} and ${errors.mean}`);
    });
  }

  test('shrinkage by Ledoit and Wolf is that of the rows without gaps', async () => {
    const { data } = correlated(13, 100);
    const x = withGaps(data.x, 0.1, createRng(13));
    const rows = rowsWithoutGaps(x);
    const whole = { ...data, x: takeRows(x, rows), y: Int32Array.from(rows, (row) => data.y[row]!) };
    const noteOf = async (of: TrainingData) =>
      (await fit(modelOf('linear-discriminant-analysis'), of, { options: { shrinkage: 'auto' } })).notes[0]!;
    const told = await noteOf({ ...data, x });
    assert.ok(told.startsWith(`Shrinkage by Ledoit and Wolf of the ${rows.length} rows without empty cells, class by`));
    assert.equal(told.split(': ')[1], (await noteOf(whole)).split(': ')[1]);
  });
});

/** Two classes of strongly correlated features. */
function correlated(seed: number, ofClass: number): { data: TrainingData; means: Matrix; sigma: Matrix } {
  const rng = createRng(seed);
  const sigma = matrix(d, d);
  for (let a = 0; a < d; a++)
    for (let b = 0; b < d; b++) sigma.data[a * d + b] = 0.85 ** Math.abs(a - b) * (1 + (a * b) / 9);
  const { covariance } = fullCovariance(sigma);
  const means = matrix(classes, d, Float64Array.of(0, 1, -1, 0, 2, 0, 0, 1));
  const parts = [0, 1].map((k) => {
    const x = matrix(ofClass, d);
    drawRows(x, rowOf(means, k), covariance, rng);
    return x;
  });
  return {
    data: {
      x: stackRows(parts),
      y: Int32Array.from({ length: classes * ofClass }, (_, i) => (i < ofClass ? 0 : 1)),
      classes,
      classNames: ['a', 'b'],
      columns: Array.from({ length: d }, (_, j) => ({ feature: `f${j}`, mean: 0, scale: 1 })),
    },
    means,
    sigma,
  };
}

function withGaps(x: Matrix, share: number, rng: Rng): Matrix {
  return matrix(
    x.rows,
    x.columns,
    x.data.map((value) => (rng.uniform() < share ? NaN : value)),
  );
}

function gaussiansOf(fitted: Fitted) {
  return fitted.components!(Int32Array.from({ length: d }, (_, j) => j));
}

/** Sum of squared errors of means and covariances. */
function distance(fitted: Fitted, means: Matrix, sigma: Matrix): number {
  let sum = 0;
  gaussiansOf(fitted).forEach(({ mean, covariance }, k) => {
    mean.forEach((value, j) => (sum += (value - rowOf(means, k)[j]!) ** 2));
    covariance.data.forEach((value, at) => (sum += (value - sigma.data[at]!) ** 2));
  });
  return sum;
}

function within(actual: number, expected: number, tolerance: number): void {
  assert.ok(Math.abs(actual - expected) <= tolerance, `${actual} is ${expected} within ${tolerance}`);
}
