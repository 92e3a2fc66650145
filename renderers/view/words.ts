import { formatNumber, formatPercent } from '../figures/text';
import type { Cost, Metrics } from '../../src/protocol/result';

/** A number of a model: its plain name, what it means, which end is better, and how it is written. */
export interface Word {
  label: string;
  doc: string;
  better?: 'higher' | 'lower' | { nearest: number };
  write(value: number): string;
}

const decimals = (digits: number) => (value: number) => value.toFixed(digits).replace('-', '−');

export const metricWords: { [K in keyof Required<Metrics>]: Word } = {
  accuracy: {
    label: 'Accuracy',
    doc: 'Share of test rows whose most probable class is the true one.',
    better: 'higher',
    write: (value) => formatPercent(value),
  },
  balancedAccuracy: {
    label: 'Balanced accuracy',
    doc: 'Mean over the classes of the share of their test rows that were recognised.',
    better: 'higher',
    write: (value) => formatPercent(value),
  },
  f1: {
    label: 'F1',
    doc: 'Mean over the classes of the harmonic mean of precision and recall.',
    better: 'higher',
    write: decimals(3),
  },
  logLoss: {
    label: 'Log loss',
    doc: 'Mean of −log P(true class | x) over the test rows, in nats. Punishes confident mistakes.',
    better: 'lower',
    write: decimals(4),
  },
  brier: {
    label: 'Brier score',
    doc: 'Mean squared distance between the probabilities and the truth, 0 to 2.',
    better: 'lower',
    write: decimals(4),
  },
  calibrationError: {
    label: 'Calibration error',
    doc: 'How far stated confidence is from actual accuracy, in ten bins of confidence.',
    better: 'lower',
    write: (value) => formatPercent(value),
  },
  rocAuc: {
    label: 'ROC AUC',
    doc: 'Probability that a row of a class is ranked above a row of another: 0.5 = chance.',
    better: 'higher',
    write: decimals(4),
  },
  averagePrecision: {
    label: 'Average precision',
    doc: 'Area under the curve of precision against recall.',
    better: 'higher',
    write: decimals(4),
  },
  rmse: {
    label: 'RMSE',
    doc: 'Root of the mean squared difference between predicted and held-out ratings, in their units.',
    better: 'lower',
    write: decimals(3),
  },
  mae: {
    label: 'MAE',
    doc: 'Mean absolute difference between predicted and held-out ratings, in their units.',
    better: 'lower',
    write: decimals(3),
  },
  ndcg: {
    label: 'nDCG',
    doc: 'How well the held-out ratings of each user are ranked, against the best order: 1 = the best.',
    better: 'higher',
    write: decimals(3),
  },
  logDensity: {
    label: 'Mean log density',
    doc: 'Mean of log p(x) over the test rows, in nats, in the units of the file. Only generative models have one.',
    better: 'higher',
    write: decimals(3),
  },
  elbo: {
    label: 'ELBO',
    doc: 'Mean over the test rows of the evidence lower bound of log p(x | y) with the true class, in nats: reconstruction minus KL.',
    better: 'higher',
    write: decimals(3),
  },
  reconstruction: {
    label: 'log p(x | z)',
    doc: 'Mean over the test rows of log p(x | z, y) where z is drawn from what the encoder says, in nats, in the units of the features.',
    better: 'higher',
    write: decimals(3),
  },
  kl: {
    label: 'KL',
    doc: 'Mean over the test rows of the nats by which the encoder departs from the prior of the latent space.',
    better: 'lower',
    write: decimals(3),
  },
  logDensityBound: {
    label: 'log p(x), at least',
    doc: 'Mean over the test rows of a lower bound of log p(x), in nats, in the units of the features.',
    better: 'higher',
    write: decimals(3),
  },
  perplexity: {
    label: 'Perplexity',
    doc: 'Among how many tokens, all alike, the model would be as unsure as it is about the next one.',
    better: 'lower',
    write: decimals(2),
  },
  bitsPerCharacter: {
    label: 'Bits per character',
    doc: 'Bits by which a character surprises the model, also where it reads pieces of words: log2 of the perplexity of single characters.',
    better: 'lower',
    write: decimals(3),
  },
  twoSampleAuc: {
    label: 'Told from real (AUC)',
    doc: 'How well a classifier tells generated rows from real ones: 0.5 = not at all.',
    better: { nearest: 0.5 },
    write: decimals(3),
  },
  imputationRmse: {
    label: 'Imputation error',
    doc: 'Root mean squared error of cells that were hidden and filled in, in standard deviations of their columns.',
    better: 'lower',
    write: decimals(3),
  },
  nearestTrainingRatio: {
    label: 'Nearest-row ratio',
    doc: 'Distance from generated rows to the nearest training row, over that between training rows: near 0 = copies.',
    better: { nearest: 1 },
    write: decimals(2),
  },
  coverage: {
    label: 'Coverage',
    doc: 'Share of the training rows with a generated row as near as their fifth nearest neighbour: low = parts of the data are never generated.',
    better: 'higher',
    write: (value) => formatPercent(value),
  },
  fidelity: {
    label: 'Fidelity',
    doc: 'Share of the generated rows that lie so near a training row: low = rows unlike any real one.',
    better: 'higher',
    write: (value) => formatPercent(value),
  },
  modeCoverage: {
    label: 'Modes reached',
    doc: 'Share of the known modes of the data that generated rows reach.',
    better: 'higher',
    write: (value) => formatPercent(value),
  },
  trainSyntheticAccuracy: {
    label: 'Trained on generated',
    doc: 'Accuracy on real test rows of 5 nearest neighbours that know generated rows only.',
    better: 'higher',
    write: (value) => formatPercent(value),
  },
  trainRealAccuracy: {
    label: 'Trained on real',
    doc: 'Accuracy on real test rows of 5 nearest neighbours that know as many training rows.',
    write: (value) => formatPercent(value),
  },
};

