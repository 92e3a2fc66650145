import { matrix } from '../../data/matrix';
import type { Matrix } from '../../data/matrix';

/** Rows and their mean in each group. */
export interface GroupMeans {
  /** Number of rows of each group: [K]. */
  counts: Float64Array;
  /** [K, d]; zero for a group without rows. */
  means: Matrix;
}

/** Means of the rows of each group. x: [n, d] without gaps, y: [n], group codes. */
export function groupMeans(x: Matrix, y: Int32Array, groups: number): GroupMeans {
  const d = x.columns;
  const counts = new Float64Array(groups);
  const means = matrix(groups, d);
  for (let i = 0; i < x.rows; i++) {
    const mean = y[i]! * d;
    counts[y[i]!]! += 1;
    for (let j = 0; j < d; j++) means.data[mean + j]! += x.data[i * d + j]!;
  }
  for (let k = 0; k < groups; k++) {
    if (counts[k]! > 0) for (let j = 0; j < d; j++) means.data[k * d + j]! /= counts[k]!;
  }
  return { counts, means };
}

/**
 * Scatter sum_i (x_i - mean)(x_i - mean)^T of each group about its own mean, so that nothing cancels: [d, d] for each
 * group.
 */
export function groupScatter(x: Matrix, y: Int32Array, means: Matrix): Matrix[] {
  const d = x.columns;
  const scatter = Array.from({ length: means.rows }, () => matrix(d, d));
  const centred = new Float64Array(d);
  for (let i = 0; i < x.rows; i++) {
    const mean = y[i]! * d;
    for (let j = 0; j < d; j++) centred[j] = x.data[i * d + j]! - means.data[mean + j]!;
    const s = scatter[y[i]!]!.data;
    for (let a = 0; a < d; a++) {
      const value = centred[a]!;
      const row = a * d;
      for (let b = 0; b <= a; b++) s[row + b]! += value * centred[b]!;
    }
  }
  for (const { data } of scatter) {
    for (let a = 0; a < d; a++) for (let b = 0; b < a; b++) data[b * d + a] = data[a * d + b]!;
  }
  return scatter;
}

/** Rows, means and scatter of each group. */
export interface GroupMoments extends GroupMeans {
  /** [d, d] for each group. */
  scatter: Matrix[];
}

/** `groupMeans` and `groupScatter`. */
export function groupMoments(x: Matrix, y: Int32Array, groups: number): GroupMoments {
  const { counts, means } = groupMeans(x, y, groups);
  return { counts, means, scatter: groupScatter(x, y, means) };
}

/** Moments of each column in each group over the cells that are observed (not NaN). */
export interface ColumnMoments {
  /** Observed cells: [K, d]. */
  counts: Matrix;
  /** [K, d]; zero where nothing was observed. */
  means: Matrix;
  /** Divisor: the number of observed cells. [K, d]. */
  variances: Matrix;
}

/** Means and variances column by column, in two passes. x: [n, d], NaN where missing; y: [n], group codes. */
export function columnMoments(x: Matrix, y: Int32Array, groups: number): ColumnMoments {
  const d = x.columns;
  const counts = matrix(groups, d);
  const means = matrix(groups, d);
  const variances = matrix(groups, d);
  // plain loops: a function called for each cell costs several times as much
  for (let i = 0; i < x.rows; i++) {
    const group = y[i]! * d;
    for (let j = 0; j < d; j++) {
      const value = x.data[i * d + j]!;
      if (Number.isNaN(value)) continue;
      counts.data[group + j]! += 1;
      means.data[group + j]! += value;
    }
  }
  for (let at = 0; at < means.data.length; at++) means.data[at]! /= Math.max(1, counts.data[at]!);
  for (let i = 0; i < x.rows; i++) {
    const group = y[i]! * d;
    for (let j = 0; j < d; j++) {
      const value = x.data[i * d + j]!;
      if (!Number.isNaN(value)) variances.data[group + j]! += (value - means.data[group + j]!) ** 2;
    }
  }
  for (let at = 0; at < variances.data.length; at++) variances.data[at]! /= Math.max(1, counts.data[at]!);
  return { counts, means, variances };
}
