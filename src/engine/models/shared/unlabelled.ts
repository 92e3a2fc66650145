import { matrix } from '../../../data/matrix';
import type { Matrix } from '../../../data/matrix';
import type { FitContext, Fitted, FitStep, Options, TrainingData } from '../../model';
import { asClassifier } from '../../posterior';
import { expectationMaximisation } from './expectationMaximisation';
import type { EmProblem, Maximise } from './expectationMaximisation';
import { gaussianClasses } from './gaussianClasses';
import { mixtureStart } from './mixtureStart';
import { classPriors, countRows, emptyClassNotes } from './priors';

const tolerance = 1e-7;
const maxIterations = 500;

export function hasUnlabelled({ unlabelled }: TrainingData): boolean {
  return unlabelled !== undefined && unlabelled.rows > 0;
}

/**
 * One Gaussian per class from labelled and unlabelled rows, by expectation-maximisation over the missing labels (Nigam and
 * others 2000). P(y) is learned from both unless the option `priors` gives it.
 */
export async function* learnFromUnlabelled(
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
    gaps: rows.x.data.some(Number.isNaN),
    maximise,
    tolerance,
    maxIterations,
    kernel,
    signal,
    ...(options.priors === undefined ? {} : { priors: classPriors(counts, options.priors, classNames) }),
  };
  const start = mixtureStart(problem, { components: 1, classes, kind: 'clusters', rng });
  const states = expectationMaximisation(problem, start);
  let step = 0;
  let next = await states.next();
  for (; !next.done; next = await states.next()) {
    const { parameters, logLikelihood } = next.value;
    yield { step: ++step, loss: -logLikelihood, current: asClassifier(gaussianClasses(parameters, kernel))! };
  }
  const { parameters } = next.value;
  return gaussianClasses(
    { ...parameters, notes: [...emptyClassNotes(counts, classNames), ...parameters.notes] },
    kernel,
  );
}

/** Training rows, then those without a label, whose class is -1. */
export function withUnlabelled({ x, y, unlabelled }: TrainingData): { x: Matrix; y: Int32Array } {
  if (!unlabelled) return { x, y };
  const all = matrix(x.rows + unlabelled.rows, x.columns);
  all.data.set(x.data);
  all.data.set(unlabelled.data, x.data.length);
  const labels = new Int32Array(all.rows).fill(-1);
  labels.set(y);
  return { x: all, y: labels };
}
