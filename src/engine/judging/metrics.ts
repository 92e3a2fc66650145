import { rowOf } from '../../data/matrix';
import type { Matrix } from '../../data/matrix';
import type { Metrics } from '../../protocol/result';

/** Probabilities are kept this far from zero before a logarithm, so that one sure mistake costs 34.5 nats and not infinity. */
const floor = 1e-15;
const calibrationBins = 10;

/**
 * Judges probabilities against the truth.
 *
 * proba: [n, K], rows sum to one; labels: [n], codes 0 to K - 1. Without rows there is nothing to report: `{}`.
 */
export function classificationMetrics(proba: Matrix, labels: Int32Array): Metrics {
  if (labels.length === 0) return {};
  const counts = confusionCounts(proba, labels);
  const auc = meanOverClasses(proba, labels, rocAuc);
  const ap = meanOverClasses(proba, labels, averagePrecision);
  return {
    accuracy: accuracy(counts),
    balancedAccuracy: balancedAccuracy(counts),
    f1: macroF1(counts),
    logLoss: logLoss(proba, labels),
    brier: brier(proba, labels),
    calibrationError: calibrationError(proba, labels),
    ...(auc === undefined ? {} : { rocAuc: auc }),
    ...(ap === undefined ? {} : { averagePrecision: ap }),
  };
}

/** The most probable class of each row; of equals the first. */
export function mostProbable(proba: Matrix): Int32Array {
  return Int32Array.from({ length: proba.rows }, (_, i) => {
    const row = rowOf(proba, i);
    let best = 0;
    for (let c = 1; c < row.length; c++) if (row[c]! > row[best]!) best = c;
    return best;
  });
}

/** `counts[true class][predicted class]`. */
export function confusionCounts(proba: Matrix, labels: Int32Array): number[][] {
  const counts = Array.from({ length: proba.columns }, () => new Array<number>(proba.columns).fill(0));
  mostProbable(proba).forEach((predicted, i) => counts[labels[i]!]![predicted]!++);
  return counts;
}

export function accuracy(counts: number[][]): number {
  const right = sum(counts.map((row, c) => row[c]!));
  return right / sum(counts.map(sum));
}

/** Mean over the classes that occur of the share that was recognised. */
function balancedAccuracy(counts: number[][]): number {
  return mean(counts.flatMap((row, c) => (sum(row) > 0 ? [row[c]! / sum(row)] : [])));
}

/** Mean over the classes that occur or were predicted of 2 TP / (2 TP + FP + FN). */
function macroF1(counts: number[][]): number {
  const scores = counts.flatMap((row, c) => {
    const predicted = sum(counts.map((other) => other[c]!));
    const both = sum(row) + predicted;
    return both > 0 ? [(2 * row[c]!) / both] : [];
  });
  return mean(scores);
}

/** -1/n sum_i log max(P(y_i | x_i), 1e-15), in nats. */
export function logLoss(proba: Matrix, labels: Int32Array): number {
  let total = 0;
  labels.forEach((label, i) => (total -= Math.log(Math.max(floor, rowOf(proba, i)[label]!))));
  return total / labels.length;
}

/** 1/n sum_i sum_c (p_ic - 1[y_i = c])^2, from 0 to 2 (Brier 1950). */
function brier(proba: Matrix, labels: Int32Array): number {
  let total = 0;
  labels.forEach((label, i) => rowOf(proba, i).forEach((p, c) => (total += (p - (c === label ? 1 : 0)) ** 2)));
  return total / labels.length;
}

/** Rows whose most probable class has a probability from `low` to `high`. */
export interface ReliabilityBin {
  low: number;
  high: number;
  rows: number;
  /** Mean probability of the most probable class. */
  confidence: number;
  /** Share of the rows of which it is the true one. */
  accuracy: number;
}

/** The rows in ten bins of equal width by the probability of their most probable class; bins without rows are left out. */
export function reliabilityBins(proba: Matrix, labels: Int32Array): ReliabilityBin[] {
  const bins = Array.from({ length: calibrationBins }, () => ({ rows: 0, confidence: 0, right: 0 }));
  mostProbable(proba).forEach((predicted, i) => {
    const p = rowOf(proba, i)[predicted]!;
    const bin = bins[Math.min(calibrationBins - 1, Math.floor(p * calibrationBins))]!;
    bin.rows++;
    bin.confidence += p;
    if (predicted === labels[i]) bin.right++;
  });
  return bins.flatMap(({ rows, confidence, right }, b) =>
    rows === 0
      ? []
      : [
          {
            low: b / calibrationBins,
            high: (b + 1) / calibrationBins,
            rows,
            confidence: confidence / rows,
            accuracy: right / rows,
          },
        ],
  );
}

