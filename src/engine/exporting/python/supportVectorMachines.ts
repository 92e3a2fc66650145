import { call, classWeight, python, sameOptions } from './estimator';
import type { Options } from '../../model';
import type { PythonEstimator, PythonSetting } from './estimator';

export const linearSvmPython: PythonEstimator = {
  imports: ['from sklearn.svm import SVC'],
  make: (options, setting) => machine(["kernel='linear'", ...sameOptions(options, ['C', 'tol'])], options, setting),
  differs,
};

export const kernelSvmPython: PythonEstimator = {
  imports: ['from sklearn.svm import SVC'],
  make: (options, setting) =>
    machine(sameOptions(options, ['kernel', 'C', 'gamma', 'degree', 'coef0', 'tol']), options, setting),
  differs,
};

function machine(parameters: string[], options: Options, { seed, classes }: PythonSetting): string {
  const { max_iter: most } = options;
  const iterations = most === 'auto' ? [] : [`max_iter=${python(most)}`];
  return call('SVC', [
    ...parameters,
    ...iterations,
    ...classWeight(options, classes),
    'probability=True',
    `random_state=${seed}`,
  ]);
}

function differs(): string[] {
  return ['Probabilities of support vector machines come from folds that are drawn at random; the classes do not.'];
}
