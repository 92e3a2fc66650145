import { call, python, sameOptions } from './estimator';
import type { PythonEstimator } from './estimator';

export const linearSvmPython: PythonEstimator = {
  imports: ['from sklearn.svm import SVC'],
  make: (options, { seed }) => machine(["kernel='linear'", ...sameOptions(options, ['C', 'tol'])], options, seed),
  differs,
};

export const kernelSvmPython: PythonEstimator = {
  imports: ['from sklearn.svm import SVC'],
  make: (options, { seed }) =>
    machine(sameOptions(options, ['kernel', 'C', 'gamma', 'degree', 'coef0', 'tol']), options, seed),
  differs,
};

function machine(parameters: string[], { max_iter: most }: { readonly [name: string]: unknown }, seed: number): string {
  const iterations = most === 'auto' ? [] : [`max_iter=${python(most)}`];
  return call('SVC', [...parameters, ...iterations, 'probability=True', `random_state=${seed}`]);
}

function differs(): string[] {
  return ['Probabilities of support vector machines come from folds that are drawn at random; the classes do not.'];
}
