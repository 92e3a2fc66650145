import { matrix } from '../../data/matrix';
import type { Matrix } from '../../data/matrix';
import type { ColumnMoments, GroupMeans, GroupMoments } from './moments';

/** Means of rows that belong to each group by a weight. x: [n, d] without gaps, weights: [n, C], at least 0. */
export function weightedMeans(x: Matrix, weights: Matrix): GroupMeans {
  const d = x.columns;
  const groups = weights.columns;
  const counts = new Float64Array(groups);
  const means = matrix(groups, d);
  for (let i = 0; i < x.rows; i++) {
    for (let c = 0; c < groups; c++) {
      const weight = weights.data[i * groups + c]!;
      if (weight === 0) continue;
      counts[c]! += weight;
      for (let j = 0; j < d; j++) means.data[c * d + j]! += weight * x.data[i * d + j]!;
    }
  }
  for (let c = 0; c < groups; c++) {
    if (counts[c]! > 0) for (let j = 0; j < d; j++) means.data[c * d + j]! /= counts[c]!;
  }
  return { counts, means };
}

/** sum_i weight_ic (x_i - mean_c)(x_i - mean_c)^T about each group's own mean, so that nothing cancels: [d, d] each. */
export function weightedScatter(x: Matrix, weights: Matrix, means: Matrix): Matrix[] {
  const d = x.columns;
  const groups = weights.columns;
  const scatter = Array.from({ length: groups }, () => matrix(d, d));
  const centred = new Float64Array(d);
  for (let i = 0; i < x.rows; i++) {
    for (let c = 0; c < groups; c++) {
      const weight = weights.data[i * groups + c]!;
      if (weight === 0) continue;
      for (let j = 0; j < d; j++) centred[j] = x.data[i * d + j]! - means.data[c * d + j]!;
      const s = scatter[c]!.data;
      for (let a = 0; a < d; a++) {
        const value = weight * centred[a]!;
        const row = a * d;
        for (let b = 0; b <= a; b++) s[row + b]! += value * centred[b]!;
      }
    }
  }
  for (const { data } of scatter) {
    for (let a = 0; a < d; a++) for (let b = 0; b < a; b++) data[b * d + a] = data[a * d + b]!;
  }
  return scatter;
}

/** `weightedMeans` and `weightedScatter`. */
export function weightedMoments(x: Matrix, weights: Matrix): GroupMoments {
  const { counts, means } = weightedMeans(x, weights);
  return { counts, means, scatter: weightedScatter(x, weights, means) };
}

/** `columnMoments` of rows that belong to each group by a weight. x: [n, d], NaN where missing; weights: [n, C]. */
export function weightedColumnMoments(x: Matrix, weights: Matrix): ColumnMoments {
  const d = x.columns;
  const groups = weights.columns;
  const counts = matrix(groups, d);
  const means = matrix(groups, d);
  const variances = matrix(groups, d);
  const overCells = (visit: (value: number, at: number, weight: number) => void) => {
    for (let i = 0; i < x.rows; i++) {
      for (let c = 0; c < groups; c++) {
        const weight = weights.data[i * groups + c]!;
        if (weight === 0) continue;
        for (let j = 0; j < d; j++) {
          const value = x.data[i * d + j]!;
          if (!Number.isNaN(value)) visit(value, c * d + j, weight);
        }
      }
    }
  };
  const divide = (sums: Float64Array) => {
    for (let at = 0; at < sums.length; at++) if (counts.data[at]! > 0) sums[at]! /= counts.data[at]!;
  };
  overCells((value, at, weight) => {
    counts.data[at]! += weight;
    means.data[at]! += weight * value;
  });
  divide(means.data);
  overCells((value, at, weight) => (variances.data[at]! += weight * (value - means.data[at]!) ** 2));
  divide(variances.data);
  return { counts, means, variances };
}
