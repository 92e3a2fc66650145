import { matrix } from '../../data/matrix';
import type { Matrix } from '../../data/matrix';
import { diagonalCovariance, sphericalCovariance } from './diagonalCovariance';
import { fullCovariance } from './fullCovariance';
import type { Covariance } from './gaussian';

export interface CovarianceKind {
  /** Of `entries`, for d features. */
  shape(d: number): number[];
  /** Throws a `RangeError` where the entries are no covariance. */
  make(entries: Float64Array, d: number): Covariance;
  /** All entries: [d, d]. */
  dense(entries: Float64Array, d: number): Matrix;
}

/** How a covariance of each kind is made of its entries. */
export const covarianceKinds: { readonly [kind in Covariance['kind']]: CovarianceKind } = {
  diagonal: { shape: (d) => [d], make: (entries) => diagonalCovariance(positive(entries)), dense: onDiagonal },
  spherical: {
    shape: () => [1],
    make: (entries, d) => sphericalCovariance(positive(entries)[0]!, d),
    dense: onDiagonal,
  },
  full: {
    shape: (d) => [d, d],
    make: (entries, d) => fullCovariance(matrix(d, d, entries)).covariance,
    dense: (entries, d) => matrix(d, d, entries.slice()),
  },
};

/** factor Sigma. */
export function scaledCovariance({ kind, entries, dimension }: Covariance, factor: number): Covariance {
  return covarianceKinds[kind].make(
    entries.map((value) => factor * value),
    dimension,
  );
}

/** Sigma as a matrix: [d, d]. */
export function denseCovariance({ kind, entries, dimension }: Covariance): Matrix {
  return covarianceKinds[kind].dense(entries, dimension);
}

/** Variances, or one for all, on the diagonal of a matrix. */
function onDiagonal(variances: Float64Array, d: number): Matrix {
  const out = matrix(d, d);
  for (let j = 0; j < d; j++) out.data[j * d + j] = variances[j % variances.length]!;
  return out;
}

function positive(variances: Float64Array): Float64Array {
  if (variances.some((variance) => !(variance > 0))) throw new RangeError('a variance is not above 0');
  return variances;
}
