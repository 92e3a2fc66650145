import { matrix, rowOf } from '../../../data/matrix';
import type { Matrix } from '../../../data/matrix';
import { diagonalCovariance, sphericalCovariance } from '../../math/diagonalCovariance';
import { fullCovariance } from '../../math/fullCovariance';
import type { Covariance } from '../../math/gaussian';
import { weightedColumnMoments } from '../../math/weightedMoments';
import type { Maximise } from './expectationMaximisation';
import { expectedMoments } from './expectedMoments';
import type { Gaussians } from './expectedMoments';
import { covarianceOf } from './gaussianParameters';

/** What the covariances of a mixture's components have in common. */
export interface CovarianceType {
  doc: string;
  /** Keeps d x d numbers. */
  square: boolean;
  /** Maximum likelihood (divisor: the number of rows) plus `ridge` on every diagonal. */
  maximise(ridge: number): Maximise;
}

/** Variance where neither data nor `ridge` give one above 0. */
const leastVariance = 1e-12;

export type CovarianceName = 'full' | 'diagonal' | 'tied' | 'spherical';

export const covarianceTypes: { readonly [name in CovarianceName]: CovarianceType } = {
  full: {
    doc: 'Each component has its own covariance.',
    square: true,
    maximise: (ridge) => (x, weights, classOf, before) => {
      const { counts, means, scatter } = expectedMoments(x, weights, before, { of: classOf, tied: false });
      return { means, covariances: scatter.map((own, c) => regular(own, counts[c]!, ridge)) };
    },
  },
  diagonal: {
    doc: 'Each component has its own variance for each feature; features are independent within it.',
    square: false,
    maximise: (ridge) => (x, weights, _, before) => {
      const { counts, means, variances } = weightedColumnMoments(x, weights);
      const spread = variances.data.map((variance) => Math.max(leastVariance, variance + ridge));
      counts.data.forEach((count, at) => {
        if (count === 0) [means.data[at], spread[at]] = unseen(at, x.columns, before);
      });
      const covariances = Array.from({ length: means.rows }, (_, c) =>
        diagonalCovariance(spread.slice(c * x.columns, (c + 1) * x.columns)),
      );
      return { means, covariances };
    },
  },
  tied: {
    doc: 'The components of a class share one covariance.',
    square: true,
    maximise: (ridge) => (x, weights, classOf, before) => {
      const { counts, means, scatter } = expectedMoments(x, weights, before, { of: classOf, tied: true });
      const classes = Array.from(new Set(classOf), (k) => {
        const sum = matrix(x.columns, x.columns);
        let rows = 0;
        classOf.forEach((owner, c) => {
          if (owner !== k) return;
          rows += counts[c]!;
          scatter[c]!.data.forEach((value, at) => (sum.data[at]! += value));
        });
        return [k, regular(sum, rows, ridge)] as const;
      });
      const shared = new Map(classes);
      return { means, covariances: Array.from(classOf, (k) => shared.get(k)!) };
    },
  },
  spherical: {
    doc: 'Each component has a single variance, the same in all directions.',
    square: false,
    maximise: (ridge) => (x, weights, _, before) => {
      const { counts, means, variances } = weightedColumnMoments(x, weights);
      counts.data.forEach((count, at) => {
        if (count === 0) means.data[at] = unseen(at, x.columns, before)[0];
      });
      const covariances = Array.from({ length: means.rows }, (_, c) => {
        const mean = meanVariance(rowOf(variances, c), rowOf(counts, c));
        return sphericalCovariance(Math.max(leastVariance, mean + ridge), x.columns);
      });
      return { means, covariances };
    },
  },
};

/** Mean and variance of a feature that a component shows in no row: as before, at first as of a standard normal. */
function unseen(at: number, d: number, before: Gaussians | undefined): [number, number] {
  if (!before) return [0, 1];
  const { entries } = covarianceOf(before, Math.floor(at / d));
  return [before.means.data[at]!, entries[(at % d) % entries.length]!];
}

/** Over all cells that are observed; where these are as many of each feature, the mean of the variances. */
function meanVariance(variances: Float64Array, counts: Float64Array): number {
  const most = Math.max(...counts);
  let sum = 0;
  let features = 0;
  variances.forEach((variance, j) => {
    const share = most > 0 ? counts[j]! / most : 1;
    sum += share * variance;
    features += share;
  });
  return sum / features;
}

function regular(scatter: Matrix, rows: number, ridge: number): Covariance {
  const d = scatter.rows;
  const sigma = matrix(
    d,
    d,
    scatter.data.map((value) => value / Math.max(rows, Number.MIN_VALUE)),
  );
  for (let j = 0; j < d; j++) sigma.data[j * d + j]! += ridge;
  return fullCovariance(sigma).covariance;
}
