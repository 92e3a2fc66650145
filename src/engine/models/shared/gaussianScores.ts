import { matrix, rowOf, takeRows } from '../../../data/matrix';
import type { Matrix } from '../../../data/matrix';
import { addLogDensity, addSharedLogDensities } from '../../math/gaussian';
import type { Covariance } from '../../math/gaussian';
import type { Kernel } from '../../math/kernel';
import { featureCount } from '../../math/kernelFloat64';
import { logSumExp } from '../../math/logSpace';
import { classRanges, componentsOf, covarianceOf } from './gaussianParameters';
import type { GaussianParameters } from './gaussianParameters';
import { missingPatterns } from './missing';
import type { Pattern } from './missing';

/** log P(x, component) = base_c + log N(x | mean_c, Sigma_c), with base_c = log P(class of c) + log w_c unless given. */
export interface GaussianScores {
  /** x: [n, d] without gaps -> [n, C]. */
  complete(x: Matrix): Promise<Matrix>;
  /** The same up to a term that all components share, in one pass that is linear in x; absent: covariances differ. */
  linear?(x: Matrix): Promise<Matrix>;
  /** x: [n, d], NaN where missing -> [n, C]: missing features are summed out. */
  marginal(x: Matrix): Matrix;
  /** The rows of one pattern of gaps -> [rows, C]. base: [C]; components with -Infinity are left out. */
  ofPattern(x: Matrix, pattern: Pattern, base?: Float64Array): Matrix;
}

/**
 * Largest coefficient of phi(x) with which scores may be taken in float32: beyond it (1 / the smallest variance) rounding
 * would show in the third digit.
 */
const largestCoefficient = 100;

export function gaussianScores(parameters: GaussianParameters, kernel: Kernel): GaussianScores {
  const { means } = parameters;
  const { rows: count, columns: d } = means;
  const base = componentBase(parameters);
  const isShared = new Set(parameters.covariances).size === 1;
  let coefficients: Matrix | undefined;

  function scoresOf(
    x: Matrix,
    observed: Int32Array | undefined,
    covariance: (c: number) => Covariance,
    start: Float64Array,
  ): Matrix {
    const out = matrix(x.rows, count);
    for (let i = 0; i < x.rows; i++) rowOf(out, i).set(start);
    if (isShared) {
      addSharedLogDensities(x, observed ? pickColumns(means, observed) : means, covariance(0), out.data);
      return out;
    }
    for (let c = 0; c < count; c++) {
      if (start[c] === -Infinity) continue;
      const mean = observed ? pick(rowOf(means, c), observed) : rowOf(means, c);
      addLogDensity(x, mean, covariance(c), out.data, c, count);
    }
    return out;
  }

  function ofPattern(x: Matrix, { observed, rows }: Pattern, start = base): Matrix {
    const marginalOf = remember((covariance: Covariance) =>
      observed.length === d ? covariance : covariance.marginal(observed),
    );
    return scoresOf(
      pickColumns(rows.length === x.rows ? x : takeRows(x, rows), observed),
      observed,
      (c) => marginalOf(covarianceOf(parameters, c)),
      start,
    );
  }

  async function linear(x: Matrix): Promise<Matrix> {
    // the squares of x have the same coefficients in all components
    const all = (coefficients ??= coefficientMatrix(parameters, base));
    const slopes = matrix(count, 1 + d);
    for (let c = 0; c < count; c++) rowOf(slopes, c).set(rowOf(all, c).subarray(0, 1 + d));
    return kernel.scores('linear', slopes, x);
  }

  return {
    ofPattern,
    ...(isShared ? { linear } : {}),
    async complete(x) {
      const { features } = covarianceOf(parameters, 0);
      // fewer rows than features would not pay for inverting the covariances; in float64, whitening is faster
      if (x.rows >= d && x.rows * count * featureCount(features, d) >= kernel.largePass) {
        const theta = (coefficients ??= coefficientMatrix(parameters, base));
        if (theta.data.every((value) => Math.abs(value) <= largestCoefficient))
          return kernel.scores(features, theta, x);
      }
      return scoresOf(x, undefined, (c) => covarianceOf(parameters, c), base);
    },
    marginal(x) {
      const out = matrix(x.rows, count);
      for (const pattern of missingPatterns(x)) {
        const scores = ofPattern(x, pattern);
        pattern.rows.forEach((row, i) => rowOf(out, row).set(rowOf(scores, i)));
      }
      return out;
    },
  };
}

/** Sums the components of each class: log P(x, y = k) = log sum_{c of k} exp(score_c). scores: [n, C] -> [n, K]. */
export function sumComponents(scores: Matrix, parameters: GaussianParameters): Matrix {
  const classes = parameters.logPrior.length;
  if (!parameters.components || scores.columns === classes) return scores;
  const from = classRanges(parameters.components.classOf, classes);
  const out = matrix(scores.rows, classes);
  for (let i = 0; i < scores.rows; i++) {
    const row = rowOf(scores, i);
    for (let k = 0; k < classes; k++) out.data[i * classes + k] = logSumExp(row.subarray(from[k]!, from[k + 1]!));
  }
  return out;
}

/** The function with its results remembered by argument, so that components which share a covariance share the work. */
export function remember<A extends object, B>(compute: (argument: A) => B): (argument: A) => B {
  const known = new Map<A, B>();
  return (argument) => {
    let result = known.get(argument);
    if (result === undefined) known.set(argument, (result = compute(argument)));
    return result;
  };
}

export function pick(values: Float64Array, at: Int32Array): Float64Array {
  return Float64Array.from(at, (j) => values[j]!);
}

function componentBase(parameters: GaussianParameters): Float64Array {
  const { classOf, logWeight } = componentsOf(parameters);
  return logWeight.map((weight, c) => parameters.logPrior[classOf[c]!]! + weight);
}

/** Theta: [C, p] with log P(x, c) = Theta_c . phi(x). */
function coefficientMatrix(parameters: GaussianParameters, base: Float64Array): Matrix {
  const rows = Array.from(base, (start, c) => {
    const row = covarianceOf(parameters, c).coefficients(rowOf(parameters.means, c));
    row[0]! += start;
    return row;
  });
  const out = matrix(rows.length, rows[0]!.length);
  rows.forEach((row, c) => rowOf(out, c).set(row));
  return out;
}

function pickColumns(x: Matrix, columns: Int32Array): Matrix {
  if (columns.length === x.columns) return x;
  const out = matrix(x.rows, columns.length);
  for (let i = 0; i < x.rows; i++) rowOf(out, i).set(pick(rowOf(x, i), columns));
  return out;
}
