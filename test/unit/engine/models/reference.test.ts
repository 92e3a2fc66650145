import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { rowOf, takeRows } from '../../../../src/data/matrix';
import type { Matrix } from '../../../../src/data/matrix';
import type { Fitted } from '../../../../src/engine/model';
import { confusionCounts, accuracy } from '../../../../src/engine/judging/metrics';
import { asClassifier, logEvidence, posterior } from '../../../../src/engine/posterior';
import { readArray } from '../../../../src/engine/models/shared/saved';
import { missingReference, referenceData, referenceNames } from '../../../support/reference';
import type { ReferenceBlock, ReferenceData } from '../../../support/reference';
import { fit, modelOf } from '../../../support/training';

/** The stored values have eight digits. */
const rounding = 2e-7;

const gaussianModels = [
  { id: 'gaussian-naive-bayes', block: 'gnb', options: {} },
  { id: 'gaussian-naive-bayes', block: 'gnb_s01', options: { var_smoothing: 0.01 } },
  { id: 'linear-discriminant-analysis', block: 'lda', options: {} },
  { id: 'quadratic-discriminant-analysis', block: 'qda', options: {} },
];

for (const name of referenceNames) {
  const data = referenceData(name);
  suite(`scikit-learn on ${name}`, () => {
    for (const { id, block, options } of gaussianModels) {
      test(`${id} ${JSON.stringify(options)}`, async () => {
        const expected = data.block(block)!;
        const fitted = await fit(modelOf(id), data.train, { options });
        const joint = await fitted.logJoint!(data.test.x);
        closeRows(joint, expected.log_joint10, rounding);
        closeRows(logOf(posterior(joint)), expected.log_post10, 1e-6);
        close(mean(logEvidence(joint)), expected.mean_logpx, rounding);
        closeScores(posterior(joint), data, expected, rounding);
        closeParameters(fitted, data, expected);
      });
    }

    test('logistic-regression', async () => {
      const expected = data.block('logreg')!;
      const fitted = await fit(modelOf('logistic-regression'), data.train);
      assert.deepEqual(fitted.notes, []);
      const proba = await asClassifier(fitted)!.predictProba(data.test.x);
      closeRows(proba, expected.proba10, 1e-5);
      closeScores(proba, data, expected, 1e-5);
      const { classes } = data.train;
      const d = data.train.x.columns;
      const weights = readArray(fitted.save()['weights'], 'weights', [classes, d + 1]);
      for (let k = 0; k < classes; k++) {
        close(weights[k * (d + 1)]!, expected.intercept[k]!, 1e-4);
        for (let j = 0; j < d; j++) close(weights[k * (d + 1) + 1 + j]!, expected.coef[k]![j]!, 1e-4);
      }
      const train = await asClassifier(fitted)!.predictProba(data.train.x);
      const squares =
        weights.reduce((sum, w, at) => sum + (at % (d + 1) === 0 ? 0 : w * w), 0) * (classes === 2 ? 2 : 1);
      close(logLoss(train, data.train.y) + squares / 2 / data.train.x.rows, expected.objective_per_row, 1e-7);
    });
  });
}

