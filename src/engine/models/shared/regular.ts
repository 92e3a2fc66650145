import { Problem } from '../../../data/problem';
import type { Matrix } from '../../../data/matrix';
import { fullCovariance } from '../../math/fullCovariance';
import type { Covariance } from '../../math/gaussian';

/** Features up to which a full covariance is kept: 32 MB of numbers and some seconds of factoring for each. */
const maxFeatures = 2000;

/** Throws a `Problem` where a full covariance would not fit. */
export function limitFeatures(model: string, d: number): void {
  if (d <= maxFeatures) return;
  throw new Problem(
    'too-many-features',
    `${model} keeps a covariance of ${d} x ${d} numbers; at most ${maxFeatures} features: name fewer in features, or use gaussian-naive-bayes`,
    ['features'],
  );
}

/** A covariance that can be inverted; a ridge that this needed is said in `notes`. `whose`: "of class setosa". */
export function regularCovariance(sigma: Matrix, whose: string, remedy: string, notes: string[]): Covariance {
  const { covariance, ridge } = fullCovariance(sigma);
  if (ridge > 0) {
    notes.push(
      `The covariance ${whose} is singular (constant or linearly dependent features, or too few rows): ` +
        `${ridge.toPrecision(2)} was added to its diagonal; ${remedy}.`,
    );
  }
  return covariance;
}
