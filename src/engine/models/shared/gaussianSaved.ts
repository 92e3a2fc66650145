import { matrix } from '../../../data/matrix';
import type { Json } from '../../../protocol/cards';
import { diagonalCovariance, sphericalCovariance } from '../../math/diagonalCovariance';
import { fullCovariance } from '../../math/fullCovariance';
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
    covariances: different.map(({ entries }) => packExact(entries, kinds[kind].shape(columns))),
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
    kind.read(readArray(packed, 'covariance', kind.shape(d)), d),
  );
  const covariances = Array.from(
    readIndices(state.covarianceOf, 'covarianceOf', count, different.length),
    (at) => different[at]!,
  );
  const components = { classOf, logWeight };
  return { logPrior, components, means, covariances, notes: readNotes(state.notes) };
}

interface Kind {
  /** Of `entries`, for d features. */
  shape(d: number): number[];
  read(entries: Float64Array, d: number): Covariance;
}

const kinds: { [kind in Covariance['kind']]: Kind } = {
  diagonal: { shape: (d) => [d], read: (entries) => diagonalCovariance(positive(entries)) },
  spherical: { shape: () => [1], read: (entries, d) => sphericalCovariance(positive(entries)[0]!, d) },
  full: {
    shape: (d) => [d, d],
    read(entries, d) {
      try {
        return fullCovariance(matrix(d, d, entries)).covariance;
      } catch {
        throw damaged('a covariance is not positive definite');
      }
    },
  },
};

function kindNamed(name: Json | undefined): Kind {
  const known = Object.entries(kinds).find(([kind]) => kind === name);
  if (!known) throw damaged(`unknown kind of covariance ${JSON.stringify(name)}`);
  return known[1];
}

function positive(variances: Float64Array): Float64Array {
  if (variances.some((variance) => !(variance > 0))) throw damaged('a variance is not above 0');
  return variances;
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
