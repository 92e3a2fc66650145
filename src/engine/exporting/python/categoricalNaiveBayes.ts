import { call, sameOptions } from './estimator';
import type { PythonEstimator } from './estimator';

export const categoricalNaiveBayesPython: PythonEstimator = {
  imports: [],
  helpers: ['MixedNaiveBayes'],
  reads: 'codes',
  make: (options) =>
    call('MixedNaiveBayes', ['LEVELS', ...sameOptions(options, ['alpha', 'fit_prior', 'priors', 'var_smoothing'])]),
};
