import { call, sameOptions } from './estimator';
import type { PythonEstimator } from './estimator';

export const logisticRegressionPython: PythonEstimator = {
  imports: ['from sklearn.linear_model import LogisticRegression'],
  make: (options) => call('LogisticRegression', sameOptions(options, ['C', 'max_iter', 'tol'])),
};
