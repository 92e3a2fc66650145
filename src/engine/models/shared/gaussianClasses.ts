import { matrix, rowOf, takeRows } from '../../../data/matrix';
import type { Matrix } from '../../../data/matrix';
import type { Rng } from '../../../data/random';
import { diagonalCovariance } from '../../math/diagonalCovariance';
import { fullCovariance } from '../../math/fullCovariance';
import { addLogDensity, drawRows } from '../../math/gaussian';
import type { Covariance } from '../../math/gaussian';
import type { Kernel } from '../../math/kernel';
import { largePass } from '../../math/kernelChoice';
import { featureCount } from '../../math/kernelFloat64';
import type { Conditional, Density, Fitted, Marginal, Sampler } from '../../model';
import { posterior } from '../../posterior';
import { missingPatterns } from './missing';
import type { Pattern } from './missing';
import { damaged, packExact, readArray, readList, readNotes, readSizes } from './saved';
import type { SavedState } from './saved';

/** One Gaussian per class: P(x, y = k) = P(k) N(x | mean_k, Sigma_k). */
export interface GaussianParameters {
  /** log P(y): [K]. */
  logPrior: Float64Array;
  /** [K, d]. */
  means: Matrix;
  /** One for each class, or a single one that all share. */
  covariances: Covariance[];
  notes: string[];
}

/**
 * Largest coefficient of phi(x) with which scores may be taken in float32: beyond it (1 / the smallest variance) rounding
 * would show in the third digit.
 */
const largestCoefficient = 100;

/** All that follows from class-conditional Gaussians, however their parameters were estimated. */
export function gaussianClasses(
  parameters: GaussianParameters,
  kernel: Kernel,
): Fitted & Density & Sampler & Marginal & Conditional {
  const { logPrior, means, covariances, notes } = parameters;
  const classes = logPrior.length;
  const d = means.columns;
  const covarianceOf = (k: number): Covariance => covariances[k % covariances.length]!;
  let coefficients: Matrix | undefined;

  async function logJoint(x: Matrix): Promise<Matrix> {
    const { features } = covariances[0]!;
    // fewer rows than features would not pay for inverting the covariances
    if (x.rows >= d && x.rows * classes * featureCount(features, d) >= largePass) {
      const theta = (coefficients ??= coefficientMatrix(parameters));
      if (theta.data.every((value) => Math.abs(value) <= largestCoefficient)) return kernel.scores(features, theta, x);
    }
    return jointOf(x, all(d), covarianceOf);
  }

  /** log P(x_observed, k) of rows that have only the observed features. */
  function jointOf(x: Matrix, observed: Int32Array, covariance: (k: number) => Covariance): Matrix {
    const out = matrix(x.rows, classes);
    for (let k = 0; k < classes; k++) {
      for (let i = 0; i < x.rows; i++) out.data[i * classes + k] = logPrior[k]!;
      addLogDensity(x, pick(rowOf(means, k), observed), covariance(k), out.data, k, classes);
    }
    return out;
  }

  function jointOfPattern(x: Matrix, { observed, rows }: Pattern): Matrix {
    const marginalOf = remember((covariance: Covariance) =>
      observed.length === d ? covariance : covariance.marginal(observed),
    );
    return jointOf(pickColumns(takeRows(x, rows), observed), observed, (k) => marginalOf(covarianceOf(k)));
  }

  function logJointMarginal(x: Matrix): Promise<Matrix> {
    const out = matrix(x.rows, classes);
    for (const pattern of missingPatterns(x)) {
      const joint = jointOfPattern(x, pattern);
      pattern.rows.forEach((row, i) => rowOf(out, row).set(rowOf(joint, i)));
    }
    return Promise.resolve(out);
  }

  /** Visits every row with gaps: P(k | x_observed), and how the missing features depend on the observed ones in class k. */
  function completeRows(x: Matrix, label: number | undefined, complete: CompleteRow): Promise<Matrix> {
    const out = matrix(x.rows, d, x.data.slice());
    for (const pattern of missingPatterns(x)) {
      const { observed, missing, rows } = pattern;
      if (missing.length === 0) continue;
      const weights = label === undefined ? posterior(jointOfPattern(x, pattern)) : undefined;
      const regressionOf = remember((covariance: Covariance) => covariance.regress(missing, observed));
      rows.forEach((row, i) => {
        const values = rowOf(out, row);
        const observedValues = pick(values, observed);
        const inClass = (k: number) => {
          const regression = regressionOf(covarianceOf(k));
          const mean = rowOf(means, k);
          const shift = regression.shift(observedValues.map((value, a) => value - mean[observed[a]!]!));
          return { mean: shift.map((value, a) => value + mean[missing[a]!]!), covariance: regression.covariance };
        };
        const weight = weights ? rowOf(weights, i) : oneHot(label!, classes);
        const completed = complete(weight, inClass);
        missing.forEach((j, a) => (values[j] = completed[a]!));
      });
    }
    return Promise.resolve(out);
  }

  return {
    parameters:
      classes - 1 + means.data.length + covariances.reduce((sum, covariance) => sum + covariance.parameters, 0),
    notes,
    logPrior,
    logJoint,
    logJointMarginal,
    sample(n, label, rng) {
      const out = matrix(n, d);
      drawRows(out, rowOf(means, label), covarianceOf(label), rng);
      return Promise.resolve(out);
    },
    conditionalMean: (x, label) => completeRows(x, label, mixtureMean),
    conditionalSample: (x, rng, label) =>
      completeRows(x, label, (weights, inClass) => mixtureDraw(weights, inClass, rng)),
    save: () => saveGaussians(parameters),
    dispose() {},
  };
}

