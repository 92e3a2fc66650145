import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { takeRows } from '../../../../src/data/matrix';
import type { Matrix } from '../../../../src/data/matrix';
import { referenceData } from '../../../support/reference';

interface Areas {
  roc_auc: number;
  average_precision: number;
}

interface Protocol {
  isolation_forest: Areas;
  lof20: Areas;
  mahalanobis: Areas & { d2_10: number[] };
  gmm_full: Areas & {
    components: number;
    test_mean_logp_normal: number;
    test_mean_logp_anomaly: number;
    logp10: number[];
    lowest10_rows: number[];
    lowest10_logp: number[];
  };
}

interface AnomalyTask {
  train_idx: number[];
  test_idx: number[];
  scale: number[];
  protocols: { clean: Protocol; contaminated: Protocol };
}

const task = (
  JSON.parse(readFileSync(join('test', 'fixtures', 'reference', 'reference.json'), 'utf8')) as {
    anomaly: { iris_virginica: AnomalyTask };
  }
).anomaly.iris_virginica;
const iris = referenceData('iris');
const virginica = iris.train.classNames.indexOf('virginica');

/** Iris with virginica as the anomalies: rows as the reference numbers have them, and what scikit-learn found. */
export const anomalyReference = {
  ...task,
  logScale: task.scale.reduce((sum, scale) => sum + Math.log(scale), 0),
  fitted(protocol: 'clean' | 'contaminated'): Matrix {
    const rows = task.train_idx.filter((row) => protocol === 'contaminated' || iris.all.y[row] !== virginica);
    return takeRows(iris.all.x, rows);
  },
  test: takeRows(iris.all.x, task.test_idx),
  positive: task.test_idx.map((row) => iris.all.y[row] === virginica),
};