export const costWords: { [K in keyof Required<Omit<Cost, 'backend'>>]: Word } = {
  parameters: {
    label: 'Learned numbers',
    doc: 'How many numbers the model learned from the data.',
    write: (value) => formatNumber(value, 9),
  },
  bytes: { label: 'Size', doc: 'Size of the saved model.', write: formatBytes },
  fitSeconds: { label: 'Fit time', doc: 'Time to train the model.', write: formatSeconds },
  predictMicrosecondsPerRow: {
    label: 'Predict, per row',
    doc: 'Time to predict one row, measured over many.',
    write: (value) => `${formatNumber(value, 3)} µs`,
  },
  steps: {
    label: 'Steps',
    doc: 'Optimiser steps or EM iterations; 0 for a closed form.',
    write: (value) => formatNumber(value, 9),
  },
  peakTensors: {
    label: 'Tensors',
    doc: 'Most tensors alive at once while fitting.',
    write: (value) => formatNumber(value, 9),
  },
};

/** Indices of the best values, empty unless at least two values differ. Values that are written alike are equally good. */
export function best(word: Word, values: (number | undefined)[]): Set<number> {
  const { better } = word;
  const known = values.filter((value) => value !== undefined);
  if (better === undefined || new Set(known.map((value) => word.write(value))).size < 2) return new Set();
  const cost = (value: number) =>
    better === 'higher' ? -value : better === 'lower' ? value : Math.abs(value - better.nearest);
  const top = known.reduce((least, value) => (cost(value) < cost(least) ? value : least));
  return new Set(
    values.flatMap((value, i) => (value !== undefined && word.write(value) === word.write(top) ? [i] : [])),
  );
}

export function formatSeconds(seconds: number): string {
  if (seconds < 1) return `${formatNumber(1000 * seconds, 3)} ms`;
  if (seconds < 100) return `${formatNumber(seconds, 3)} s`;
  return `${Math.floor(seconds / 60)} min ${Math.round(seconds % 60)} s`;
}

export function formatBytes(bytes: number): string {
  const units = ['B', 'kB', 'MB', 'GB'];
  const power = Math.min(units.length - 1, bytes > 0 ? Math.floor(Math.log10(bytes) / 3) : 0);
  return `${formatNumber(bytes / 1000 ** power, 3)} ${units[power]}`;
}

/** "1 row", "1,250 rows". */
export function plural(count: number, noun: string): string {
  return `${formatNumber(count, 9)} ${noun}${count === 1 ? '' : 's'}`;
}
