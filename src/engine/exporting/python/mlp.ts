import { autoPlan } from '../../models/mlp';
import { schedule } from '../../models/shared/networkParameters';
import { call, sameOptions } from './estimator';
import type { PythonEstimator } from './estimator';

export const mlpPython: PythonEstimator = {
  imports: ['from sklearn.neural_network import MLPClassifier'],
  make(options, { rows, validation, seed }) {
    const { batchSize, epochs } = schedule(rows, options, autoPlan);
    const early = options.early_stopping === 'auto' ? validation : options.early_stopping === true;
    return call('MLPClassifier', [
      ...sameOptions(options, ['hidden_layer_sizes', 'activation', 'alpha', 'learning_rate_init']),
      `batch_size=${batchSize}`,
      `max_iter=${epochs}`,
      ...sameOptions(options, ['tol', 'n_iter_no_change', 'validation_fraction']),
      `early_stopping=${early ? 'True' : 'False'}`,
      `random_state=${seed}`,
    ]);
  },
  differs: ({ dropout }) => [
    'First weights and the order of the rows are drawn at random, so the networks differ.',
    ...(dropout === 0 ? [] : ['scikit-learn has no dropout: its network is trained without.']),
  ],
};
