import { matrix } from '../../data/matrix';
import type { Matrix } from '../../data/matrix';
import { listed } from '../../data/words';
import type { ModelSpec } from '../model';
import { restoreNaiveBayes } from './shared/naiveBayes';
import { countingParameters, fitNaiveBayes } from './shared/naiveBayesFit';
import type { Maximise, NumericColumns } from './shared/naiveBayesFit';

export const bernoulliNaiveBayes: ModelSpec = {
  card: {
    id: 'bernoulli-naive-bayes',
    title: 'Bernoulli naive Bayes',
    aliases: ['bernoulli-nb'],
    family: 'generative',
    learns: 'P(x, y)',
    capabilities: ['Classifier', 'Density', 'Sampler', 'Marginal', 'Conditional', 'Partial'],
    summary:
      'Asks of each column only whether it is above a threshold, such as whether a word occurs. What is absent counts as much as what is there.',
    formula: 'P(x, y) = P(y) prod_j p_yj^b_j (1 - p_yj)^(1 - b_j), b_j = [x_j > binarize]',
    references: [
      {
        authors: 'McCallum, Nigam',
        year: 1998,
        title: 'A comparison of event models for naive Bayes text classification',
      },
    ],
    parameters: [
      {
        name: 'binarize',
        type: 'number',
        default: 0,
        doc: 'The threshold, in the units of the file. Generated rows have the mean of the training values on either side of it.',
      },
      ...countingParameters,
    ],
  },
  gaps: true,
  independentFeatures: true,
  reads: 'presence',
  fit: (data, options, context) =>
    fitNaiveBayes(data, options, context, (numeric) =>
      presence(numeric, options as { alpha: number; binarize: number }),
    ),
  restore: restoreNaiveBayes,
};

/** p_kj = (rows of class k above the threshold + alpha) / (rows of class k + 2 alpha), over the rows that have the column. */
function presence(
  { x, columns, notes }: NumericColumns,
  { alpha, binarize }: { alpha: number; binarize: number },
): Maximise {
  const sides = columns.map((_, j) => sidesOf(x, j, binarize));
  const silent = columns.filter((_, j) => sides[j]!.counts.includes(0)).map(({ feature }) => feature);
  if (silent.length > 0)
    notes.push(
      `Every training row is on the same side of binarize (${binarize}), which says nothing of the class: ${listed(silent, 5)}.`,
    );
  return (weights) => {
    const { above, seen } = weightedCounts(x, weights, binarize);
    return sides.map(({ low, high }, j) => {
      const table = matrix(weights.columns, 4);
      for (let k = 0; k < weights.columns; k++) {
        const at = k * x.columns + j;
        table.data.set([(above.data[at]! + alpha) / (seen.data[at]! + 2 * alpha), binarize, low, high], 4 * k);
      }
      return { kind: 'bernoulli', table };
    });
  };
}

/** Rows on either side of the threshold, and the mean of their values. */
function sidesOf({ rows, columns, data }: Matrix, j: number, threshold: number) {
  const counts = [0, 0];
  const sums = [0, 0];
  for (let at = j; at < rows * columns; at += columns) {
    const value = data[at]!;
    if (Number.isNaN(value)) continue;
    const side = value > threshold ? 1 : 0;
    counts[side]! += 1;
    sums[side]! += value;
  }
  const [low, high] = counts.map((count, side) => (count > 0 ? sums[side]! / count : threshold + side));
  return { counts, low: low!, high: high! };
}

/** Weights of the rows of each class that have a column, and that are above the threshold in it: [K, d] each. */
function weightedCounts(x: Matrix, weights: Matrix, threshold: number): { above: Matrix; seen: Matrix } {
  const d = x.columns;
  const classes = weights.columns;
  const above = matrix(classes, d);
  const seen = matrix(classes, d);
  for (let i = 0; i < x.rows; i++) {
    for (let k = 0; k < classes; k++) {
      const weight = weights.data[i * classes + k]!;
      if (weight === 0) continue;
      for (let j = 0; j < d; j++) {
        const value = x.data[i * d + j]!;
        if (Number.isNaN(value)) continue;
        seen.data[k * d + j]! += weight;
        if (value > threshold) above.data[k * d + j]! += weight;
      }
    }
  }
  return { above, seen };
}
