import { matrix } from '../../data/matrix';
import type { Matrix } from '../../data/matrix';
import { listed } from '../../data/words';
import type { ModelSpec, TrainingData } from '../model';
import { naiveBayes, restoreNaiveBayes } from './shared/naiveBayes';
import type { FeatureParameters } from './shared/naiveBayes';
import { countingParameters, fitNaiveBayes } from './shared/naiveBayesFit';
import type { NumericColumns } from './shared/naiveBayesFit';

export const bernoulliNaiveBayes: ModelSpec = {
  card: {
    id: 'bernoulli-naive-bayes',
    title: 'Bernoulli naive Bayes',
    aliases: ['bernoulli-nb'],
    family: 'generative',
    learns: 'P(x, y)',
    capabilities: ['Classifier', 'Density', 'Sampler', 'Marginal', 'Conditional'],
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
  reads: 'presence',
  async *fit(data, options) {
    yield { step: 0, steps: 1 };
    const { alpha, binarize } = options as { alpha: number; binarize: number };
    return naiveBayes(
      fitNaiveBayes(data, options, (numeric) => {
        const { x, columns, notes } = numeric;
        const silent = columns.filter((_, j) => oneSided(x, j, binarize)).map(({ feature }) => feature);
        if (silent.length > 0)
          notes.push(
            `Every training row is on the same side of binarize (${binarize}), which says nothing of the class: ${listed(silent, 5)}.`,
          );
        return columns.map((_, j) => presence(data, numeric, j, alpha, binarize));
      }),
    );
  },
  restore: restoreNaiveBayes,
};

function oneSided({ rows, columns, data }: Matrix, j: number, threshold: number): boolean {
  let above = 0;
  let below = 0;
  for (let at = j; at < rows * columns; at += columns) {
    if (data[at]! > threshold) above++;
    else if (data[at]! <= threshold) below++;
  }
  return above === 0 || below === 0;
}

/** p_kj = (rows of class k above the threshold + alpha) / (rows of class k + 2 alpha). */
function presence(
  { y, classes }: TrainingData,
  { x }: NumericColumns,
  j: number,
  alpha: number,
  threshold: number,
): FeatureParameters {
  const above = new Float64Array(classes);
  const seen = new Float64Array(classes);
  const counts = [0, 0];
  const sums = [0, 0];
  for (let i = 0; i < x.rows; i++) {
    const value = x.data[i * x.columns + j]!;
    if (Number.isNaN(value)) continue;
    const present = value > threshold ? 1 : 0;
    above[y[i]!]! += present;
    seen[y[i]!]! += 1;
    counts[present]! += 1;
    sums[present]! += value;
  }
  const [low, high] = counts.map((count, side) => (count > 0 ? sums[side]! / count : threshold + side));
  const table = matrix(classes, 4);
  for (let k = 0; k < classes; k++)
    table.data.set([(above[k]! + alpha) / (seen[k]! + 2 * alpha), threshold, low!, high!], 4 * k);
  return { kind: 'bernoulli', table };
}
