import { call, classWeight, python, sameOptions } from './estimator';
import type { PythonEstimator } from './estimator';

export const randomForestPython: PythonEstimator = {
  imports: ['from sklearn.ensemble import RandomForestClassifier'],
  make: (options, { seed, classes }) =>
    call('RandomForestClassifier', [
      ...sameOptions(options, ['n_estimators', 'min_samples_split', 'min_samples_leaf', 'criterion', 'bootstrap']),
      ...['max_depth', 'max_features'].map(
        (name) => `${name}=${options[name] === 'none' ? 'None' : python(options[name])}`,
      ),
      ...(options.max_samples === 1 ? [] : sameOptions(options, ['max_samples'])),
      ...classWeight(options, classes),
      `random_state=${seed}`,
    ]),
  differs: () => ['Rows and columns of the trees are drawn at random, so the forests differ.'],
};
