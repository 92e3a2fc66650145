import { matrix } from '../../data/matrix';
import { diagonalCovariance } from '../math/diagonalCovariance';
import { columnMoments } from '../math/moments';
import type { ColumnMoments } from '../math/moments';
import type { ModelSpec, TrainingData } from '../model';
import { gaussianClasses, restoreGaussianClasses } from './shared/gaussianClasses';
import { classPriors, countRows, emptyClassNotes, priorsParameter } from './shared/priors';

/** Variance where neither smoothing nor data give one above 0. */
const leastVariance = 1e-9;

export const gaussianNaiveBayes: ModelSpec = {
  card: {
    id: 'gaussian-naive-bayes',
    title: 'Gaussian naive Bayes',
    aliases: ['gnb'],
    family: 'generative',
    learns: 'P(x, y)',
    capabilities: ['Classifier', 'Density', 'Sampler', 'Marginal', 'Conditional'],
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
    parameters: [
      priorsParameter,
      {
        name: 'var_smoothing',
        type: 'number',
        min: 0,
        default: 1e-9,
        doc: 'Share of the largest variance of any feature that is added to every variance.',
        formula: 'var_kj + var_smoothing max_j var_j',
      },
    ],
  },
  gaps: true,
  async *fit(data, options, { kernel }) {
    yield { step: 0, steps: 1 };
    const { x, y, classes, classNames } = data;
    const counts = countRows(y, classes);
    const notes = emptyClassNotes(counts, classNames);
    const overall = columnMoments(x, new Int32Array(x.rows), 1);
    const largest = overall.variances.data.reduce((most, variance) => Math.max(most, variance), 0);
    const epsilon = (options.var_smoothing as number) * (largest > 0 ? largest : 1);
    const moments = fillUnobserved(columnMoments(x, y, classes), overall, data, notes);
    const covariances = Array.from({ length: classes }, (_, k) =>
      diagonalCovariance(
        moments.variances.data
          .slice(k * x.columns, (k + 1) * x.columns)
          .map((variance) => (variance + epsilon > 0 ? variance + epsilon : leastVariance)),
      ),
    );
    const logPrior = classPriors(counts, options.priors, classNames).map(Math.log);
    return gaussianClasses({ logPrior, means: moments.means, covariances, notes }, kernel);
  },
  restore: restoreGaussianClasses,
};

/** A feature that a class never shows takes the moments of all rows; one that no row shows is taken as standard normal. */
function fillUnobserved(
  moments: ColumnMoments,
  overall: ColumnMoments,
  data: TrainingData,
  notes: string[],
): ColumnMoments {
  const { classes, x, classNames, columns } = data;
  const filled = {
    ...moments,
    means: matrix(classes, x.columns, moments.means.data.slice()),
    variances: matrix(classes, x.columns, moments.variances.data.slice()),
  };
  for (let k = 0; k < classes; k++) {
    for (let j = 0; j < x.columns; j++) {
      const at = k * x.columns + j;
      if (moments.counts.data[at]! > 0) continue;
      const seen = overall.counts.data[j]! > 0;
      filled.means.data[at] = seen ? overall.means.data[j]! : 0;
      filled.variances.data[at] = seen ? overall.variances.data[j]! : 1;
      notes.push(`Class ${classNames[k]} has no value of ${columns[j]!.feature}; that of all rows is used.`);
    }
  }
  return filled;
}
