import { rowOf } from '../../data/matrix';
import type { Matrix } from '../../data/matrix';
import { diagonalCovariance } from '../math/diagonalCovariance';
import { columnMoments } from '../math/moments';
import type { ModelSpec } from '../model';
import { covarianceTypes } from './shared/componentCovariances';
import { gaussianClasses, restoreGaussianClasses } from './shared/gaussianClasses';
import { learnFromIncomplete } from './shared/incomplete';
import { independentGaussians, varSmoothingParameter } from './shared/independentGaussians';
import { classPriors, countRows, emptyClassNotes, priorsParameter } from './shared/priors';
import { hasUnlabelled, withUnlabelled } from './shared/unlabelled';

export const gaussianNaiveBayes: ModelSpec = {
  card: {
    id: 'gaussian-naive-bayes',
    title: 'Gaussian naive Bayes',
    aliases: ['gnb'],
    family: 'generative',
    learns: 'P(x, y)',
    capabilities: ['Classifier', 'Density', 'Sampler', 'Marginal', 'Conditional', 'Partial'],
    summary:
      'Each class is a Gaussian with independent features: a mean and a variance for each. Learns from few rows, and from rows with empty cells.',
    formula: 'P(x, y) = P(y) prod_j N(x_j | mean_yj, var_yj)',
    references: [
      {
        authors: 'Chan, Golub, LeVeque',
        year: 1982,
        title: 'Updating formulae and a pairwise algorithm for computing sample variances',
      },
      {
        authors: 'Ng, Jordan',
        year: 2002,
        title: 'On discriminative vs. generative classifiers: a comparison of logistic regression and naive Bayes',
      },
    ],
    parameters: [priorsParameter, varSmoothingParameter],
  },
  gaps: true,
  independentFeatures: true,
  async *fit(data, options, context) {
    if (hasUnlabelled(data)) {
      const epsilon = (options.var_smoothing as number) * largestVariance(withUnlabelled(data).x);
      return yield* learnFromIncomplete(data, covarianceTypes.diagonal.maximise(epsilon), options, context);
    }
    yield { step: 0, steps: 1 };
    const { y, classes, classNames } = data;
    const counts = countRows(y, classes);
    const notes = emptyClassNotes(counts, classNames);
    const { means, variances } = independentGaussians(data, options.var_smoothing as number, notes);
    const covariances = Array.from({ length: classes }, (_, k) => diagonalCovariance(rowOf(variances, k).slice()));
    const logPrior = classPriors(counts, options.priors, classNames).map(Math.log);
    return gaussianClasses({ logPrior, means, covariances, notes }, context.kernel);
  },
  restore: restoreGaussianClasses,
};

function largestVariance(x: Matrix): number {
  return columnMoments(x, new Int32Array(x.rows), 1).variances.data.reduce(
    (most, variance) => Math.max(most, variance),
    0,
  );
}
