import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { matrix, rowOf, takeRows } from '../../../../src/data/matrix';
import { createRng } from '../../../../src/data/random';
import { fullCovariance } from '../../../../src/engine/math/fullCovariance';
import { kernelFloat64 } from '../../../../src/engine/math/kernelFloat64';
import { accuracy, confusionCounts } from '../../../../src/engine/judging/metrics';
import type { Fitted, TrainingData } from '../../../../src/engine/model';
import { gaussianClasses } from '../../../../src/engine/models/shared/gaussianClasses';
import { readGaussians } from '../../../../src/engine/models/shared/gaussianSaved';
import { logEvidence, posterior } from '../../../../src/engine/posterior';
import { referenceData, referenceNames } from '../../../support/reference';
import type { ReferenceData } from '../../../support/reference';
import { fit, modelOf } from '../../../support/training';

const mixture = modelOf('gaussian-mixture');

for (const name of referenceNames) {
  const data = referenceData(name);
  const reference = data.mixtures();
  const options = { reg_covar: reference.reg_covar };
  suite(`mixtures as scikit-learn's on ${name}`, () => {
    for (const [type, block] of Object.entries(reference.types)) {
      const setting = { ...options, covariance: type };

      test(`${type}: one component is exact`, async () => {
        const fitted = await fit(mixture, data.train, { options: { ...setting, components: 1 } });
        const scores = await scoresOf(fitted, data);
        close(await likelihood(fitted, data.train), block.fixed1.train_ll, 1e-6);
        close(scores.meanLogDensity, block.fixed1.mean_logpx, 1e-6);
        close(scores.accuracy, block.fixed1.accuracy, 1e-7);
        close(scores.logLoss, block.fixed1.logloss, 1e-6);
      });

      test(`${type}: three components are as likely`, async () => {
        const fitted = await fit(mixture, data.train, { options: { ...setting, components: 3 } });
        const gain = ((await likelihood(fitted, data.train)) - block.fixed3.train_ll) / data.train.x.rows;
        const scores = await scoresOf(fitted, data);
        assert.ok(gain > -0.12, `log-likelihood of a row: ${gain} from the best`);
        const wide = name === 'iris' && type === 'full';
        within(scores.meanLogDensity, block.fixed3.mean_logpx, wide ? 0.6 : 0.25);
        within(scores.accuracy, block.fixed3.accuracy, 0.05);
      });

      test(`${type}: BIC chooses as many components`, async () => {
        const fitted = await fit(mixture, data.train, { options: { ...setting, max_components: 4 } });
        const chosen = componentsOf(fitted);
        block.bic.components.forEach((expected, k) => {
          // four were chosen there for a component of two rows, which is not accepted here
          if (name === 'iris' && type === 'spherical' && k === 2) return;
          const bic = block.bic_by_class_K[k]!;
          const near = Math.abs(bic[chosen[k]! - 1]! - bic[expected - 1]!) <= 5;
          assert.ok(chosen[k] === expected || near, `class ${k}: ${chosen[k]} components instead of ${expected}`);
        });
        within((await scoresOf(fitted, data)).accuracy, block.bic.accuracy, 0.05);
      });
    }
  });
}

for (const name of referenceNames) {
  const data = referenceData(name);
  const { params, log_joint10 } = data.mixtures().types['full']!.fixed3;
  if (!params || !log_joint10) continue;
  test(`given parameters have the density that scikit-learn gives them on ${name}`, async () => {
    const { classes, x } = data.train;
    const counts = new Float64Array(classes);
    for (const k of data.train.y) counts[k]! += 1;
    const fitted = gaussianClasses(
      {
        logPrior: counts.map((count) => Math.log(count / x.rows)),
        components: {
          classOf: Int32Array.from(params.flatMap(({ weights }, k) => weights.map(() => k))),
          logWeight: Float64Array.from(params.flatMap(({ weights }) => weights.map(Math.log))),
        },
        means: matrix(3 * classes, x.columns, Float64Array.from(params.flatMap(({ means }) => means.flat()))),
        covariances: params.flatMap(({ covs }) =>
          covs.map((cov) => fullCovariance(matrix(x.columns, x.columns, Float64Array.from(cov.flat()))).covariance),
        ),
        notes: [],
      },
      kernelFloat64,
    );
    const joint = await fitted.logJoint(data.test.x);
    log_joint10.forEach((row, i) => row.forEach((value, k) => close(rowOf(joint, i)[k]!, value, 2e-5)));
  });
}

