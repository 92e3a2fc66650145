import { matrix } from '../../../data/matrix';
import type { Json } from '../../../protocol/cards';
import { covarianceKinds } from '../../math/covarianceKinds';
import type { CovarianceKind } from '../../math/covarianceKinds';
import type { Covariance } from '../../math/gaussian';
import { componentsOf, covarianceOf } from './gaussianParameters';
import type { GaussianParameters } from './gaussianParameters';
import { damaged, packExact, readArray, readList, readNotes, readSizes } from './saved';
import type { SavedState } from './saved';

/** Gaussians of classes as plain JSON; a covariance that components share is written once. */
export function saveGaussians(parameters: GaussianParameters): SavedState {
  const { logPrior, means, notes } = parameters;
  const { classOf, logWeight } = componentsOf(parameters);
  const { rows, columns } = means;
  const own = Array.from({ length: rows }, (_, c) => covarianceOf(parameters, c));
  const different = [...new Set(own)];
  const { kind } = different[0]!;
  return {
    kind,
    sizes: [logPrior.length, rows, columns],
    // a class without rows has log prior -Infinity, which packed numbers keep
    logPrior: packExact(logPrior, [logPrior.length]),
    classOf: Array.from(classOf),
    logWeight: packExact(logWeight, [rows]),
    means: packExact(means.data, [rows, columns]),
    covariances: different.map(({ entries }) => packExact(entries, covarianceKinds[kind].shape(columns))),
    covarianceOf: own.map((covariance) => different.indexOf(covariance)),
    notes,
  };
}

/** The inverse of `saveGaussians`. Throws `damaged-model`. */
export function readGaussians(state: SavedState): GaussianParameters {
  const [classes, count, d] = readSizes(state.sizes, 'sizes');
  if (classes === undefined || count === undefined || d === undefined) throw damaged('its sizes are missing');
  const kind = kindNamed(state.kind);
  const logPrior = readArray(state.logPrior, 'logPrior', [classes]);
  const classOf = readIndices(state.classOf, 'classOf', count, classes);
  if (classOf.some((k, c) => k < (classOf[c - 1] ?? 0)) || new Set(classOf).size !== classes)
    throw damaged('classOf does not list the components class by class');
  const logWeight = readArray(state.logWeight, 'logWeight', [count]);
  const means = matrix(count, d, readArray(state.means, 'means', [count, d]));
  const different = readList(state.covariances, 'covariances').map((packed) =>
    madeOf(kind, readArray(packed, 'covariance', kind.shape(d)), d),
  );
  const covariances = Array.from(
    readIndices(state.covarianceOf, 'covarianceOf', count, different.length),
    (at) => different[at]!,
  );
  const components = { classOf, logWeight };
  return { logPrior, components, means, covariances, notes: readNotes(state.notes) };
}

function kindNamed(name: Json | undefined): CovarianceKind {
  const known = Object.entries(covarianceKinds).find(([kind]) => kind === name);
  if (!known) throw damaged(`unknown kind of covariance ${JSON.stringify(name)}`);
  return known[1];
}

function madeOf(kind: CovarianceKind, entries: Float64Array, d: number): Covariance {
  try {
    return kind.make(entries, d);
  } catch {
    throw damaged('a covariance is not positive definite');
  }
}

function readIndices(value: Json | undefined, what: string, length: number, below: number): Int32Array {
  const list = readList(value, what);
  if (list.length !== length) throw damaged(`${what} has ${list.length} entries, expected ${length}`);
  return Int32Array.from(list, (index) => {
    if (typeof index !== 'number' || !Number.isInteger(index) || index < 0 || index >= below)
      throw damaged(`${what} holds ${JSON.stringify(index)}`);
    return index;
  });
}
