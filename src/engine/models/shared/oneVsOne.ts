import type { Rng } from '../../../data/random';
import { fitPlatt } from '../../math/platt';
import type { Platt } from '../../math/platt';
import { weightOf } from '../../math/sideWeights';
import type { SideWeights } from '../../math/sideWeights';
import type { Classifier, FitStep, TrainingData } from '../../model';
import { crossValidatedDecision } from './calibration';
import type { Judged } from './calibration';
import { emptyClassNotes } from './priors';

/** Two classes against each other: rows of the training matrix, +1 for those of the class with the higher code. */
export interface Sides {
  rows: Int32Array;
  signs: Int8Array;
  weights: SideWeights;
}

/** How far the fit of one machine is. */
export interface MachineStep<M> {
  machine: M;
  /** Iterations so far. */
  iterations: number;
  /** What is minimised, at C for each row that is at most as good as guessing. */
  primal: number;
  converged: boolean;
}

/** How a two-class machine is fitted and asked; `M` is what it learned. */
export interface MachineTrainer<M> {
  /** A machine that has seen nothing: its decision is 0 everywhere. */
  untrained: M;
  solve(sides: Sides, rng: Rng): Generator<MachineStep<M>, MachineStep<M>>;
  /** f at rows of the training matrix: above 0 for the class with the higher code. */
  decide(machine: M, rows: Int32Array): Float64Array;
}

/** A machine for two classes and how its decision becomes a probability. */
export interface Pair<M> {
  machine: M;
  sigmoid: Platt;
}

/** One machine for each pair of classes. */
export interface OneVsOne<M> {
  /** Classes that training rows have, ascending; pairs are (0, 1), (0, 2), ..., (1, 2), ... of these. */
  present: number[];
  pairs: Pair<M>[];
  notes: string[];
}

interface FitSetting<M> {
  C: number;
  /** What a row of each class counts: [K]. */
  weights: Float64Array;
  rng: Rng;
  signal: AbortSignal;
  /** What the pairs so far say, for a live picture. */
  classifier(present: number[], pairs: Pair<M>[]): Classifier;
}

/** Until a machine is calibrated: about 0.88 at the margin. */
const provisional: Platt = { slope: 2, intercept: 0 };

/** Fits all machines, then calibrates each on decisions about rows that it did not see. */
export function* fitOneVsOne<M>(
  data: TrainingData,
  trainer: MachineTrainer<M>,
  { C, weights, rng, signal, classifier }: FitSetting<M>,
): Generator<FitStep, OneVsOne<M>> {
  const counts = new Float64Array(data.classes);
  for (const k of data.y) counts[k]! += 1;
  const present = Array.from(counts.keys()).filter((k) => counts[k]! > 0);
  const sides = pairsOf(present).map(([a, b]) => sidesOf(data.y, a, b, weights));
  const pairs: Pair<M>[] = sides.map(() => ({ machine: trainer.untrained, sigmoid: provisional }));
  const notes = emptyClassNotes(counts, data.classNames);
  const rows = sides.reduce((sum, side) => sum + side.rows.length, 0);
  // a machine that has seen nothing pays C times its weight for each row
  const losses = sides.map(({ signs, weights: side }) => signs.reduce((sum, sign) => sum + weightOf(side, sign), 0));
  let step = 0;
  let unfinished = 0;

  for (const [at, side] of sides.entries()) {
    const solving = trainer.solve(side, rng.fork(`pair ${at}`));
    for (let done = false; !done;) {
      const next = solving.next();
      const { machine, iterations, primal, converged } = next.value;
      done = next.done ?? false;
      pairs[at] = { machine, sigmoid: provisional };
      losses[at] = primal / C;
      if (done && !converged) unfinished++;
      const loss = losses.reduce((sum, value) => sum + value, 0) / rows;
      yield { step: step + iterations, loss, current: classifier(present, [...pairs]) };
      if (signal.aborted) return stopped();
      if (done) step += iterations;
    }
  }
  if (unfinished > 0) {
    notes.push(`${machines(unfinished)} not converged: raise max_iter or lower C.`);
  }

  let uncalibrated = 0;
  for (const [at, side] of sides.entries()) {
    const { machine } = pairs[at]!;
    const held = crossValidatedDecision(side, trainer, rng.fork(`calibration ${at}`));
    let judged: Judged | undefined;
    for (;;) {
      const next = held.next();
      if (next.done) {
        judged = next.value;
        break;
      }
      yield { step: (step += 1) };
      if (signal.aborted) return stopped(at);
    }
    if (!judged) uncalibrated++;
    pairs[at] = { machine, sigmoid: judged ? fitPlatt(judged.decision, judged.positive) : onItself(side, machine) };
  }
  if (uncalibrated > 0) {
    notes.push('A class has a single training row: its probabilities are calibrated on the rows of the fit itself.');
  }
  return { present, pairs, notes };

  /** What there is, calibrated on the rows of the fit from pair `from` on. */
  function stopped(from = 0): OneVsOne<M> {
    const note = 'Stopped before the end; probabilities are calibrated on the rows of the fit itself.';
    const all = pairs.map(({ machine, sigmoid }, at) => ({
      machine,
      sigmoid: at < from ? sigmoid : onItself(sides[at]!, machine),
    }));
    return { present, pairs: all, notes: [...notes, note] };
  }

  /** Calibrated on decisions about the very rows of the fit, which are a little too sure. */
  function onItself({ rows: seen, signs }: Sides, machine: M): Platt {
    const positive = Array.from(signs, (sign) => sign > 0);
    return fitPlatt(trainer.decide(machine, seen), positive);
  }
}

/** Each class with each later one. */
function pairsOf(present: number[]): [number, number][] {
  return present.flatMap((a, i) => present.slice(i + 1).map((b): [number, number] => [a, b]));
}

function sidesOf(y: Int32Array, a: number, b: number, weights: Float64Array): Sides {
  const rows = Int32Array.from(y.keys()).filter((row) => y[row] === a || y[row] === b);
  const signs = Int8Array.from(rows, (row) => (y[row] === b ? 1 : -1));
  return { rows, signs, weights: { lower: weights[a]!, upper: weights[b]! } };
}

function machines(count: number): string {
  return count === 1 ? 'A machine is' : `${count} machines are`;
}
