import { matrix } from '../../data/matrix';
import { Problem } from '../../data/problem';
import type { ModelSpec, TrainingData } from '../model';
import { naiveBayes, restoreNaiveBayes } from './shared/naiveBayes';
import type { FeatureParameters } from './shared/naiveBayes';
import { countingParameters, fitNaiveBayes } from './shared/naiveBayesFit';
import type { NumericColumns } from './shared/naiveBayesFit';

export const multinomialNaiveBayes: ModelSpec = {
  card: {
    id: 'multinomial-naive-bayes',
    title: 'Multinomial naive Bayes',
    aliases: ['multinomial-nb'],
    family: 'generative',
    learns: 'P(x, y)',
    capabilities: ['Classifier', 'Density', 'Sampler', 'Marginal', 'Conditional'],
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
  reads: 'counts',
  async *fit(data, options) {
    yield { step: 0, steps: 1 };
    return naiveBayes(fitNaiveBayes(data, options, (numeric) => rates(data, numeric, options.alpha as number)));
  },
  restore: restoreNaiveBayes,
};

/** lambda theta_kj, with theta_kj = (n_kj + alpha) / (n_k + alpha d) and lambda the mean of all that a row counts. */
function rates({ y, classes }: TrainingData, { x, columns }: NumericColumns, alpha: number): FeatureParameters[] {
  const d = x.columns;
  const sums = matrix(classes, d);
  const totals = new Float64Array(classes);
  let total = 0;
  for (let i = 0; i < x.rows; i++) {
    for (let j = 0; j < d; j++) {
      const value = x.data[i * d + j]!;
      if (value < 0) throw negative(columns[j]!.feature, value);
      sums.data[y[i]! * d + j]! += value;
      totals[y[i]!]! += value;
      total += value;
    }
  }
  const lambda = total > 0 ? total / x.rows : 1;
  return columns.map((_, j) => ({
    kind: 'poisson',
    table: matrix(
      classes,
      1,
      totals.map((all, k) => (lambda * (sums.data[k * d + j]! + alpha)) / (all + alpha * d)),
    ),
  }));
}

function negative(feature: string, value: number): Problem {
  return new Problem(
    'negative-count',
    `column ${feature} holds ${value}, and multinomial-naive-bayes reads columns as counts, from 0 on; leave it out of features, or use categorical-naive-bayes, which takes numbers as Gaussian`,
    ['features'],
  );
}