suite('gaussian-mixture', () => {
  const moons = referenceData('moons');
  const three = { components: 3, reg_covar: 1e-3 };

  test('with one component is quadratic-discriminant-analysis but for the divisor: n instead of n - 1', async () => {
    const { train } = referenceData('iris');
    const one = readGaussians((await fit(mixture, train, { options: { components: 1, reg_covar: 0 } })).save());
    const qda = readGaussians((await fit(modelOf('quadratic-discriminant-analysis'), train)).save());
    one.means.data.forEach((value, at) => within(value, qda.means.data[at]!, 1e-12));
    one.covariances.forEach(({ entries }, k) => {
      const rows = train.y.filter((label) => label === k).length;
      entries.forEach((value, at) => within(value, (qda.covariances[k]!.entries[at]! * (rows - 1)) / rows, 1e-12));
    });
  });

  test('each iteration is at least as likely as the one before', async () => {
    const losses: number[] = [];
    await fit(mixture, single(moons.train, 0), {
      options: { components: 4, n_init: 1, reg_covar: 0 },
      onStep: ({ loss }) => void losses.push(loss!),
    });
    assert.ok(losses.length > 10, `${losses.length} iterations`);
    losses.slice(1).forEach((loss, i) => assert.ok(loss <= losses[i]! + 1e-12, `${losses[i]} then ${loss}`));
  });

  test("from any seed it is within 0.02 nats of the best of scikit-learn's starts", async () => {
    for (const data of referenceNames.map(referenceData)) {
      const { reg_covar, types } = data.mixtures();
      const best = types['full']!.train_ll_by_class_K.reduce((sum, byK) => sum + byK[1]!, 0) / data.train.x.rows;
      for (let seed = 1; seed <= 3; seed++) {
        const context = { rng: createRng(seed) };
        const fitted = await fit(mixture, data.train, { options: { components: 2, reg_covar }, context });
        const own = (await likelihood(fitted, data.train)) / data.train.x.rows;
        assert.ok(own > best - 0.02, `${data.name}, seed ${seed}: ${own} instead of ${best}`);
      }
    }
  });

  test('refitted to its samples has its parameters back', async () => {
    const truth = await fit(mixture, single(moons.train, 0), { options: { components: 2, reg_covar: 1e-3 } });
    const x = await truth.sample!(40_000, 0, createRng(2));
    const again = await fit(mixture, single({ ...moons.train, x, y: new Int32Array(x.rows) }, 0), {
      options: { components: 2 },
    });
    const [a, b] = [readGaussians(truth.save()), readGaussians(again.save())];
    const order = rowOf(a.means, 0)[0]! < rowOf(a.means, 1)[0]! === rowOf(b.means, 0)[0]! < rowOf(b.means, 1)[0]!;
    for (const c of [0, 1]) {
      const other = order ? c : 1 - c;
      within(Math.exp(b.components!.logWeight[other]!), Math.exp(a.components!.logWeight[c]!), 0.02);
      rowOf(a.means, c).forEach((value, j) => within(rowOf(b.means, other)[j]!, value, 0.03));
      a.covariances[c]!.entries.forEach((value, at) => within(b.covariances[other]!.entries[at]!, value, 0.03));
    }
  });

  for (const covariance of ['full', 'diagonal', 'tied', 'spherical']) {
    test(`${covariance}: density, marginal and conditional of several components agree`, async () => {
      const fitted = await fit(mixture, moons.train, { options: { ...three, covariance } });
      const step = 0.04;
      const ticks = Array.from({ length: 400 }, (_, i) => (i - 200) * step);
      const observed = 0.6;
      const line = matrix(ticks.length, 2, Float64Array.from(ticks.flatMap((tick) => [observed, tick])));
      const joint = await fitted.logJoint!(line);
      const gap = matrix(1, 2, Float64Array.of(observed, NaN));
      const marginal = await fitted.logJointMarginal!(gap);
      for (const k of [0, 1]) {
        const weights = ticks.map((_, i) => Math.exp(rowOf(joint, i)[k]!) * step);
        const mass = weights.reduce((sum, weight) => sum + weight, 0);
        within(marginal.data[k]!, Math.log(mass), 1e-6);
        const mean = weights.reduce((sum, weight, i) => sum + weight * ticks[i]!, 0) / mass;
        within((await fitted.conditionalMean!(gap, k)).data[1]!, mean, 1e-6);
      }
    });
  }

  test('a covariance that components share is kept once', async () => {
    const fitted = await fit(mixture, moons.train, { options: { ...three, covariance: 'tied' } });
    assert.equal((fitted.save()['covariances'] as unknown[]).length, 2);
    // 5 free weights and class probabilities, 6 means of 2, 2 covariances of 3
    assert.equal(fitted.parameters, 5 + 12 + 6);
  });

  test('says when there are fewer rows than components, and when components collapse', async () => {
    const few = await fit(mixture, subset(moons.train, [0, 1, 2, 3, 4, 5]), { options: { components: 5 } });
    assert.ok(
      few.notes.some((note) => note.includes('fewer different rows')),
      few.notes.join(' '),
    );
    const x = matrix(
      40,
      1,
      Float64Array.from({ length: 40 }, (_, i) => (i < 20 ? 1 : i / 10)),
    );
    const twin = { ...single(moons.train, 0), x, y: new Int32Array(40), columns: moons.train.columns.slice(0, 1) };
    const collapsed = await fit(mixture, twin, { options: { components: 2 } });
    assert.ok(
      collapsed.notes.some((note) => note.includes('reg_covar')),
      collapsed.notes.join(' '),
    );
    const chosen = await fit(mixture, twin);
    assert.ok(!chosen.notes.some((note) => note.includes('reg_covar')), chosen.notes.join(' '));
  });

  test('searches many rows by a sample and then climbs on all', async () => {
    const truth = await fit(mixture, moons.train, { options: { components: 2, reg_covar: 1e-3 } });
    const perClass = 8000;
    const x = matrix(2 * perClass, 2);
    for (const k of [0, 1]) x.data.set((await truth.sample!(perClass, k, createRng(k))).data, 2 * perClass * k);
    const y = Int32Array.from({ length: x.rows }, (_, i) => Number(i >= perClass));
    const data = { ...moons.train, x, y };
    const again = await fit(mixture, data);
    assert.deepEqual(componentsOf(again), [2, 2]);
    const gain = ((await likelihood(again, data)) - (await likelihood(truth, data))) / x.rows;
    assert.ok(gain > -1e-3, `${gain} nats a row from the truth`);
  });
});

