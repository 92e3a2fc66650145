import { call, python, sameOptions } from './estimator';
import type { PythonEstimator } from './estimator';

export const gaussianMixturePython: PythonEstimator = {
  imports: ['from sklearn.mixture import GaussianMixture'],
  helpers: ['ByBayes', 'best_mixture'],
  make(options, { seed }) {
    const { components, max_components: most, covariance } = options;
    const type = covariance === 'diagonal' ? 'diag' : covariance;
    const settings = [
      `covariance_type=${python(type)}`,
      ...sameOptions(options, ['n_init', 'max_iter', 'tol', 'reg_covar']),
      `random_state=${seed}`,
    ];
    const counts = components === 'bic' ? `range(1, ${python(most)} + 1)` : `[${python(components)}]`;
    const fit = `lambda x: best_mixture(x, ${counts}, ${settings.join(', ')})`;
    return call('ByBayes', [fit, ...sameOptions(options, ['priors'])]);
  },
  differs: () => ['Starts are drawn at random, so the mixtures may differ a little.'],
};
