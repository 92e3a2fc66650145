import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { planOf, reference, TestHouse, withFolds } from './runSupport';

interface Block {
  accuracy: number;
  logloss: number;
  mean_logpx?: number;
}
interface TabularSet {
  features: string[];
  classes: string[];
  test_idx: number[];
  sum_log_scale: number;
  gnb: Block;
  lda: Block;
  qda: Block;
  logreg: Block;
  calibration: { [method: string]: { ece_top_10: number; brier_sum: number; roc_auc?: number } };
}

const expected = JSON.parse(reference('reference.json')) as { tabular: { [name: string]: TabularSet } };
const methods = {
  gnb: 'gaussian-naive-bayes',
  lda: 'linear-discriminant-analysis',
  qda: 'quadratic-discriminant-analysis',
  logreg: 'logistic-regression',
} as const;

const near = (actual: number | undefined, wanted: number, tolerance: number, what: string) => {
  assert.ok(
    actual !== undefined && Math.abs(actual - wanted) <= tolerance * Math.max(1, Math.abs(wanted)),
    `${what}: ${actual}, expected ${wanted}`,
  );
};

describe('train agrees with scikit-learn, from the file to the metrics', () => {
  for (const [name, set] of Object.entries(expected.tabular)) {
    test(name, async () => {
      const house = new TestHouse({ 'a.csv': withFolds(reference(`${name}.csv`), set.test_idx) });
      const header = house.files['a.csv']!.split('\n')[0]!.split(',');
      const target = header.find((column) => !set.features.includes(column) && column !== 'fold')!;
      const result = await house.run(
        planOf('train', { path: 'a.csv', target, split: { by: 'fold' } }, Object.values(methods), {
          show: ['confusion'],
        }),
      );
      assert.deepEqual(result.data.features, set.features);
      assert.equal(result.data.test, set.test_idx.length);
      for (const [method, id] of Object.entries(methods)) {
        const { metrics } = result.models.find((model) => model.id === id)!;
        const block = set[method as keyof typeof methods];
        near(metrics.accuracy, block.accuracy, 1e-6, `${id} accuracy`);
        near(metrics.logLoss, block.logloss, method === 'logreg' ? 1e-3 : 1e-4, `${id} log loss`);
        near(metrics.brier, set.calibration[method]!.brier_sum, 1e-3, `${id} Brier`);
        near(metrics.calibrationError, set.calibration[method]!.ece_top_10, 0.01, `${id} calibration error`);
        if (set.calibration[method]!.roc_auc !== undefined)
          near(metrics.rocAuc, set.calibration[method]!.roc_auc!, 1e-3, `${id} ROC AUC`);
        if (block.mean_logpx === undefined) assert.equal(metrics.logDensity, undefined);
        else near(metrics.logDensity, block.mean_logpx - set.sum_log_scale, 1e-3, `${id} log density`);
      }
    });
  }
});
