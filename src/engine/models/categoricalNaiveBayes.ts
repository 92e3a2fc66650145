import { matrix } from '../../data/matrix';
import { columnMoments } from '../math/moments';
import { weightedColumnMoments } from '../math/weightedMoments';
import type { ModelSpec, TrainingData } from '../model';
import { smoothedGaussians, varSmoothingParameter } from './shared/independentGaussians';
import { broad } from './shared/mixtureStart';
import { restoreNaiveBayes } from './shared/naiveBayes';
import { countingParameters, fitNaiveBayes } from './shared/naiveBayesFit';
import type { Maximise, NumericColumns } from './shared/naiveBayesFit';

export const categoricalNaiveBayes: ModelSpec = {
  card: {
    id: 'categorical-naive-bayes',
    title: 'Categorical naive Bayes',
    aliases: ['categorical-nb', 'mixed-naive-bayes'],
    family: 'generative',
    learns: 'P(x, y)',
    capabilities: ['Classifier', 'Density', 'Sampler', 'Marginal', 'Conditional', 'Partial'],
    summary:
      'For mixed columns: each category has its own share in each class, each number a Gaussian. Learns from rows with empty cells, too.',
    formula: 'P(x, y) = P(y) prod_j P(x_j | y), P(x_j = l | y = k) = (n_kl + alpha) / (n_k + alpha L_j)',
    references: [
      { authors: 'Domingos, Pazzani', year: 1997, title: 'On the optimality of the simple Bayesian classifier' },
    ],
    parameters: [...countingParameters, varSmoothingParameter],
  },
  gaps: true,
  independentFeatures: true,
  fit: (data, options, context) =>
    fitNaiveBayes(data, options, context, (numeric) => gaussians(numeric, data, options.var_smoothing as number)),
  restore: restoreNaiveBayes,
};

/**
 * Means and variances. Where rows without a class are to come, variances start at no less than a share of those of all
 * rows: a few labelled rows lie so close that no other row would ever count.
 */
function gaussians({ x, columns }: NumericColumns, data: TrainingData, varSmoothing: number): Maximise {
  const { classes, classNames } = data;
  const overall = columnMoments(x, new Int32Array(x.rows), 1);
  const d = columns.length;
  return (weights, notes, isStart) => {
    const own = weightedColumnMoments(x, weights);
    const { means, variances } = smoothedGaussians(own, overall, { classNames, columns, varSmoothing }, notes);
    const least = overall.variances.data.map((variance) => (isStart ? broad * variance : 0));
    return columns.map((_, j) => {
      const table = matrix(classes, 2);
      for (let k = 0; k < classes; k++)
        table.data.set([means.data[k * d + j]!, Math.max(variances.data[k * d + j]!, least[j]!)], 2 * k);
      return { kind: 'gaussian', table };
    });
  };
}
