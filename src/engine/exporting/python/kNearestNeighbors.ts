import { call, sameOptions } from './estimator';
import type { PythonEstimator } from './estimator';

export const kNearestNeighborsPython: PythonEstimator = {
  imports: ['from sklearn.neighbors import KNeighborsClassifier'],
  make: (options) => call('KNeighborsClassifier', sameOptions(options, ['n_neighbors', 'weights', 'metric', 'p'])),
};
