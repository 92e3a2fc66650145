import type { Matrix } from '../../../data/matrix';
import type { Fitted, FitStep } from '../../model';
import { asClassifier } from '../../posterior';

/** The two steps of expectation-maximisation (Dempster, Laird, Rubin 1977) over parameters P. */
export interface Climb<P> {
  /** Responsibilities, [n, C], the mean log-likelihood of the rows and log P(parameters) / n, where these have a prior. */
  expect(parameters: P): Promise<{ weights: Matrix; logLikelihood: number; logPrior?: number }>;
  /** Parameters under which the weighted rows (and they themselves) are most likely. */
  maximise(weights: Matrix, before: P): P;
  /** Stop when what is climbed, the mean log-likelihood and the prior, grows by less. */
  tolerance: number;
  maxIterations: number;
  signal: AbortSignal;
}

export interface ClimbState<P> {
  parameters: P;
  /** The mean over rows, under these parameters. */
  logLikelihood: number;
  /** The growth is less than the tolerance. */
  converged: boolean;
}

/** Where a climb ends whose model has no option for it. */
export const climbLimits = { tolerance: 1e-7, maxIterations: 500 } as const;

/** Yields the state of every iteration, and returns the last. */
export async function* climb<P>(steps: Climb<P>, start: P): AsyncGenerator<ClimbState<P>, ClimbState<P>> {
  let parameters = start;
  let before = -Infinity;
  for (let iteration = 1; ; iteration++) {
    const { weights, logLikelihood, logPrior = 0 } = await steps.expect(parameters);
    const reached = logLikelihood + logPrior;
    const state = { parameters, logLikelihood, converged: reached - before < steps.tolerance };
    yield state;
    if (state.converged || iteration >= steps.maxIterations || steps.signal.aborted) return state;
    before = reached;
    parameters = steps.maximise(weights, parameters);
  }
}

/** A climb as the steps of a training; returns the last state, how many there were, and sentences on it. */
export async function* climbingSteps<P>(
  steps: Climb<P>,
  start: P,
  fittedOf: (parameters: P) => Fitted,
): AsyncGenerator<FitStep, { parameters: P; iterations: number; notes: string[] }> {
  const states = climb(steps, start);
  let iterations = 0;
  let next = await states.next();
  for (; !next.done; next = await states.next()) {
    const { parameters, logLikelihood } = next.value;
    yield { step: ++iterations, loss: -logLikelihood, current: asClassifier(fittedOf(parameters))! };
  }
  const { parameters, converged } = next.value;
  const unfinished = !converged && !steps.signal.aborted;
  return {
    parameters,
    iterations,
    notes: unfinished
      ? [`The likelihood was still growing after ${steps.maxIterations} iterations of expectation-maximisation.`]
      : [],
  };
}

/** Shares below the rounding of their sum are taken as none, which spares a component the rows that are far from it. */
const leastShare = 1e-16;

/**
 * Turns log P(x, component), [n, C], into responsibilities in place, rows sum to one, and returns the mean log-likelihood. A
 * row with a label belongs to components of its class only, which are those from `from[label]` to before `from[label + 1]`;
 * one without (-1) to all. y: [n].
 */
export function responsibilities({ data, rows, columns }: Matrix, y: Int32Array, from: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < rows; i++) {
    const label = y[i]!;
    const first = label < 0 ? 0 : from[label]!;
    const end = label < 0 ? columns : from[label + 1]!;
    sum += normalise(data, i * columns, first, end, columns);
  }
  return sum / rows;
}

/** Turns the scores of a row into shares of those from `first` to before `end`, 0 for the others; returns their log sum. */
function normalise(values: Float64Array, row: number, first: number, end: number, count: number): number {
  let largest = -Infinity;
  for (let c = first; c < end; c++) if (values[row + c]! > largest) largest = values[row + c]!;
  // a class whose given P(y) is 0 has rows all the same: they are shared evenly and say nothing of the likelihood
  const possible = largest > -Infinity;
  let total = 0;
  for (let c = 0; c < count; c++) {
    const inside = c >= first && c < end;
    const share = inside ? (possible ? Math.exp(values[row + c]! - largest) : 1) : 0;
    total += values[row + c] = share > leastShare ? share : 0;
  }
  for (let c = first; c < end; c++) values[row + c]! /= total;
  return possible ? largest + Math.log(total) : 0;
}