suite('scikit-learn on blobs3 with gaps', () => {
  const data = referenceData('blobs3');
  const missing = missingReference('blobs3');
  const testRows = missing.gaps(data.all.x, data.testRows);
  const examples = missing.gaps(data.all.x, missing.example_rows);
  const cases = [
    { id: 'gaussian-naive-bayes', block: missing.train_complete['exact_gnb']!, train: data.train.x },
    { id: 'linear-discriminant-analysis', block: missing.train_complete['exact_lda']!, train: data.train.x },
    { id: 'quadratic-discriminant-analysis', block: missing.train_complete['exact_qda']!, train: data.train.x },
    {
      id: 'gaussian-naive-bayes',
      block: missing.train_missing['available_gnb']!,
      train: missing.gaps(data.all.x, data.trainRows),
    },
  ];
  for (const { id, block, train } of cases) {
    test(`${id} ${train === data.train.x ? 'trained on complete rows' : 'trained on rows with gaps'}`, async () => {
      const fitted = await fit(modelOf(id), { ...data.train, x: train });
      closeRows(await fitted.logJointMarginal!(examples), block.log_joint10, rounding);
      const joint = await fitted.logJointMarginal!(testRows);
      close(mean(logEvidence(joint)), block.mean_logp_observed, rounding);
      closeScores(posterior(joint), data, block, rounding);
    });
  }

  for (const [id, block] of [
    ['linear-discriminant-analysis', missing.train_missing['em_lda']!],
    ['quadratic-discriminant-analysis', missing.train_missing['em_qda']!],
    ['gaussian-mixture', missing.train_missing['em_qda']!],
  ] as const) {
    test(`${id} by expectation-maximisation of rows with gaps`, async () => {
      const train = { ...data.train, x: missing.gaps(data.all.x, data.trainRows) };
      const losses: number[] = [];
      const fitted = await fit(modelOf(id), train, {
        options: id === 'gaussian-mixture' ? { components: 1, reg_covar: 0, tol: 1e-7, max_iter: 500 } : {},
        onStep: ({ loss }) => void losses.push(loss!),
      });
      const joint = await fitted.logJointMarginal!(train.x);
      const logJoint = mean(Array.from(train.y, (label, i) => rowOf(joint, i)[label]!));
      close(logJoint, block.train_mean_log_joint, 1e-6);
      const saved = fitted.save();
      readArray(saved['means'], 'means', [3, 3]).forEach((value, at) => close(value, block.means.flat()[at]!, 1e-3));
      (saved['covariances'] as Parameters<typeof readArray>[0][]).forEach((packed, k) => {
        const expected = block.covs[k]!.flat();
        readArray(packed, 'covariance', [3, 3]).forEach((value, at) => close(value, expected[at]!, 1e-3));
      });
      closeRows(await fitted.logJointMarginal!(examples), block.log_joint10, 1e-3);
      closeScores(posterior(await fitted.logJointMarginal!(testRows)), data, block, 1e-3);
      if (id !== 'gaussian-mixture') close(-losses.at(-1)!, logJoint, 1e-12);
    });
  }

  test('conditional means of quadratic-discriminant-analysis', async () => {
    const fitted = await fit(modelOf('quadratic-discriminant-analysis'), data.train);
    const expected = missing.train_complete['qda_condmean']!;
    closeRows(await fitted.conditionalMean!(examples), expected.imputed10, 1e-6);
    const complete = takeRows(data.all.x, data.testRows);
    const imputed = await fitted.conditionalMean!(testRows);
    const errors = Array.from(testRows.data, (value, at) =>
      Number.isNaN(value) ? [(imputed.data[at]! - complete.data[at]!) ** 2] : [],
    );
    close(Math.sqrt(mean(errors.flat())), expected.imputation_rmse, 1e-6);
  });
});

function closeParameters(fitted: Fitted, data: ReferenceData, expected: ReferenceBlock): void {
  const { classes } = data.train;
  const d = data.train.x.columns;
  const saved = fitted.save();
  readArray(saved['logPrior'], 'logPrior', [classes]).forEach((prior, k) =>
    close(Math.exp(prior), expected.priors[k]!, 1e-6),
  );
  const means = (expected.theta ?? expected.means).flat();
  readArray(saved['means'], 'means', [classes, d]).forEach((value, at) => close(value, means[at]!, rounding));
  const spread = expected.var ?? expected.covs ?? [expected.cov];
  (saved['covariances'] as Parameters<typeof readArray>[0][]).forEach((packed, k) => {
    const entries = readArray(packed, 'covariance', expected.var ? [d] : [d, d]);
    const flat = spread[k]!.flat();
    entries.forEach((value, at) => close(value, flat[at]!, rounding));
  });
}

function closeScores(proba: Matrix, data: ReferenceData, expected: ReferenceBlock, tolerance: number): void {
  close(accuracy(confusionCounts(proba, data.test.y)), expected.accuracy, 1e-7);
  close(logLoss(proba, data.test.y), expected.logloss, tolerance);
}

function closeRows(actual: Matrix, expected: readonly (readonly number[])[], tolerance: number): void {
  assert.ok(expected.length > 0);
  expected.forEach((row, i) => row.forEach((value, j) => close(rowOf(actual, i)[j]!, value, tolerance)));
}

function close(actual: number, expected: number, tolerance: number): void {
  const error = Math.abs(actual - expected) / (1 + Math.abs(expected));
  assert.ok(error <= tolerance, `${actual} differs from ${expected} by ${error}; at most ${tolerance}`);
}

function logOf(a: Matrix): Matrix {
  return { ...a, data: a.data.map(Math.log) };
}

/** Not clipped, as in the reference. */
function logLoss(proba: Matrix, y: Int32Array): number {
  return mean(Array.from(y, (label, i) => -Math.log(rowOf(proba, i)[label]!)));
}

function mean(values: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i]!;
  return sum / values.length;
}
