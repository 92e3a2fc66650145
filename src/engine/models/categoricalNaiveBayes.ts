import { matrix } from '../../data/matrix';
import type { ModelSpec } from '../model';
import { independentGaussians, varSmoothingParameter } from './shared/independentGaussians';
import { naiveBayes, restoreNaiveBayes } from './shared/naiveBayes';
import { countingParameters, fitNaiveBayes } from './shared/naiveBayesFit';

export const categoricalNaiveBayes: ModelSpec = {
  card: {
    id: 'categorical-naive-bayes',
    title: 'Categorical naive Bayes',
    aliases: ['categorical-nb', 'mixed-naive-bayes'],
    family: 'generative',
    learns: 'P(x, y)',
    capabilities: ['Classifier', 'Density', 'Sampler', 'Marginal', 'Conditional'],
    summary:
      'For mixed columns: each category has its own share in each class, each number a Gaussian. Learns from rows with empty cells, too.',
    formula: 'P(x, y) = P(y) prod_j P(x_j | y), P(x_j = l | y = k) = (n_kl + alpha) / (n_k + alpha L_j)',
    references: [
      { authors: 'Domingos, Pazzani', year: 1997, title: 'On the optimality of the simple Bayesian classifier' },
    ],
    parameters: [...countingParameters, varSmoothingParameter],
  },
  gaps: true,
  async *fit(data, options) {
    yield { step: 0, steps: 1 };
    return naiveBayes(
      fitNaiveBayes(data, options, ({ x, columns, notes }) => {
        const { means, variances } = independentGaussians(
          { ...data, x, columns },
          options.var_smoothing as number,
          notes,
        );
        return columns.map((_, j) => {
          const table = matrix(data.classes, 2);
          for (let k = 0; k < data.classes; k++) {
            const at = k * columns.length + j;
            table.data.set([means.data[at]!, variances.data[at]!], 2 * k);
          }
          return { kind: 'gaussian', table };
        });
      }),
    );
  },
  restore: restoreNaiveBayes,
};
