import { matrix } from '../../../data/matrix';
import type { Matrix } from '../../../data/matrix';
import type { Covariance } from '../../math/gaussian';

/** Gaussian components that belong to classes: P(x, y = k) = P(k) sum_{c of k} w_c N(x | mean_c, Sigma_c). */
export interface GaussianParameters {
  /** log P(y): [K]. */
  logPrior: Float64Array;
  /** Which components make up which class. Default: one for each class. */
  components?: Components;
  /** [C, d]. */
  means: Matrix;
  /** One for each component (the same object where components share it), or a single one that all share. */
  covariances: Covariance[];
  notes: string[];
}

export interface Components {
  /** The class of each component, ascending; every class has one: [C]. */
  classOf: Int32Array;
  /** log w_c = log P(component | class): [C]. */
  logWeight: Float64Array;
}

export function componentsOf({
  logPrior,
  components,
}: Pick<GaussianParameters, 'logPrior' | 'components'>): Components {
  return (
    components ?? { classOf: Int32Array.from(logPrior, (_, k) => k), logWeight: new Float64Array(logPrior.length) }
  );
}

/** The components of class k are those from `[k]` to before `[k + 1]`: [K + 1]. */
export function classRanges(classOf: Int32Array, classes: number): Int32Array {
  const from = new Int32Array(classes + 1);
  for (const k of classOf) from[k + 1]! += 1;
  for (let k = 0; k < classes; k++) from[k + 1]! += from[k]!;
  return from;
}

export function covarianceOf({ covariances }: Pick<GaussianParameters, 'covariances'>, component: number): Covariance {
  return covariances[component % covariances.length]!;
}

/** Numbers that can vary freely: class probabilities and weights (C - 1 in all), means, covariances. */
export function freeParameters({ means, covariances }: GaussianParameters): number {
  return [...new Set(covariances)].reduce(
    (sum, { parameters }) => sum + parameters,
    means.rows - 1 + means.data.length,
  );
}

/** Classes that were fitted one by one, each a `GaussianParameters` of a single class, as one. logPrior: [K]. */
export function joinClasses(parts: readonly GaussianParameters[], logPrior: Float64Array): GaussianParameters {
  const components = parts.map(componentsOf);
  const counts = parts.map(({ means }) => means.rows);
  const total = counts.reduce((sum, count) => sum + count, 0);
  const means = matrix(total, parts[0]!.means.columns);
  let at = 0;
  for (const part of parts) {
    means.data.set(part.means.data, at);
    at += part.means.data.length;
  }
  return {
    logPrior,
    components: {
      classOf: Int32Array.from(counts.flatMap((count, k) => Array<number>(count).fill(k))),
      logWeight: Float64Array.from(components.flatMap(({ logWeight }) => [...logWeight])),
    },
    means,
    covariances: parts.flatMap((part, k) => Array.from({ length: counts[k]! }, (_, c) => covarianceOf(part, c))),
    notes: [],
  };
}
