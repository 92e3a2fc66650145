import { matrix } from '../../data/matrix';
import type { Rng } from '../../data/random';
import { baumWelch, shares } from './baumWelch';
import type { ChainShape, WeightedSequences } from './baumWelch';
import { emissionKinds } from './emissions';
import { Passes } from './hiddenChain';
import type { HiddenChain } from './hiddenChain';

/** Steps of training data that starts are compared on; of more, so many are drawn. */
export const searchedSteps = 20_000;
/** With more steps than this, two of three starts are given up after so many iterations. */
const patient = { steps: 5000, iterations: 15 };
/** Steps that a start looks at. */
const startSteps = 2000;

export interface ChainSearch {
  sequences: WeightedSequences;
  shape: ChainShape;
  restarts: number;
  maxIterations: number;
  /** A start ends when the mean log-likelihood of a step grows by less. */
  tolerance: number;
  rng: Rng;
  signal: AbortSignal;
}

export interface FoundChain {
  chain: HiddenChain;
  logLikelihood: number;
  converged: boolean;
}

/** The likeliest of several starts. Yields the mean log-likelihood of a step of the best one so far, where it is new. */
export function* searchChain(search: ChainSearch): Generator<number | undefined, FoundChain> {
  const { sequences, shape, rng, signal } = search;
  const some = drawn(sequences, rng.fork('searched'));
  if (signal.aborted) return { chain: startChain(some, shape, rng), logLikelihood: -Infinity, converged: false };
  const climber = new Climber(search, some);
  const count = shape.states === 1 ? 1 : search.restarts;
  let runs: FoundChain[] = [];
  for (let r = 0; r < count && !(r > 0 && signal.aborted); r++) {
    const chain = startChain(some, shape, rng.fork(r));
    runs.push(yield* climber.climb(chain, count === 1 ? search.maxIterations : patient.iterations));
  }
  runs.sort(byLikelihood);
  if (count > 1) {
    const kept = runs.slice(0, totalSteps(some) > patient.steps ? Math.ceil(count / 3) : count);
    runs = [];
    for (const run of kept) runs.push(signal.aborted ? run : yield* climber.climb(run.chain, search.maxIterations));
    runs.sort(byLikelihood);
  }
  const best = runs[0]!;
  if (some === sequences || signal.aborted) return best;
  return yield* new Climber(search, sequences).climb(best.chain, search.maxIterations);
}

const byLikelihood = (a: FoundChain, b: FoundChain) => b.logLikelihood - a.logLikelihood;

/** Repeats iterations from a start. */
class Climber {
  private readonly passes = new Passes();
  private readonly steps: number;
  private best = -Infinity;

  constructor(
    private readonly search: ChainSearch,
    private readonly sequences: WeightedSequences,
  ) {
    this.steps = Math.max(1, totalSteps(sequences));
  }

  *climb(start: HiddenChain, iterations: number): Generator<number | undefined, FoundChain> {
    const { shape, tolerance, signal } = this.search;
    let chain = start;
    let before = -Infinity;
    for (let i = 1; ; i++) {
      const iteration = baumWelch(chain, this.sequences, shape, this.passes);
      let result = iteration.next();
      for (; !result.done; result = iteration.next()) {
        yield undefined;
        if (signal.aborted) return { chain, logLikelihood: before, converged: false };
      }
      const { next, logLikelihood } = result.value;
      this.best = Math.max(this.best, logLikelihood / this.steps);
      yield this.best;
      const converged = logLikelihood - before < tolerance * this.steps;
      if (converged || i >= iterations || signal.aborted) return { chain, logLikelihood, converged };
      before = logLikelihood;
      chain = next;
    }
  }
}

export function totalSteps({ steps }: Pick<WeightedSequences, 'steps'>): number {
  return steps.reduce((sum, length) => sum + length, 0);
}

/** Sequences drawn until they have enough steps; all of them, where these are few. */
function drawn(sequences: WeightedSequences, rng: Rng): WeightedSequences {
  if (totalSteps(sequences) <= searchedSteps) return sequences;
  const order = Int32Array.from(sequences.rows.keys());
  rng.shuffle(order);
  let sum = 0;
  let count = 0;
  while (sum < searchedSteps) sum += sequences.steps[order[count++]!]!;
  const chosen = order.subarray(0, count);
  return {
    ...sequences,
    rows: chosen.map((i) => sequences.rows[i]!),
    steps: chosen.map((i) => sequences.steps[i]!),
  };
}

/** Random transitions, some of them of states that stay for a while, and emissions that the kind chooses. */
export function startChain(sequences: WeightedSequences, shape: ChainShape, rng: Rng): HiddenChain {
  const { states, dims, kind, pseudocount, ridge } = shape;
  const stay = rng.uniform() < 0.3 ? 0.9 * rng.uniform() : 0;
  const transition = Float64Array.from({ length: states * states }, () => -Math.log(1 - rng.uniform()));
  const rows = shares(transition, states).map(
    (share, at) => (1 - stay) * share + (at % states === Math.floor(at / states) ? stay : 0),
  );
  const steps = observedSteps(sequences, dims, rng);
  return {
    states,
    start: new Float64Array(states).fill(1 / states),
    transition: shares(
      rows.map((share) => share + 1e-3),
      states,
    ),
    emissions: emissionKinds[kind].start(steps, states, shape, kind === 'symbols' ? pseudocount : ridge, rng),
  };
}

/** Some steps of which something was observed: [n, dims]; one of zeros where there is none. */
function observedSteps({ x, stride, rows, steps }: WeightedSequences, dims: number, rng: Rng) {
  const found: number[] = [];
  const order = Int32Array.from(rows.keys());
  rng.shuffle(order);
  for (const i of order) {
    const from = rows[i]! * stride;
    for (let at = from; at < from + steps[i]! * dims; at += dims)
      if (!x.subarray(at, at + dims).every(Number.isNaN)) found.push(at);
    if (found.length >= startSteps) break;
  }
  const out = matrix(Math.max(1, Math.min(found.length, startSteps)), dims);
  for (let i = 0; i < Math.min(found.length, startSteps); i++)
    out.data.set(x.subarray(found[i]!, found[i]! + dims), i * dims);
  return out;
}
