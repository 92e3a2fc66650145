import { call, sameOptions } from './estimator';
import type { PythonEstimator } from './estimator';

export const gaussianNaiveBayesPython: PythonEstimator = {
  imports: ['from sklearn.naive_bayes import GaussianNB'],
  make: (options) => call('GaussianNB', sameOptions(options, ['priors', 'var_smoothing'])),
};
