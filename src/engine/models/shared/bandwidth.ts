import { takeRows } from '../../../data/matrix';
import type { Matrix } from '../../../data/matrix';
import { shuffledIndices } from '../../../data/random';
import type { Rng } from '../../../data/random';

/** Bandwidths that cross-validation tries: 10^-1.4, 10^-1.3, ..., 10^0.6 standard deviations of the features. */
export const bandwidthGrid = Float64Array.from({ length: 21 }, (_, g) => 10 ** ((g - 14) / 10));
export const bandwidthFolds = 5;
/** Rows of a class that cross-validation looks at, at most: with n of them it looks at n^2 pairs. */
export const mostCrossValidated = 2000;
/** Rows held out between two looks at the clock. */
const rowsPerStep = 64;
/** Terms smaller than the largest by e^-30 do not show in a choice. */
const negligible = 30;

/** Rules for n rows of d features of unit variance, as scikit-learn has them. */
export const bandwidthRules: { readonly [rule: string]: (n: number, d: number) => number } = {
  /** Scott 1992. */
  scott: (n, d) => n ** (-1 / (d + 4)),
  /** Silverman 1986. */
  silverman: (n, d) => ((n * (d + 2)) / 4) ** (-1 / (d + 4)),
};

/** Rows that the bandwidth is chosen by: all, or as many of them as there is time for, in their order. */
export function crossValidatedRows(x: Matrix, rng: Rng): Matrix {
  if (x.rows <= mostCrossValidated) return x;
  const rows = shuffledIndices(x.rows, rng);
  return takeRows(x, rows.slice(0, mostCrossValidated).sort());
}

/** The bandwidth for n rows where h is best for m: it falls as n^(-1 / (d + 4)) (Scott 1992). */
export function rescaled(h: number, m: number, n: number, d: number): number {
  return h * (m / n) ** (1 / (d + 4));
}

/** How often `crossValidate` yields. */
export function crossValidationSteps(rows: number): number {
  return rows > 1 ? Math.ceil(rows / rowsPerStep) : 0;
}

/**
 * Sums over the rows of their log density under the rows outside their fold (row i is in fold i mod 5) for each bandwidth
 * of the grid, after every few rows; nothing for a single row, which has no others. x: [n, d].
 */
export function* crossValidate(x: Matrix): Generator<Float64Array> {
  if (x.rows < 2) return;
  const d = x.columns;
  const sums = new Float64Array(bandwidthGrid.length);
  const scales = bandwidthGrid.map((h) => 0.5 / (h * h));
  const constants = bandwidthGrid.map((h) => -d * Math.log(h) - (d / 2) * Math.log(2 * Math.PI));
  const distances = new Float64Array(x.rows);
  for (let row = 0; row < x.rows; row++) {
    let count = 0;
    let least = Infinity;
    for (let i = 0; i < x.rows; i++) {
      if (i % bandwidthFolds === row % bandwidthFolds) continue;
      let sum = 0;
      for (let j = 0; j < d; j++) {
        const gap = x.data[row * d + j]! - x.data[i * d + j]!;
        sum += gap * gap;
      }
      distances[count++] = sum;
      if (sum < least) least = sum;
    }
    for (let g = 0; g < scales.length; g++) {
      const scale = scales[g]!;
      const reach = least + negligible / scale;
      let sum = 0;
      for (let i = 0; i < count; i++) {
        const distance = distances[i]!;
        if (distance < reach) sum += Math.exp((least - distance) * scale);
      }
      sums[g]! += constants[g]! + Math.log(sum / count) - least * scale;
    }
    if ((row + 1) % rowsPerStep === 0 || row + 1 === x.rows) yield sums;
  }
}

/** The bandwidth with the largest sum, and whether there are none to one side of it. */
export function bestBandwidth(sums: Float64Array): { bandwidth: number; atEdge: boolean } {
  const best = sums.indexOf(Math.max(...sums));
  return { bandwidth: bandwidthGrid[best]!, atEdge: best === 0 || best === sums.length - 1 };
}