function componentsOf(fitted: Fitted): number[] {
  const { logPrior, components } = readGaussians(fitted.save());
  return Array.from(logPrior, (_, k) => components!.classOf.filter((owner) => owner === k).length);
}

/** log p(x | y), summed over the rows. */
async function likelihood(fitted: Fitted, { x, y }: TrainingData): Promise<number> {
  const joint = await fitted.logJoint!(x);
  return y.reduce((sum, k, i) => sum + rowOf(joint, i)[k]! - fitted.logPrior![k]!, 0);
}

async function scoresOf(fitted: Fitted, { test: { x, y } }: ReferenceData) {
  const joint = await fitted.logJoint!(x);
  const proba = posterior(joint);
  return {
    accuracy: accuracy(confusionCounts(proba, y)),
    logLoss: mean(Array.from(y, (k, i) => -Math.log(rowOf(proba, i)[k]!))),
    meanLogDensity: mean(logEvidence(joint)),
  };
}

/** The rows of one class alone. */
function single(data: TrainingData, k: number): TrainingData {
  const own = subset(
    data,
    [...data.y.keys()].filter((i) => data.y[i] === k),
  );
  return { ...own, y: new Int32Array(own.x.rows), classes: 1, classNames: [data.classNames[k]!] };
}

function subset(data: TrainingData, rows: number[]): TrainingData {
  return { ...data, x: takeRows(data.x, rows), y: Int32Array.from(rows, (row) => data.y[row]!) };
}

function mean(values: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i]!;
  return sum / values.length;
}

function close(actual: number, expected: number, tolerance: number): void {
  within(actual / (1 + Math.abs(expected)), expected / (1 + Math.abs(expected)), tolerance);
}

function within(actual: number, expected: number, tolerance: number): void {
  assert.ok(Math.abs(actual - expected) <= tolerance, `${actual} is ${expected} within ${tolerance}`);
}
