import { call, classWeight, sameOptions } from './estimator';
import type { PythonEstimator } from './estimator';

export const logisticRegressionPython: PythonEstimator = {
  imports: ['from sklearn.linear_model import LogisticRegression'],
  make: (options, { classes }) =>
    call('LogisticRegression', [
      ...sameOptions(options, ['C', 'max_iter', 'tol', 'fit_intercept']),
      ...classWeight(options, classes),
    ]),
};
