import { matrix, rowOf } from '../../../data/matrix';
import type { Matrix } from '../../../data/matrix';
import type { Rng } from '../../../data/random';
import { denseCovariance } from '../../math/covarianceKinds';
import { drawRows } from '../../math/gaussian';
import type { Covariance } from '../../math/gaussian';
import type { Kernel } from '../../math/kernel';
import { softmaxRows } from '../../math/logSpace';
import type { Conditional, Density, Fitted, Marginal, Sampler } from '../../model';
import { classRanges, componentsOf, covarianceOf, freeParameters } from './gaussianParameters';
import type { GaussianParameters } from './gaussianParameters';
import { readGaussians, saveGaussians } from './gaussianSaved';
import { gaussianScores, pick, remember, sumComponents } from './gaussianScores';
import { missingPatterns } from './missing';
import type { SavedState } from './saved';

/** All that follows from Gaussian components of classes, however their parameters were estimated. */
export function gaussianClasses(
  parameters: GaussianParameters,
  kernel: Kernel,
): Fitted & Density & Sampler & Marginal & Conditional {
  const { logPrior, means, notes } = parameters;
  const d = means.columns;
  const { classOf, logWeight } = componentsOf(parameters);
  const ranges = classRanges(classOf, logPrior.length);
  const scores = gaussianScores(parameters, kernel);

  /** Visits every row with gaps: P(component | x_observed), and how its missing features depend on the observed ones in each. */
  function completeRows(x: Matrix, label: number | undefined, complete: CompleteRow): Promise<Matrix> {
    const out = matrix(x.rows, d, x.data.slice());
    const base = label === undefined ? undefined : logWeight.map((w, c) => (classOf[c] === label ? w : -Infinity));
    for (const pattern of missingPatterns(x)) {
      const { observed, missing, rows } = pattern;
      if (missing.length === 0) continue;
      const weights = softmaxRows(scores.ofPattern(x, pattern, base));
      const regressionOf = remember((covariance: Covariance) => covariance.regress(missing, observed));
      rows.forEach((row, i) => {
        const values = rowOf(out, row);
        const observedValues = pick(values, observed);
        const inComponent = (c: number) => {
          const regression = regressionOf(covarianceOf(parameters, c));
          const mean = rowOf(means, c);
          const shift = regression.shift(observedValues.map((value, a) => value - mean[observed[a]!]!));
          return { mean: shift.map((value, a) => value + mean[missing[a]!]!), covariance: regression.covariance };
        };
        const completed = complete(rowOf(weights, i), inComponent);
        missing.forEach((j, a) => (values[j] = completed[a]!));
      });
    }
    return Promise.resolve(out);
  }

  return {
    parameters: freeParameters(parameters),
    notes,
    logPrior,
    // one component per class: what they share cancels
    ...(scores.linear && classOf.length === logPrior.length
      ? { predictProba: async (x: Matrix) => softmaxRows(await scores.linear!(x)) }
      : {}),
    logJoint: async (x) => sumComponents(await scores.complete(x), parameters),
    logJointMarginal: (x) => Promise.resolve(sumComponents(scores.marginal(x), parameters)),
    sample(n, label, rng) {
      const out = matrix(n, d);
      const first = ranges[label]!;
      const weights = logWeight.subarray(first, ranges[label + 1]!).map(Math.exp);
      if (weights.length === 1) drawRows(out, rowOf(means, first), covarianceOf(parameters, first), rng);
      else {
        for (let i = 0; i < n; i++) {
          const c = first + rng.choice(weights);
          drawRows(matrix(1, d, rowOf(out, i)), rowOf(means, c), covarianceOf(parameters, c), rng);
        }
      }
      return Promise.resolve(out);
    },
    conditionalMean: (x, label) => completeRows(x, label, mixtureMean),
    conditionalSample: (x, rng, label) =>
      completeRows(x, label, (weights, inComponent) => mixtureDraw(weights, inComponent, rng)),
    components(columns) {
      const marginalOf = remember((covariance: Covariance) => denseCovariance(covariance.marginal(columns)));
      return Array.from(classOf, (label, c) => ({
        label,
        weight: Math.exp(logWeight[c]!),
        mean: pick(rowOf(means, c), columns),
        covariance: marginalOf(covarianceOf(parameters, c)),
      }));
    },
    save: () => saveGaussians(parameters),
    dispose() {},
  };
}

/** The inverse of `save`. Throws `damaged-model`. */
export function restoreGaussianClasses(state: SavedState, kernel: Kernel): Fitted {
  return gaussianClasses(readGaussians(state), kernel);
}

/** The missing features of one row: mean and covariance in component c. */
type InComponent = (c: number) => { mean: Float64Array; covariance: Covariance };
type CompleteRow = (weights: Float64Array, inComponent: InComponent) => Float64Array;

/** E[x_missing | x_observed] = sum_c P(c | x_observed) E[x_missing | x_observed, c]. */
function mixtureMean(weights: Float64Array, inComponent: InComponent): Float64Array {
  let out: Float64Array | undefined;
  weights.forEach((weight, c) => {
    if (weight === 0) return;
    const { mean } = inComponent(c);
    out ??= new Float64Array(mean.length);
    for (let a = 0; a < mean.length; a++) out[a]! += weight * mean[a]!;
  });
  return out!;
}

function mixtureDraw(weights: Float64Array, inComponent: InComponent, rng: Rng): Float64Array {
  const { mean, covariance } = inComponent(rng.choice(weights));
  const out = matrix(1, mean.length);
  drawRows(out, mean, covariance, rng);
  return out.data;
}
