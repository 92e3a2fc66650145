import { matrix, rowOf } from '../../data/matrix';
import type { Matrix } from '../../data/matrix';
import { Problem } from '../../data/problem';
import type { ModelSpec } from '../model';
import { restoreNaiveBayes } from './shared/naiveBayes';
import { countingParameters, fitNaiveBayes } from './shared/naiveBayesFit';
import type { Maximise, NumericColumns } from './shared/naiveBayesFit';

export const multinomialNaiveBayes: ModelSpec = {
  card: {
    id: 'multinomial-naive-bayes',
    title: 'Multinomial naive Bayes',
    aliases: ['multinomial-nb'],
    family: 'generative',
    learns: 'P(x, y)',
    capabilities: ['Classifier', 'Density', 'Sampler', 'Marginal', 'Conditional', 'Partial'],
    summary:
      'For counts, such as those of words: each class has its own shares of the columns. How much is counted in all is Poisson distributed and the same in every class, so it says nothing of the class.',
    formula:
      'P(x, y) = P(y) prod_j Poisson(x_j | lambda theta_yj) = P(y) Poisson(n | lambda) Multinomial(x | n, theta_y)',
    references: [
      {
        authors: 'McCallum, Nigam',
        year: 1998,
        title: 'A comparison of event models for naive Bayes text classification',
      },
    ],
    parameters: countingParameters,
  },
  independentFeatures: true,
  reads: 'counts',
  fit: (data, options, context) =>
    fitNaiveBayes(data, options, context, (numeric) => rates(numeric, options.alpha as number)),
  restore: restoreNaiveBayes,
};

/** lambda theta_kj, with theta_kj = (n_kj + alpha) / (n_k + alpha d) and lambda the mean of all that a row counts. */
function rates({ x, columns }: NumericColumns, alpha: number): Maximise {
  const d = x.columns;
  let total = 0;
  x.data.forEach((value, at) => {
    if (value < 0) throw negative(columns[at % d]!.feature, value);
    total += value;
  });
  const lambda = total > 0 ? total / x.rows : 1;
  return (weights) => {
    const sums = weightedSums(x, weights);
    const totals = Float64Array.from({ length: sums.rows }, (_, k) => rowOf(sums, k).reduce((sum, n) => sum + n, 0));
    return columns.map((_, j) => ({
      kind: 'poisson',
      table: matrix(
        sums.rows,
        1,
        totals.map((all, k) => (lambda * (sums.data[k * d + j]! + alpha)) / (all + alpha * d)),
      ),
    }));
  };
}

/** sum_i w_ik x_ij: [K, d]. Most counts of words are 0. */
function weightedSums(x: Matrix, weights: Matrix): Matrix {
  const d = x.columns;
  const classes = weights.columns;
  const sums = matrix(classes, d);
  for (let i = 0; i < x.rows; i++) {
    for (let j = 0; j < d; j++) {
      const value = x.data[i * d + j]!;
      if (value === 0) continue;
      for (let k = 0; k < classes; k++) sums.data[k * d + j]! += weights.data[i * classes + k]! * value;
    }
  }
  return sums;
}

function negative(feature: string, value: number): Problem {
  return new Problem(
    'negative-count',
    `column ${feature} holds ${value}, and multinomial-naive-bayes reads columns as counts, from 0 on; leave it out of features, or use categorical-naive-bayes, which takes numbers as Gaussian`,
    ['features'],
  );
}
