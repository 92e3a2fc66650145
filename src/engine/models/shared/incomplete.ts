import { rowOf, takeRows } from '../../../data/matrix';
import { diagonalCovariance } from '../../math/diagonalCovariance';
import type { FitContext, Fitted, FitStep, Options, TrainingData } from '../../model';
import { climbingSteps, climbLimits } from './climb';
import { climbOf, maximisation } from './expectationMaximisation';
import type { EmProblem, Maximise } from './expectationMaximisation';
import { gaussianClasses } from './gaussianClasses';
import type { GaussianParameters } from './gaussianParameters';
import { hasGaps } from './missing';
import { independentGaussians } from './independentGaussians';
import { mixtureStart, wholeOf } from './mixtureStart';
import { classPriors, countRows, emptyClassNotes, indicators } from './priors';
import { hasUnlabelled, withUnlabelled } from './unlabelled';

/** Whether labels or cells are missing, apart from rows of which nothing is known but their class. */
export function isIncomplete(data: TrainingData): boolean {
  return hasUnlabelled(data) || hasGaps(seenRows(data).x);
}

/**
 * The labelled rows of which some cell is known: the others say how frequent a class is and nothing of its features. All
 * rows where a class would have none.
 */
export function seenRows({ x, y }: TrainingData): Pick<TrainingData, 'x' | 'y'> {
  const rows = Int32Array.from(y.keys()).filter((i) => !rowOf(x, i).every(Number.isNaN));
  const seen = new Set(Array.from(rows, (row) => y[row]!));
  if (rows.length === y.length || seen.size < new Set(y).size) return { x, y };
  return { x: takeRows(x, rows), y: Int32Array.from(rows, (row) => y[row]!) };
}

/**
 * One Gaussian per class from rows of which labels (Nigam and others 2000) or cells (Little and Rubin 1987) are missing, by
 * expectation-maximisation. P(y) is learned from all rows unless the option `priors` gives it.
 */
export async function* learnFromIncomplete(
  data: TrainingData,
  maximise: Maximise,
  options: Options,
  { kernel, signal, rng }: FitContext,
): AsyncGenerator<FitStep, Fitted> {
  const { classes, classNames } = data;
  const counts = countRows(data.y, classes);
  const rows = withUnlabelled(data);
  const problem: EmProblem = {
    ...rows,
    gaps: hasGaps(rows.x),
    maximise,
    ...climbLimits,
    kernel,
    signal,
    ...(options.priors === undefined ? {} : { priors: classPriors(counts, options.priors, classNames) }),
  };
  const notes = emptyClassNotes(counts, classNames);
  const start = hasUnlabelled(data)
    ? mixtureStart(problem, wholeOf(problem), { components: 1, classes, kind: 'clusters', rng })
    : maximisation(problem, indicators(data), independentClasses(data, notes));
  const { parameters, notes: found } = yield* climbingSteps(climbOf(problem), start, (current) =>
    gaussianClasses(current, kernel),
  );
  return gaussianClasses({ ...parameters, notes: [...notes, ...parameters.notes, ...found] }, kernel);
}

/** Features independent within each class, from the cells that are observed. */
function independentClasses(data: TrainingData, notes: string[]): GaussianParameters {
  const { means, variances } = independentGaussians(data, 0, notes);
  const covariances = Array.from({ length: data.classes }, (_, k) => diagonalCovariance(rowOf(variances, k).slice()));
  return { logPrior: new Float64Array(data.classes), means, covariances, notes: [] };
}
