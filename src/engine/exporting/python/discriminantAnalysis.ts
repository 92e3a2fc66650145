import { call, sameOptions } from './estimator';
import type { PythonEstimator } from './estimator';

export const linearDiscriminantAnalysisPython: PythonEstimator = {
  imports: ['from sklearn.discriminant_analysis import LinearDiscriminantAnalysis'],
  make: (options) =>
    call('LinearDiscriminantAnalysis', ["solver='lsqr'", ...sameOptions(options, ['priors', 'shrinkage'])]),
};

export const quadraticDiscriminantAnalysisPython: PythonEstimator = {
  imports: ['from sklearn.discriminant_analysis import QuadraticDiscriminantAnalysis'],
  make: (options) => call('QuadraticDiscriminantAnalysis', sameOptions(options, ['priors', 'reg_param'])),
};
