import { matrix } from '../../../data/matrix';
import type { Matrix } from '../../../data/matrix';
import type { Covariance } from '../../math/gaussian';
import type { Kernel } from '../../math/kernel';
import { climb, responsibilities } from './climb';
import type { Climb, ClimbState } from './climb';
import type { Gaussians } from './expectedMoments';
import { classRanges, componentsOf, covarianceOf } from './gaussianParameters';
import type { Components, GaussianParameters } from './gaussianParameters';
import { gaussianScores } from './gaussianScores';
import { columnSums } from './priors';

/**
 * Means and covariances of components whose rows are known by their weights. weights: [n, C]. Gaps in x are expected under
 * the Gaussians `before`.
 */
export type Maximise = (
  x: Matrix,
  weights: Matrix,
  classOf: Int32Array,
  before?: Gaussians,
) => { means: Matrix; covariances: Covariance[]; notes?: string[] };

export interface EmProblem {
  /** [n, d]. */
  x: Matrix;
  /** Whether `x` has NaN where values are missing. */
  gaps?: boolean;
  /** Class codes, -1 for a row without a label: [n]. */
  y: Int32Array;
  maximise: Maximise;
  /** P(y) that is not to be learned: [K]. */
  priors?: Float64Array;
  /** Stop when the mean log-likelihood grows by less. */
  tolerance: number;
  maxIterations: number;
  kernel: Kernel;
  signal: AbortSignal;
}

/** Parameters and the mean over rows of log P(x, y), or of log P(x) where there is no label, under them. */
export type EmState = ClimbState<GaussianParameters>;

/** A component with fewer rows than this keeps the mean and covariance it had. */
const leastRows = 1e-8;

/**
 * Maximum likelihood by expectation-maximisation (Dempster, Laird, Rubin 1977): responsibilities R = P(component | x, y),
 * then parameters from the rows weighted by R. A labelled row belongs to components of its class only. Yields the state of
 * every iteration, and returns the last.
 */
export function expectationMaximisation(
  problem: EmProblem,
  start: GaussianParameters,
): AsyncGenerator<EmState, EmState> {
  return climb(climbOf(problem), start);
}

export function climbOf(problem: EmProblem): Climb<GaussianParameters> {
  return {
    ...problem,
    expect: (parameters) => expectation(problem, parameters),
    maximise: (weights, before) => maximisation(problem, weights, before),
  };
}

/** Responsibilities: [n, C], rows sum to one, and the mean log-likelihood. */
export async function expectation(
  { x, y, kernel, gaps }: Pick<EmProblem, 'x' | 'y' | 'kernel' | 'gaps'>,
  parameters: GaussianParameters,
): Promise<{ weights: Matrix; logLikelihood: number }> {
  const { logPrior } = parameters;
  const from = classRanges(componentsOf(parameters).classOf, logPrior.length);
  const scores = gaussianScores(parameters, kernel);
  const weights = gaps ? scores.marginal(x) : await scores.complete(x);
  return { weights, logLikelihood: responsibilities(weights, y, from) };
}

/** Parameters under which the weighted rows are most likely. */
export function maximisation(
  { x, maximise, priors }: Pick<EmProblem, 'x' | 'maximise' | 'priors'>,
  weights: Matrix,
  before: GaussianParameters,
): GaussianParameters {
  const components = componentsOf(before);
  const counts = columnSums(weights);
  const { means, covariances, notes = [] } = maximise(x, weights, components.classOf, before);
  const supported = counts.every((rows) => rows >= leastRows);
  const next = {
    ...shares(counts, components, before.logPrior.length, priors),
    means,
    covariances,
    notes,
  };
  return supported ? next : keepUnsupported(next, before, counts);
}

/** log P(y) and log P(component | y) from the numbers of rows. */
export function shares(
  counts: Float64Array,
  { classOf, logWeight }: Components,
  classes: number,
  priors?: Float64Array,
): { logPrior: Float64Array; components: Components } {
  const ofClass = new Float64Array(classes);
  let rows = 0;
  counts.forEach((count, c) => {
    ofClass[classOf[c]!]! += count;
    rows += count;
  });
  const shareOf = (count: number, c: number) =>
    ofClass[classOf[c]!]! > 0 ? Math.log(count / ofClass[classOf[c]!]!) : logWeight[c]!;
  return {
    logPrior: (priors ?? ofClass.map((count) => count / rows)).map(Math.log),
    components: { classOf, logWeight: counts.map(shareOf) },
  };
}

function keepUnsupported(
  next: GaussianParameters,
  before: GaussianParameters,
  counts: Float64Array,
): GaussianParameters {
  const d = next.means.columns;
  const means = matrix(next.means.rows, d, next.means.data.slice());
  // one that all share comes from the rows of the others
  const isShared = next.covariances.length === 1;
  const covariances = Array.from(counts, (rows, c) => {
    if (rows >= leastRows) return covarianceOf(next, c);
    means.data.set(before.means.data.subarray(c * d, (c + 1) * d), c * d);
    return covarianceOf(before, c);
  });
  return { ...next, means, covariances: isShared ? next.covariances : covariances };
}
