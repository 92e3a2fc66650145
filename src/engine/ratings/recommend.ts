import type { Rng } from '../../data/random';
import { unknown } from '../../data/problem';
import type { RatingDataset } from './assemble';
import type { TrainedRatings } from './trained';

/** Users whose lists are shown when none is named. */
const shownUsers = 3;
/** Candidates for "did you mean". */
const mostCandidates = 5000;

export interface Recommendation {
  item: number;
  rating: number;
  sd: number;
}

/** The users to recommend to, by number: those named, else one with many ratings, one with a usual number and one with few. */
export function usersAsked(asked: readonly string[] | undefined, dataset: RatingDataset): number[] {
  const { ids } = dataset.ratings.user;
  if (asked) {
    return asked.map((id, i) => {
      const user = ids.indexOf(id);
      if (user < 0) throw unknown('user', id, ids.slice(0, mostCandidates), ['for', ...(asked.length > 1 ? [i] : [])]);
      return user;
    });
  }
  const counts = ratingsPerUser(dataset);
  const order = [...counts.keys()].filter((u) => counts[u]! > 0).sort((a, b) => counts[b]! - counts[a]! || a - b);
  const places = [0, Math.floor(order.length / 2), order.length - 1].slice(0, shownUsers);
  return [...new Set(places.map((place) => order[place]!))];
}

/** Training ratings of each user. */
function ratingsPerUser({ ratings, parts }: RatingDataset): Int32Array {
  const { ids, codes } = ratings.user;
  const counts = new Int32Array(ids.length);
  for (const row of parts.train) counts[codes[row]!]!++;
  return counts;
}

/** The items that a user has rated nowhere in the file, best first. */
export function topItems(model: TrainedRatings, user: number, rated: ReadonlySet<number>, n: number): Recommendation[] {
  const items = [...model.ids.item.keys()].filter((i) => !rated.has(i));
  const mean = model.fitted.predict(
    items.map(() => user),
    items,
  );
  const order = [...items.keys()].sort((a, b) => mean[b]! - mean[a]! || a - b).slice(0, n);
  const chosen = order.map((at) => items[at]!);
  const { sd } = model.fitted.predictWithSpread(
    chosen.map(() => user),
    chosen,
  );
  return chosen.map((item, i) => ({ item, rating: mean[order[i]!]!, sd: sd[i]! }));
}

/** Items of each of some users, training or not. */
export function ratedBy(users: readonly number[], { ratings }: RatingDataset): Map<number, Set<number>> {
  const out = new Map(users.map((user) => [user, new Set<number>()]));
  ratings.user.codes.forEach((user, row) => {
    const item = ratings.item.codes[row]!;
    if (item >= 0) out.get(user)?.add(item);
  });
  return out;
}

/** One rating by a user who does not exist. */
export interface GeneratedRating {
  user: string;
  item: number;
  rating: number;
}

/**
 * Users drawn from what was learned of all users: each rates as many items as a real one does, items as often as in the
 * training, in the steps and the range of the file where it has few different ratings.
 */
export function generateUsers(model: TrainedRatings, dataset: RatingDataset, n: number, rng: Rng): GeneratedRating[] {
  const asReal = scaleOf(dataset);
  const active = ratingsPerUser(dataset).filter((count) => count > 0);
  const all = model.fitted.sampleUsers(n, rng.fork('users'));
  const chance = rng.fork('items');
  const out: GeneratedRating[] = [];
  for (let u = 0; u < n; u++) {
    const weights = Float64Array.from(model.fitted.counts.item);
    const wanted = active[chance.integer(active.length)]!;
    const items: number[] = [];
    while (items.length < wanted && weights.some((weight) => weight > 0)) {
      const item = chance.choice(weights);
      weights[item] = 0;
      items.push(item);
    }
    for (const item of items.sort((a, b) => a - b))
      out.push({ user: `generated ${u + 1}`, item, rating: asReal(all.data[u * all.columns + item]!) });
  }
  return out;
}

/** More different ratings than this are a continuous scale. */
const mostSteps = 20;

/** The nearest rating that occurs in the file, where few different ones do. */
function scaleOf({ ratings, parts }: RatingDataset): (rating: number) => number {
  const values = new Set<number>();
  for (const row of parts.train) {
    values.add(ratings.rating.values[row]!);
    if (values.size > mostSteps) return (rating) => rating;
  }
  const steps = [...values].sort((a, b) => a - b);
  return (rating) => steps.reduce((best, step) => (Math.abs(step - rating) < Math.abs(best - rating) ? step : best));
}
