import type { Matrix } from '../../data/matrix';
import type { Rng } from '../../data/random';
import { gaussianKinds } from './gaussianEmissions';
import { symbolKind } from './symbolEmissions';

/** What each hidden state emits at a step: symbols, or numbers. A step has `dims` numbers, NaN where nothing was observed. */
export interface Emissions {
  readonly states: number;
  /** All that defines them: [S, m]. */
  readonly table: Matrix;
  /**
   * log p(x_t | s) of steps into `out`: [T * S], 0 for a step of which nothing was observed. `x` holds the steps from
   * `from` on.
   */
  logLikelihood(x: Float64Array, from: number, steps: number, out: Float64Array): void;
  /** One step of a state, written to `out[at]` and the following. */
  draw(state: number, rng: Rng, out: Float64Array, at: number): void;
  /** A number by which states are put in order. */
  rank(state: number): number;
}

/** Steps of sequences that states are expected to have been in, from which new emissions are made. */
export interface EmissionCounts {
  /** weights: [T * S], how much of each step belongs to each state. */
  add(x: Float64Array, from: number, steps: number, weights: Float64Array): void;
  maximise(): Emissions;
}

/** What a step is. */
export interface StepShape {
  dims: number;
  /** Of symbols: how many there are. 0 for numbers. */
  symbols: number;
}

/** A way to emit. */
export interface EmissionKind {
  /** Columns of the table. */
  width(shape: StepShape): number;
  /** Free numbers of a state. */
  parameters(shape: StepShape): number;
  make(table: Matrix, shape: StepShape): Emissions;
  /** `regular`: the pseudocount of symbols, or what is added to variances. */
  counts(before: Emissions, shape: StepShape, regular: number): EmissionCounts;
  /** A random start from some steps [n, dims], of which something was observed. */
  start(steps: Matrix, states: number, shape: StepShape, regular: number, rng: Rng): Emissions;
}

export const emissionKinds = { symbols: symbolKind, ...gaussianKinds } as const satisfies {
  readonly [kind: string]: EmissionKind;
};

export type EmissionKindName = keyof typeof emissionKinds;
