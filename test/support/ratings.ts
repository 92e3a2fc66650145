import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createRng } from '../../src/data/random';
import { resolveOptions } from '../../src/engine/training/options';
import type { FitStep } from '../../src/engine/model';
import type {
  FittedRatings,
  RatedPairs,
  RatingContext,
  RatingData,
  RatingModelSpec,
} from '../../src/engine/ratingModel';
import type { Json } from '../../src/protocol/cards';
import type { DataPlan } from '../../src/protocol/plan';

export interface RatingsReference {
  user: number[];
  item: number[];
  rating: number[];
  test: number[];
  n_users: number;
  n_items: number;
  global_mean: number;
  rmse: { [method: string]: number };
  biases: { lam: number; user_first5: number[]; item_first5: number[] };
  als: { rank: number; lam: number; objective_best: number; test_rmse: number; pred10: number[] }[];
}

const reference = JSON.parse(readFileSync(join('test', 'fixtures', 'reference', 'reference.json'), 'utf8')) as {
  ratings_tiny: RatingsReference;
};

/** The ratings of the reference: those to learn from, those held out, and its results. */
export function ratingsReference(): { train: RatingData; test: RatedPairs; expected: RatingsReference } {
  const all = reference.ratings_tiny;
  const part = (held: number): RatedPairs => {
    const rows = [...all.rating.keys()].filter((row) => all.test[row] === held);
    return {
      user: Int32Array.from(rows, (row) => all.user[row]!),
      item: Int32Array.from(rows, (row) => all.item[row]!),
      rating: Float64Array.from(rows, (row) => all.rating[row]!),
    };
  };
  return {
    train: { ...part(0), users: all.n_users, items: all.n_items, content: {} },
    test: part(1),
    expected: all,
  };
}

/** Fits a model of ratings to the end, with its defaults filled in as the engine does. */
export async function fitRatings(
  spec: RatingModelSpec,
  data: RatingData,
  given: { [name: string]: Json } = {},
  more: Partial<RatingContext> & { onStep?: (step: FitStep) => void } = {},
): Promise<FittedRatings> {
  const options = resolveOptions(spec.card.parameters, given, []);
  const steps = spec.fit(data, options, { rng: createRng(7), signal: new AbortController().signal, ...more });
  for (;;) {
    const next = await steps.next();
    if (next.done) return next.value;
    more.onStep?.(next.value);
  }
}

export function rmse(predicted: Float64Array, rating: Float64Array): number {
  return Math.sqrt(rating.reduce((sum, value, i) => sum + (value - predicted[i]!) ** 2, 0) / rating.length);
}

/** The ratings of the reference as a file with the reference's split, and the cell that reads it. */
export function tinyRatings(): { csv: string; data: DataPlan } {
  const { user, item, rating, test } = reference.ratings_tiny;
  const rows = rating.map((r, i) => `u${user[i]},i${item[i]},${r},${test[i] ? 'test' : 'train'}`);
  return {
    csv: ['user,item,rating,part', ...rows].join('\n'),
    data: {
      path: 'tiny.csv',
      ratings: { user: 'user', item: 'item', rating: 'rating' },
      split: { by: 'part' },
    },
  };
}
