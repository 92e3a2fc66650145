import { listed } from '../../data/words';
import type { ResultTable } from '../../protocol/result';
import { twoSidedP } from '../math/studentT';

/** One model's accuracy in each fold. */
export interface FoldAccuracies {
  name: string;
  /** Of the same folds for all models: [J]. */
  accuracy: number[];
  /** Mean log loss, which decides between equals. */
  logLoss: number;
}

export interface Difference {
  /** Mean of a_j - b_j. */
  mean: number;
  standardError: number;
  /** Two-sided, of Student's t with J - 1 degrees of freedom. Undefined with fewer than two folds. */
  p?: number;
}

/** Below this p two models count as told apart. */
const level = 0.05;

/**
 * How far two models differ over folds, allowing for training rows that the folds share: the corrected resampled t-test,
 * standardError^2 = (1/J + test rows / training rows) sd(a_j - b_j)^2 (Nadeau and Bengio 2003). Of k folds the ratio is
 * 1 / (k - 1). a, b: [J].
 */
export function correctedDifference(a: readonly number[], b: readonly number[], testToTrain: number): Difference {
  const n = a.length;
  const differences = a.map((value, j) => value - b[j]!);
  const mean = average(differences);
  const standardError = Math.sqrt(1 / n + testToTrain) * spread(differences);
  if (n < 2) return { mean, standardError: 0 };
  // folds that all agree to the last digit differ by rounding only
  if (Math.abs(mean) < 1e-12) return { mean: 0, standardError, p: 1 };
  return { mean, standardError, p: twoSidedP(mean / standardError, n - 1) };
}

/** Models from the most accurate on, each with its distance to the first one. */
export function ranking(models: readonly FoldAccuracies[], testToTrain: number): { table: ResultTable; note: string } {
  const ranked = [...models]
    .map((model) => ({ ...model, mean: average(model.accuracy) }))
    .sort((a, b) => b.mean - a.mean || a.logLoss - b.logLoss);
  const best = ranked[0]!;
  const others = ranked.slice(1).map((model) => ({
    ...model,
    difference: correctedDifference(best.accuracy, model.accuracy, testToTrain),
  }));
  return {
    table: {
      name: 'ranking',
      columns: ['rank', 'model', 'accuracy', 'difference', 'standardError', 'p'],
      rows: [
        [1, best.name, best.mean, 0, null, null],
        ...others.map(({ name, mean, difference }, i) => [
          i + 2,
          name,
          mean,
          difference.mean,
          difference.standardError,
          difference.p ?? null,
        ]),
      ],
    },
    note: sentence(best, others),
  };
}

function sentence(
  best: { name: string; mean: number; accuracy: number[] },
  others: readonly { name: string; difference: Difference }[],
): string {
  const folds = best.accuracy.length;
  const first = `${best.name} has the highest mean accuracy (${shortNumber(best.mean)} over ${folds} folds)`;
  if (folds < 2) return `${first}: one fold cannot tell how much is chance.`;
  const apart = others.filter(({ difference }) => difference.p! < level);
  const close = others.filter(({ difference }) => !(difference.p! < level));
  const told = apart.map(
    ({ name, difference }) => `${name} (by ${shortNumber(difference.mean)} ± ${shortNumber(difference.standardError)})`,
  );
  const parts = [
    ...(told.length > 0 ? [`better than ${told.join(', ')}`] : []),
    ...(close.length > 0 ? [`not to be told apart from ${listed(close.map(({ name }) => name))}`] : []),
  ];
  return `${first}: ${parts.join('; ')} (paired differences, corrected resampled t-test, 5 %).`;
}

/** Three significant digits, for a sentence. */
export function shortNumber(value: number): string {
  return String(Number(value.toPrecision(3)));
}

export function average(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** Standard deviation of a sample; of one value 0. */
export function spread(values: readonly number[]): number {
  if (values.length < 2) return 0;
  const mean = average(values);
  return Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1));
}
