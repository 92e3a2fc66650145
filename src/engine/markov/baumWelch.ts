import { emissionKinds } from './emissions';
import type { EmissionKindName, StepShape } from './emissions';
import type { Passes } from './hiddenChain';
import type { HiddenChain } from './hiddenChain';

/** Sequences that a chain learns from, each by its weight. */
export interface WeightedSequences {
  /** Encoded rows, one after the other, `stride` apart. */
  x: Float64Array;
  stride: number;
  rows: Int32Array;
  /** Steps of each of `rows`. */
  steps: Int32Array;
  /** Of each of `rows`; default: 1. */
  weights?: Float64Array;
}

export interface ChainShape extends StepShape {
  kind: EmissionKindName;
  states: number;
  /** Added to every expected number of starts, transitions and symbols. */
  pseudocount: number;
  /** Added to every variance. */
  ridge: number;
}

/** Steps after which somebody who waits is told. */
const breath = 100_000;

/**
 * One iteration of expectation-maximisation (Baum, Petrie, Soules, Weiss 1970): expected states under `chain`, then the
 * chain that makes them likeliest, with pseudocounts as the prior. Yields now and then; returns the new chain and the
 * weighted log-likelihood of the old one.
 */
export function* baumWelch(
  chain: HiddenChain,
  sequences: WeightedSequences,
  shape: ChainShape,
  passes: Passes,
): Generator<void, { next: HiddenChain; logLikelihood: number }> {
  const { states, pseudocount, ridge } = shape;
  const { x, stride, rows, steps, weights } = sequences;
  const kind = emissionKinds[shape.kind];
  const start = new Float64Array(states).fill(pseudocount);
  const transitions = new Float64Array(states * states).fill(pseudocount);
  const counts = kind.counts(chain.emissions, shape, shape.kind === 'symbols' ? pseudocount : ridge);
  let logLikelihood = 0;
  let seen = 0;
  for (let i = 0; i < rows.length; i++) {
    const weight = weights?.[i] ?? 1;
    const length = steps[i]!;
    if (weight === 0 || length === 0) continue;
    const from = rows[i]! * stride;
    const { logDensity, gamma } = passes.expect(chain, x, from, length, weight, transitions);
    logLikelihood += weight * logDensity;
    for (let s = 0; s < states; s++) start[s]! += gamma[s]!;
    counts.add(x, from, length, gamma);
    seen += length;
    if (seen < breath) continue;
    seen = 0;
    yield;
  }
  const next = {
    states,
    start: shares(start, states),
    transition: shares(transitions, states),
    emissions: counts.maximise(),
  };
  return { next, logLikelihood };
}

/** Rows of numbers over their sums. */
export function shares(counts: Float64Array, width: number): Float64Array {
  const out = counts.slice();
  for (let from = 0; from < out.length; from += width) {
    const row = out.subarray(from, from + width);
    const total = row.reduce((sum, count) => sum + count, 0);
    for (let s = 0; s < width; s++) row[s]! /= total;
  }
  return out;
}

/** The same chain with its states in the order of what they emit: fits of the same states look the same. */
export function inOrderOfEmissions(chain: HiddenChain, shape: ChainShape): HiddenChain {
  const { states, start, transition, emissions } = chain;
  const order = Array.from({ length: states }, (_, s) => s).sort((a, b) => emissions.rank(a) - emissions.rank(b));
  const { table } = emissions;
  const sorted = { ...table, data: new Float64Array(table.data.length) };
  order.forEach((from, to) =>
    sorted.data.set(table.data.subarray(from * table.columns, (from + 1) * table.columns), to * table.columns),
  );
  return {
    states,
    start: Float64Array.from(order, (s) => start[s]!),
    transition: Float64Array.from(
      { length: states * states },
      (_, at) => transition[order[Math.floor(at / states)]! * states + order[at % states]!]!,
    ),
    emissions: emissionKinds[shape.kind].make(sorted, shape),
  };
}
