import { call, python, sameOptions } from './estimator';
import type { PythonEstimator } from './estimator';

export const multinomialNaiveBayesPython: PythonEstimator = {
  imports: ['from sklearn.naive_bayes import MultinomialNB'],
  reads: 'raw',
  make: (options) => call('MultinomialNB', [...sameOptions(options, ['alpha', 'fit_prior']), ...classPrior(options)]),
};

export const bernoulliNaiveBayesPython: PythonEstimator = {
  imports: ['from sklearn.naive_bayes import BernoulliNB'],
  reads: 'raw',
  make: (options) =>
    call('BernoulliNB', [...sameOptions(options, ['alpha', 'binarize', 'fit_prior']), ...classPrior(options)]),
};

function classPrior({ priors }: { readonly [name: string]: unknown }): string[] {
  return priors === undefined ? [] : [`class_prior=${python(priors)}`];
}
