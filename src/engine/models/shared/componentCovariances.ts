import { matrix, rowOf } from '../../../data/matrix';
import type { Matrix } from '../../../data/matrix';
import { diagonalCovariance, sphericalCovariance } from '../../math/diagonalCovariance';
import { fullCovariance } from '../../math/fullCovariance';
import type { Covariance } from '../../math/gaussian';
import { weightedColumnMoments, weightedMoments } from '../../math/weightedMoments';
import type { Maximise } from './expectationMaximisation';

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
    maximise: (ridge) => (x, weights) => {
      const { counts, means, scatter } = weightedMoments(x, weights);
      return { means, covariances: scatter.map((own, c) => regular(own, counts[c]!, ridge)) };
    },
  },
  diagonal: {
    doc: 'Each component has its own variance for each feature; features are independent within it.',
    square: false,
    maximise: (ridge) => (x, weights) => {
      const { means, variances } = weightedColumnMoments(x, weights);
      const covariances = Array.from({ length: means.rows }, (_, c) =>
        diagonalCovariance(rowOf(variances, c).map((variance) => Math.max(leastVariance, variance + ridge))),
      );
      return { means, covariances };
    },
  },
  tied: {
    doc: 'The components of a class share one covariance.',
    square: true,
    maximise: (ridge) => (x, weights, classOf) => {
      const { counts, means, scatter } = weightedMoments(x, weights);
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
    maximise: (ridge) => (x, weights) => {
      const { means, variances } = weightedColumnMoments(x, weights);
      const covariances = Array.from({ length: means.rows }, (_, c) => {
        const mean = rowOf(variances, c).reduce((sum, variance) => sum + variance, 0) / x.columns;
        return sphericalCovariance(Math.max(leastVariance, mean + ridge), x.columns);
      });
      return { means, covariances };
    },
  },
};

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