/** The missing features of one row: mean and covariance in class k. */
type InClass = (k: number) => { mean: Float64Array; covariance: Covariance };
type CompleteRow = (weights: Float64Array, inClass: InClass) => Float64Array;

/** E[x_missing | x_observed] = sum_k P(k | x_observed) E[x_missing | x_observed, k]. */
function mixtureMean(weights: Float64Array, inClass: InClass): Float64Array {
  let out: Float64Array | undefined;
  weights.forEach((weight, k) => {
    if (weight === 0) return;
    const { mean } = inClass(k);
    out ??= new Float64Array(mean.length);
    for (let a = 0; a < mean.length; a++) out[a]! += weight * mean[a]!;
  });
  return out!;
}

function mixtureDraw(weights: Float64Array, inClass: InClass, rng: Rng): Float64Array {
  const { mean, covariance } = inClass(rng.choice(weights));
  const out = matrix(1, mean.length);
  drawRows(out, mean, covariance, rng);
  return out.data;
}

/** Theta: [K, p] with log P(x, k) = Theta_k . phi(x). */
function coefficientMatrix({ logPrior, means, covariances }: GaussianParameters): Matrix {
  const rows = Array.from(logPrior, (prior, k) => {
    const row = covariances[k % covariances.length]!.coefficients(rowOf(means, k));
    row[0]! += prior;
    return row;
  });
  const out = matrix(rows.length, rows[0]!.length);
  rows.forEach((row, k) => rowOf(out, k).set(row));
  return out;
}

function saveGaussians({ logPrior, means, covariances, notes }: GaussianParameters): SavedState {
  const { rows, columns } = means;
  return {
    kind: covariances[0]!.kind,
    sizes: [rows, columns],
    // a class without rows has log prior -Infinity, which packed numbers keep
    logPrior: packExact(logPrior, [rows]),
    means: packExact(means.data, [rows, columns]),
    covariances: covariances.map(({ kind, entries }) =>
      packExact(entries, kind === 'full' ? [columns, columns] : [columns]),
    ),
    notes,
  };
}

/** The inverse of `save`. Throws `damaged-model`. */
export function restoreGaussianClasses(state: SavedState, kernel: Kernel): Fitted {
  const [classes, d] = readSizes(state.sizes, 'sizes');
  if (classes === undefined || d === undefined) throw damaged('its sizes are missing');
  const read = readers[String(state.kind)];
  if (!read) throw damaged(`unknown kind of covariance ${JSON.stringify(state.kind)}`);
  const saved = readList(state.covariances, 'covariances');
  if (saved.length !== 1 && saved.length !== classes)
    throw damaged(`${saved.length} covariances for ${classes} classes`);
  const logPrior = readArray(state.logPrior, 'logPrior', [classes]);
  const means = matrix(classes, d, readArray(state.means, 'means', [classes, d]));
  const covariances = saved.map((packed) => read(packed, d));
  return gaussianClasses({ logPrior, means, covariances, notes: readNotes(state.notes) }, kernel);
}

const readers: { [kind: string]: (packed: Parameters<typeof readArray>[0], d: number) => Covariance } = {
  diagonal(packed, d) {
    const variances = readArray(packed, 'variances', [d]);
    if (variances.some((variance) => !(variance > 0))) throw damaged('a variance is not above 0');
    return diagonalCovariance(variances);
  },
  full(packed, d) {
    const sigma = matrix(d, d, readArray(packed, 'covariance', [d, d]));
    try {
      return fullCovariance(sigma).covariance;
    } catch {
      throw damaged('a covariance is not positive definite');
    }
  },
};

/** The function with its results remembered by argument, so that classes which share a covariance share the work. */
function remember<A extends object, B>(compute: (argument: A) => B): (argument: A) => B {
  const known = new Map<A, B>();
  return (argument) => {
    let result = known.get(argument);
    if (result === undefined) known.set(argument, (result = compute(argument)));
    return result;
  };
}

function all(n: number): Int32Array {
  return Int32Array.from({ length: n }, (_, j) => j);
}

function pick(values: Float64Array, at: Int32Array): Float64Array {
  return Float64Array.from(at, (j) => values[j]!);
}

function pickColumns(x: Matrix, columns: Int32Array): Matrix {
  if (columns.length === x.columns) return x;
  const out = matrix(x.rows, columns.length);
  for (let i = 0; i < x.rows; i++) rowOf(out, i).set(pick(rowOf(x, i), columns));
  return out;
}

function oneHot(k: number, classes: number): Float64Array {
  const out = new Float64Array(classes);
  out[k] = 1;
  return out;
}