/** Expected calibration error: sum_b n_b/n |mean confidence_b - accuracy_b| (Naeini, Cooper and Hauskrecht 2015). */
export function calibrationError(proba: Matrix, labels: Int32Array): number {
  const bins = reliabilityBins(proba, labels);
  return sum(bins.map((bin) => bin.rows * Math.abs(bin.confidence - bin.accuracy))) / labels.length;
}

/** P(score of a positive > score of a negative) + 1/2 P(equal): Mann and Whitney's U by ranks, ties averaged. */
export function rocAuc(score: ArrayLike<number>, positive: ArrayLike<boolean>): number | undefined {
  let positives = 0;
  let ranks = 0;
  let below = 0;
  for (const tie of ties(score, positive, 1)) {
    ranks += tie.positives * (below + (tie.rows + 1) / 2);
    below += tie.rows;
    positives += tie.positives;
  }
  const negatives = below - positives;
  if (positives === 0 || negatives === 0) return undefined;
  return (ranks - (positives * (positives + 1)) / 2) / (positives * negatives);
}

/** sum_t (recall_t - recall_{t-1}) precision_t over the thresholds from high to low, equal scores taken together. */
export function averagePrecision(score: ArrayLike<number>, positive: ArrayLike<boolean>): number | undefined {
  let positives = 0;
  let rows = 0;
  let area = 0;
  for (const tie of ties(score, positive, -1)) {
    rows += tie.rows;
    positives += tie.positives;
    area += tie.positives * (positives / rows);
  }
  return positives === 0 || positives === rows ? undefined : area / positives;
}

/** Rows with equal scores together, in ascending (1) or descending (-1) order. */
export function* ties(score: ArrayLike<number>, positive: ArrayLike<boolean>, direction: 1 | -1) {
  const order = Array.from({ length: score.length }, (_, i) => i).sort((a, b) => direction * (score[a]! - score[b]!));
  for (let from = 0; from < order.length;) {
    let to = from;
    let positives = 0;
    while (to < order.length && score[order[to]!] === score[order[from]!]) if (positive[order[to++]!]) positives++;
    yield { rows: to - from, positives };
    from = to;
  }
}

/** The classes that are told from the rest: of two the second one, of more each. */
export function positiveClasses(classes: number): number[] {
  return classes === 2 ? [1] : Array.from({ length: classes }, (_, c) => c);
}

/** Two classes: of the second one. More: mean of one against the rest over the classes that occur. */
function meanOverClasses(
  proba: Matrix,
  labels: Int32Array,
  measure: (score: ArrayLike<number>, positive: ArrayLike<boolean>) => number | undefined,
): number | undefined {
  const values = positiveClasses(proba.columns).flatMap((c) => {
    const score = Float64Array.from(labels, (_, i) => rowOf(proba, i)[c]!);
    const value = measure(
      score,
      Array.from(labels, (label) => label === c),
    );
    return value === undefined ? [] : [value];
  });
  return values.length === 0 ? undefined : mean(values);
}

/**
 * How far two classifiers' errors on the same rows differ, with the standard error of the difference:
 * d_i = right_a(i) - right_b(i), difference = sum d_i, error = sqrt(n) sd(d).
 */
export function pairedDifference(
  a: boolean[],
  b: boolean[],
): { rows: number; difference: number; standardError: number } {
  const n = a.length;
  const d = a.map((right, i) => Number(right) - Number(b[i]!));
  const average = n === 0 ? 0 : sum(d) / n;
  const variance = n < 2 ? 0 : sum(d.map((value) => (value - average) ** 2)) / (n - 1);
  return { rows: n, difference: sum(d), standardError: Math.sqrt(n * variance) };
}

function sum(values: ArrayLike<number>): number {
  let total = 0;
  for (let i = 0; i < values.length; i++) total += values[i]!;
  return total;
}

function mean(values: number[]): number {
  return values.length === 0 ? 0 : sum(values) / values.length;
}
