import type { Matrix } from '../data/matrix';
import type { Rng } from '../data/random';
import type { Json, ModelCard } from '../protocol/cards';
import type { FitStep, Options } from './model';

/**
 * The abstraction of models that predict ratings: how user u would rate item i. Users and items are numbered from 0; some
 * may have no rating to learn from (cold ones).
 */

/** Row by row: user `user[row]` gave item `item[row]` the rating `rating[row]`. */
export interface RatedPairs {
  user: Int32Array;
  item: Int32Array;
  rating: Float64Array;
}

export interface RatingData extends RatedPairs {
  /** How many there are, cold ones included. */
  users: number;
  items: number;
  /** What describes each user and each item, encoded: [users, d], [items, e]; gaps filled with what is average. */
  content: { user?: Matrix; item?: Matrix };
  /** Ratings to choose options by, if the split has any. */
  validation?: RatedPairs;
}

/** Predictions with their standard deviations, of which the noise of a single rating is a part. */
export interface PredictedRatings {
  mean: Float64Array;
  sd: Float64Array;
}

/** A trained model of ratings. */
export interface FittedRatings {
  /** Numbers that were learned. */
  readonly parameters: number;
  /** What a user should know of this fit, in whole sentences. */
  readonly notes: string[];
  /** Ratings that each user and each item was learned from. */
  readonly counts: { user: Int32Array; item: Int32Array };
  /** E[rating | user, item] for pairs: [n]. */
  predict(user: ArrayLike<number>, item: ArrayLike<number>): Float64Array;
  /** The same with standard deviations, which take longer. */
  predictWithSpread(user: ArrayLike<number>, item: ArrayLike<number>): PredictedRatings;
  /** Ratings of all items by so many users drawn from what was learned of the users, noise included: [n, items]. */
  sampleUsers(n: number, rng: Rng): Matrix;
  /** Where items lie to each other: [items, at most 2], the directions in which the users' tastes differ most. */
  itemMap(): Matrix;
  /** The same for users and items with other numbers: e is number `user[e]` or `item[e]` of this model, -1 of one that it does not know. */
  renumbered(user: Int32Array, item: Int32Array): FittedRatings;
  /** Everything needed to restore it, as plain JSON. */
  save(): { [name: string]: Json };
}

export interface RatingContext {
  rng: Rng;
  signal: AbortSignal;
}

/** A model of ratings: its card and how to fit it. One file in `models/`, one line in `models/index.ts`. */
export interface RatingModelSpec {
  card: ModelCard & { predicts: 'ratings' };
  fit(data: RatingData, options: Options, context: RatingContext): AsyncGenerator<FitStep, FittedRatings>;
  /** The inverse of `save`. Throws a `Problem` on a damaged state. */
  restore(state: { [name: string]: Json }): FittedRatings;
}
