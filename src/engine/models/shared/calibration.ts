import type { Rng } from '../../../data/random';
import type { MachineTrainer, Sides } from './oneVsOne';

/** Folds of the calibration, where each class has as many rows; as in LIBSVM. */
const mostFolds = 5;
/** Rows of each class whose decisions are enough for the two numbers of a sigmoid: then no further fold is fitted. */
const enough = 500;

/** Decisions and whether each is about a row of the upper class. */
export interface Judged {
  decision: number[];
  positive: boolean[];
}

/**
 * Decisions about rows by a machine that was fitted without them: cross-validation with the classes evenly spread over
 * the folds. Undefined where a class has too few rows. Yields while it works.
 */
export function* crossValidatedDecision<M>(
  sides: Sides,
  trainer: MachineTrainer<M>,
  rng: Rng,
): Generator<undefined, Judged | undefined> {
  const { rows, signs, weights } = sides;
  const folds = Math.min(mostFolds, count(signs, 1), count(signs, -1));
  if (folds < 2) return undefined;
  const foldOf = spread(signs, folds, rng);
  const judged: Judged = { decision: [], positive: [] };
  for (let fold = 0; fold < folds && !isEnough(judged); fold++) {
    const inside = Int32Array.from(rows.keys()).filter((t) => foldOf[t] !== fold);
    const outside = Int32Array.from(rows.keys()).filter((t) => foldOf[t] === fold);
    const part: Sides = {
      rows: inside.map((t) => rows[t]!),
      signs: Int8Array.from(inside, (t) => signs[t]!),
      weights,
    };
    const solving = trainer.solve(part, rng.fork(fold));
    let next = solving.next();
    for (; !next.done; next = solving.next()) yield;
    const held = trainer.decide(
      next.value.machine,
      outside.map((t) => rows[t]!),
    );
    for (const value of held) judged.decision.push(value);
    for (const t of outside) judged.positive.push(signs[t]! > 0);
    yield;
  }
  return judged;
}

function isEnough({ positive }: Judged): boolean {
  const positives = positive.filter(Boolean).length;
  return Math.min(positives, positive.length - positives) >= enough;
}

/** A fold for each row, by chance, with as many rows of each sign in every fold as can be. */
function spread(signs: Int8Array, folds: number, rng: Rng): Int32Array {
  const order = Int32Array.from(signs.keys());
  rng.shuffle(order);
  const foldOf = new Int32Array(signs.length);
  for (const sign of [1, -1]) {
    let next = 0;
    for (const t of order) if (signs[t] === sign) foldOf[t] = next++ % folds;
  }
  return foldOf;
}

function count(signs: Int8Array, sign: number): number {
  return signs.reduce((sum, value) => sum + (value === sign ? 1 : 0), 0);
}
