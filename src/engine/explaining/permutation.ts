import { matrix, rowOf, takeRows } from '../../data/matrix';
import type { Matrix } from '../../data/matrix';
import { shuffledIndices } from '../../data/random';
import type { Rng } from '../../data/random';
import { logLoss, mostProbable } from '../judging/metrics';
import { average, spread } from '../judging/ranking';
import type { TrainedModel } from '../training/trained';
import { evaluationsFor } from './budget';
import { copyColumns } from './coalitions';
import type { Pause } from './pause';
import type { Player } from './players';
import { valueFunctions } from './values';

/** What a model loses when a feature says nothing any more. */
export interface Importance {
  /** Accuracy less accuracy with the feature's values shuffled. */
  accuracyDrop: number;
  /** Standard deviation over the repeats. */
  sd: number;
  logLossIncrease: number;
  logLossSd: number;
}

export interface PermutationResult {
  importances: Importance[];
  rows: number;
  /** The means are those of all shuffles, and not only of those that were made. */
  isExact: boolean;
}

const mostRows = 2000;
const leastRows = 50;

/**
 * Permutation importance of each player (Breiman 2001; Fisher, Rudin and Dominici 2019): the values of its columns are
 * shuffled over the rows. Over all shuffles every row gets the values of every row equally often, so where there are few
 * rows the mean is taken over all pairs of rows: without chance.
 *
 * @param x [n, d], labels [n]; rows beyond 2,000, or beyond what the model can be asked, are left out by chance
 */
export async function permutationImportance(
  model: TrainedModel,
  test: { x: Matrix; labels: Int32Array },
  players: readonly Player[],
  repeats: number,
  rng: Rng,
  pause: Pause,
): Promise<PermutationResult> {
  const evaluations = evaluationsFor(model, test.x);
  const fitting = Math.floor(evaluations / (repeats * Math.max(1, players.length)));
  const { x, labels } = someOf(test, Math.max(leastRows, Math.min(mostRows, fitting)), rng.fork('rows'));
  const f = valueFunctions.probability(model);
  const base = await f(x);
  const isExact = x.rows ** 2 * players.length <= evaluations;
  const importances: Importance[] = [];
  for (const [p, { columns }] of players.entries()) {
    const chance = rng.fork(p);
    const drops: number[] = [];
    const increases: number[] = [];
    for (let repeat = 0; repeat < repeats; repeat++) {
      await pause();
      const order = shuffledIndices(x.rows, chance);
      const shuffled = await f(exchanged(x, order, columns));
      drops.push(right(base, labels) - right(shuffled, labels));
      increases.push(logLoss(shuffled, labels) - logLoss(base, labels));
    }
    const exact = isExact ? await overAllPairs(f, x, labels, columns, pause) : undefined;
    importances.push({
      accuracyDrop: exact ? right(base, labels) - exact.accuracy : average(drops),
      sd: spread(drops),
      logLossIncrease: exact ? exact.logLoss - logLoss(base, labels) : average(increases),
      logLossSd: spread(increases),
    });
  }
  return { importances, rows: x.rows, isExact };
}

/** Mean accuracy and log loss when each row gets the columns of each row. */
async function overAllPairs(
  f: (x: Matrix) => Promise<Matrix>,
  x: Matrix,
  labels: Int32Array,
  columns: Int32Array,
  pause: Pause,
): Promise<{ accuracy: number; logLoss: number }> {
  const sums = { accuracy: 0, logLoss: 0 };
  for (let shift = 0; shift < x.rows; shift++) {
    await pause();
    const order = Int32Array.from({ length: x.rows }, (_, i) => (i + shift) % x.rows);
    const proba = await f(exchanged(x, order, columns));
    sums.accuracy += right(proba, labels) / x.rows;
    sums.logLoss += logLoss(proba, labels) / x.rows;
  }
  return sums;
}

/** Each row with the given columns of row `order[i]`. */
function exchanged(x: Matrix, order: Int32Array, columns: Int32Array): Matrix {
  const out = matrix(x.rows, x.columns, x.data.slice());
  order.forEach((other, i) => copyColumns(rowOf(x, other), rowOf(out, i), columns));
  return out;
}

function right(proba: Matrix, labels: Int32Array): number {
  const predicted = mostProbable(proba);
  let count = 0;
  labels.forEach((label, i) => (count += Number(predicted[i] === label)));
  return count / Math.max(1, labels.length);
}

function someOf({ x, labels }: { x: Matrix; labels: Int32Array }, most: number, rng: Rng) {
  if (x.rows <= most) return { x, labels };
  const rows = shuffledIndices(x.rows, rng);
  const kept = rows.subarray(0, most);
  return { x: takeRows(x, kept), labels: Int32Array.from(kept, (row) => labels[row]!) };
}
