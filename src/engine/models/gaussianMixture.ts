import type { ModelSpec } from '../model';
import { covarianceTypes } from './shared/componentCovariances';
import type { CovarianceName } from './shared/componentCovariances';
import { restoreGaussianClasses } from './shared/gaussianClasses';
import { MixtureFit } from './shared/mixtureFit';
import { searchedRows } from './shared/mixtureSearch';
import { priorsParameter } from './shared/priors';
import { limitFeatures } from './shared/regular';

export const gaussianMixture: ModelSpec = {
  card: {
    id: 'gaussian-mixture',
    title: 'Gaussian mixture',
    aliases: ['gmm'],
    family: 'generative',
    learns: 'P(x, y)',
    capabilities: ['Classifier', 'Density', 'Sampler', 'Marginal', 'Conditional', 'Partial'],
    summary:
      'Each class is a mixture of Gaussians, so that a class may have several clusters or a bent shape. Learns also from rows without a label, and from rows with empty cells.',
    formula: 'P(x, y) = P(y) sum_c w_yc N(x | mean_yc, Sigma_yc)',
    references: [
      {
        authors: 'Dempster, Laird, Rubin',
        year: 1977,
        title: 'Maximum likelihood from incomplete data via the EM algorithm',
      },
      { authors: 'Arthur, Vassilvitskii', year: 2007, title: 'k-means++: the advantages of careful seeding' },
      { authors: 'Schwarz', year: 1978, title: 'Estimating the dimension of a model' },
      { authors: 'Hastie, Tibshirani', year: 1996, title: 'Discriminant analysis by Gaussian mixtures' },
    ],
    parameters: [
      {
        name: 'components',
        aliases: ['n_components'],
        type: 'integer',
        min: 1,
        max: 1000,
        default: 'bic',
        words: [
          {
            value: 'bic',
            doc: 'The number of each class with the least Bayesian information criterion, from 1 to max_components.',
          },
        ],
        doc: 'Gaussians in each class.',
        formula: 'BIC = -2 log-likelihood + parameters log(rows)',
      },
      {
        name: 'max_components',
        type: 'integer',
        min: 1,
        max: 100,
        default: 6,
        doc: 'Most components of a class that `bic` may choose.',
      },
      {
        name: 'covariance',
        aliases: ['covariance_type'],
        type: 'choice',
        choices: Object.entries(covarianceTypes).map(([value, { doc }]) => ({ value, doc })),
        words: [{ value: 'diag', doc: 'The same as diagonal.' }],
        default: 'full',
        doc: 'The shape of a component.',
      },
      {
        name: 'n_init',
        type: 'integer',
        min: 1,
        max: 1000,
        default: 30,
        doc: `Starts, of which the likeliest is kept. With many rows only the best fifth goes beyond its first iterations, and of more than ${searchedRows} rows as many are drawn to choose by.`,
      },
      { name: 'max_iter', type: 'integer', min: 1, default: 200, doc: 'Iterations of each start.' },
      {
        name: 'tol',
        type: 'number',
        min: 0,
        default: 1e-5,
        doc: 'A start ends when the mean log-likelihood of a row grows by less, in nats.',
      },
      {
        name: 'reg_covar',
        type: 'number',
        min: 0,
        default: 1e-6,
        doc: 'Added to every variance, in squared standard deviations of the features; keeps components from collapsing.',
      },
      priorsParameter,
    ],
  },
  gaps: true,
  async *fit(data, options, context) {
    const type = covarianceTypes[options.covariance === 'diag' ? 'diagonal' : (options.covariance as CovarianceName)];
    if (type.square) limitFeatures('gaussian-mixture', data.x.columns);
    const fit = new MixtureFit(data, options, context, type.maximise(options.reg_covar as number));
    return yield* data.unlabelled && data.unlabelled.rows > 0 ? fit.together() : fit.classByClass();
  },
  restore: restoreGaussianClasses,
};
