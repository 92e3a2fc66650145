import { matrix } from '../../data/matrix';
import { diagonalCovariance, sphericalCovariance } from './diagonalCovariance';
import { fullCovariance } from './fullCovariance';
import type { Covariance } from './gaussian';

export interface CovarianceKind {
  /** Of `entries`, for d features. */
  shape(d: number): number[];
  /** Throws a `RangeError` where the entries are no covariance. */
  make(entries: Float64Array, d: number): Covariance;
}

/** How a covariance of each kind is made of its entries. */
export const covarianceKinds: { readonly [kind in Covariance['kind']]: CovarianceKind } = {
  diagonal: { shape: (d) => [d], make: (entries) => diagonalCovariance(positive(entries)) },
  spherical: { shape: () => [1], make: (entries, d) => sphericalCovariance(positive(entries)[0]!, d) },
  full: { shape: (d) => [d, d], make: (entries, d) => fullCovariance(matrix(d, d, entries)).covariance },
};

/** factor Sigma. */
export function scaledCovariance({ kind, entries, dimension }: Covariance, factor: number): Covariance {
  return covarianceKinds[kind].make(
    entries.map((value) => factor * value),
    dimension,
  );
}

function positive(variances: Float64Array): Float64Array {
  if (variances.some((variance) => !(variance > 0))) throw new RangeError('a variance is not above 0');
  return variances;
}
