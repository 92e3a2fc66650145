import type { Rng } from '../../data/random';
import type { RatedPairs, RatingData } from '../ratingModel';
import { alternate, errorOn, problemOf, randomFactors } from './fitFactors';

/** Penalties that are tried, in standard deviations of the ratings: the factors' share of the objective scales so. */
const penalties = [0.01, 0.03, 0.1, 0.3, 1, 3, 10, 30, 100];
/** Numbers of factors that are tried, up to so many ratings; of more, the last is taken. */
const ranks = { tried: [1, 2, 3, 5, 10], most: 20_000 };
/** Up to this many ratings are few: five folds are held out in turn; of more, one tenth once. */
const few = 2000;
/** Iterations for each choice: enough to tell which is best. */
const iterations = { few: 60, many: 12 };

/** What was asked for; undefined where it is to be chosen. */
export interface Wish {
  factors: number | undefined;
  lam: number | undefined;
  biases: boolean;
}

export interface Chosen {
  factors: number;
  lam: number;
}

/**
 * The number of factors and the penalty with the least error on ratings held out of the training, or on the validation rows
 * of the split. Each penalty starts from the result of the smaller one. Yields between iterations.
 */
export async function* chooseOptions(
  data: RatingData,
  { factors, lam, biases }: Wish,
  rng: Rng,
  signal: AbortSignal,
): AsyncGenerator<void, Chosen> {
  const unit = spread(data.rating) || 1;
  const lams = lam === undefined ? penalties.map((penalty) => penalty * unit) : [lam];
  const last = ranks.tried.at(-1)!;
  const counts = factors === undefined ? (data.rating.length <= ranks.most ? ranks.tried : [last]) : [factors];
  const choices = counts.flatMap((count) => lams.map((each): Chosen => ({ factors: count, lam: each })));
  // of a single rating nothing can be held out: learn as little as possible
  if (data.rating.length === 1) return { factors: counts[0]!, lam: lams.at(-1)! };
  if (choices.length === 1) return choices[0]!;
  const errors = new Float64Array(choices.length);
  const maxIterations = data.rating.length <= few ? iterations.few : iterations.many;
  for (const [fold, { learn, held }] of divisions(data, rng).entries()) {
    const chance = rng.fork(`fold ${fold}`);
    let problem = problemOf(learn, data.users, data.items, unit, biases);
    let start = randomFactors(problem, choices[0]!.factors, chance);
    for (const [c, choice] of choices.entries()) {
      problem = { ...problem, lam: choice.lam };
      if (c % lams.length === 0) start = randomFactors(problem, choice.factors, chance);
      for (const step of alternate(problem, start, { maxIterations, tolerance: 1e-4 })) {
        void step;
        yield;
        if (signal.aborted) return choice;
      }
      errors[c]! += errorOn(held, start, problem) * held.rating.length;
    }
  }
  return choices[errors.indexOf(Math.min(...errors))]!;
}

interface Division {
  learn: RatedPairs;
  held: RatedPairs;
}

function divisions({ user, item, rating, validation }: RatingData, rng: Rng): Division[] {
  const all: RatedPairs = { user, item, rating };
  if (validation && validation.rating.length > 0) return [{ learn: all, held: validation }];
  const order = Int32Array.from(rating.keys());
  rng.fork('folds').shuffle(order);
  const n = order.length;
  const folds = n <= few ? Math.min(5, n) : 1;
  const size = folds === 1 ? Math.floor(n / 10) : n / folds;
  return Array.from({ length: folds }, (_, fold) => {
    const [from, to] = [Math.round(fold * size), Math.round((fold + 1) * size)];
    return {
      learn: take(all, order, (at) => at < from || at >= to),
      held: take(all, order, (at) => at >= from && at < to),
    };
  });
}

function take({ user, item, rating }: RatedPairs, order: Int32Array, chosen: (at: number) => boolean): RatedPairs {
  const rows = order.filter((_, at) => chosen(at));
  return {
    user: rows.map((row) => user[row]!),
    item: rows.map((row) => item[row]!),
    rating: Float64Array.from(rows, (row) => rating[row]!),
  };
}

/** Population standard deviation. */
export function spread(values: Float64Array): number {
  const mean = values.reduce((sum, value) => sum + value / values.length, 0);
  return Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2 / values.length, 0));
}
