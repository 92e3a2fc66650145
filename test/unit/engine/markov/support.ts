import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { matrix, rowOf } from '../../../../src/data/matrix';
import type { Matrix } from '../../../../src/data/matrix';
import { chainClasses } from '../../../../src/engine/markov/chainClasses';
import { emissionKinds } from '../../../../src/engine/markov/emissions';
import type { EmissionKindName } from '../../../../src/engine/markov/emissions';
import type { HiddenChain } from '../../../../src/engine/markov/hiddenChain';
import type { Rng } from '../../../../src/data/random';
import type { TrainingData } from '../../../../src/engine/model';

export interface TrueChain {
  pi: number[];
  A: number[][];
  B: number[][];
}

/** Two hidden Markov models, their sequences and what was computed of them; fields as in the reference's description. */
export interface HmmReference {
  classes: string[];
  truth: TrueChain[];
  sequences: number[][];
  labels: number[];
  train_ids: number[];
  test_ids: number[];
  example_ids: number[];
  true_loglik: number[][];
  true_viterbi_logprob: number[][];
  true_viterbi_path_first2: number[][];
  true_state_posterior_first: number[][];
  true_accuracy_test: number;
  baum_welch: {
    train_loglik_best_by_class: number[];
    test_accuracy: number;
    test_logloss: number;
    test_mean_loglik_per_symbol: number;
  };
}

export const hmmReference = (
  JSON.parse(readFileSync(join('test', 'fixtures', 'reference', 'reference.json'), 'utf8')) as {
    hmm_tiny: HmmReference;
  }
).hmm_tiny;

/** Sequences of steps of equal size as rows, NaN after their ends. */
export function padded(sequences: readonly (readonly number[])[]): Matrix {
  const width = Math.max(...sequences.map(({ length }) => length));
  const out = matrix(sequences.length, width);
  out.data.fill(NaN);
  sequences.forEach((sequence, i) => rowOf(out, i).set(sequence));
  return out;
}

export function trainingOf(
  sequences: readonly (readonly number[])[],
  labels: readonly number[],
  sequence: NonNullable<TrainingData['sequence']>,
): TrainingData {
  const x = padded(sequences);
  const classes = Math.max(...labels) + 1;
  return {
    x,
    y: Int32Array.from(labels),
    classes,
    classNames: Array.from({ length: classes }, (_, k) => `class ${k}`),
    columns: Array.from({ length: x.columns }, () => ({ feature: 'step', mean: 0, scale: 1 })),
    sequence,
  };
}

/** A chain of given numbers; `rows`: what each state emits. */
export function chainOf(
  { pi, A, B }: TrueChain,
  kind: EmissionKindName = 'symbols',
  shape = { dims: 1, symbols: B[0]!.length },
): HiddenChain {
  return {
    states: pi.length,
    start: Float64Array.from(pi),
    transition: Float64Array.from(A.flat()),
    emissions: emissionKinds[kind].make(matrix(B.length, B[0]!.length, Float64Array.from(B.flat())), shape),
  };
}

/** A model of given chains, all classes alike likely. */
export function modelOfChains(
  truth: readonly TrueChain[],
  kind: EmissionKindName = 'symbols',
  shape = { dims: 1, symbols: truth[0]!.B[0]!.length },
) {
  return chainClasses({
    logPrior: new Float64Array(truth.length).fill(-Math.log(truth.length)),
    chains: truth.map((chain) => chainOf(chain, kind, shape)),
    shape: { kind, states: truth[0]!.pi.length, ...shape },
    lengths: truth.map(() => Int32Array.of(1)),
    width: shape.dims,
    notes: [],
  });
}

/** Sequences drawn from known chains, class after class in turn. */
export function drawSequences(
  truth: readonly TrueChain[],
  kind: 'symbols' | 'diagonal',
  shape: { dims: number; symbols: number },
  count: number,
  steps: number,
  rng: Rng,
): { sequences: number[][]; labels: number[] } {
  const chains = truth.map((chain) => chainOf(chain, kind, shape));
  const labels = Array.from({ length: count }, (_, i) => i % truth.length);
  const sequences = labels.map((label) => {
    const { emissions } = chains[label]!;
    const step = new Float64Array(1);
    let state = rng.choice(truth[label]!.pi);
    return Array.from({ length: steps }, () => {
      emissions.draw(state, rng, step, 0);
      state = rng.choice(truth[label]!.A[state]!);
      return step[0]!;
    });
  });
  return { sequences, labels };
}
