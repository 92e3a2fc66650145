import type { RatedPairs } from '../ratingModel';

export interface RatingErrors {
  rmse: number;
  mae: number;
}

/** Undefined where there is nothing to compare. */
export function errorsOf(predicted: Float64Array, { rating }: RatedPairs): RatingErrors | undefined {
  const n = rating.length;
  if (n === 0) return undefined;
  let squares = 0;
  let sum = 0;
  for (let i = 0; i < n; i++) {
    const error = rating[i]! - predicted[i]!;
    squares += error * error;
    sum += Math.abs(error);
  }
  return { rmse: Math.sqrt(squares / n), mae: sum / n };
}

/**
 * Normalised discounted cumulative gain (Järvelin and Kekäläinen 2002) of each user's held-out ratings in the order of the
 * predictions: sum over the first k places of rating / log2(1 + place), over that of the best order; mean over the users
 * with two or more. Where ratings are negative, all are raised by the least one. As scikit-learn's `ndcg_score`, equal
 * predictions share their places.
 */
export function meanNdcg(predicted: Float64Array, { user, rating }: RatedPairs, k: number): number | undefined {
  const low = Math.min(
    0,
    rating.reduce((least, value) => Math.min(least, value), 0),
  );
  const byUser = new Map<number, number[]>();
  user.forEach((u, row) => {
    const rows = byUser.get(u);
    if (rows) rows.push(row);
    else byUser.set(u, [row]);
  });
  let sum = 0;
  let users = 0;
  for (const rows of byUser.values()) {
    if (rows.length < 2) continue;
    const gains = rows.map((row) => rating[row]! - low);
    const best = discounted(gains, gains, k);
    // no held-out rating is worth anything: every order is as good
    sum +=
      best === 0
        ? 1
        : discounted(
            gains,
            rows.map((row) => predicted[row]!),
            k,
          ) / best;
    users++;
  }
  return users === 0 ? undefined : sum / users;
}

/** Gains in descending order of the scores; equal scores have their mean gain. */
function discounted(gains: readonly number[], scores: readonly number[], k: number): number {
  const order = gains.map((_, i) => i).sort((a, b) => scores[b]! - scores[a]!);
  let total = 0;
  for (let from = 0; from < order.length && from < k;) {
    let to = from + 1;
    while (to < order.length && scores[order[to]!] === scores[order[from]!]) to++;
    const mean = order.slice(from, to).reduce((sum, i) => sum + gains[i]!, 0) / (to - from);
    for (let place = from; place < Math.min(to, k); place++) total += mean / Math.log2(2 + place);
    from = to;
  }
  return total;
}

export interface BaselineErrors extends RatingErrors {
  method: string;
}

/** What simple means achieve; a user or item without ratings gets the mean of all. */
export function meanBaselines(train: RatedPairs, test: RatedPairs, users: number, items: number): BaselineErrors[] {
  const overall = train.rating.reduce((sum, value) => sum + value / train.rating.length, 0);
  const predictions: [string, Float64Array][] = [
    ['global-mean', test.rating.map(() => overall)],
    ['user-mean', meansBy(train.user, train.rating, users, overall, test.user)],
    ['item-mean', meansBy(train.item, train.rating, items, overall, test.item)],
  ];
  return predictions.flatMap(([method, predicted]) => {
    const errors = errorsOf(predicted, test);
    return errors ? [{ method, ...errors }] : [];
  });
}

function meansBy(
  codes: Int32Array,
  rating: Float64Array,
  entities: number,
  overall: number,
  asked: Int32Array,
): Float64Array {
  const sums = new Float64Array(entities);
  const counts = new Int32Array(entities);
  codes.forEach((code, i) => {
    sums[code]! += rating[i]!;
    counts[code]!++;
  });
  return Float64Array.from(asked, (code) => (counts[code]! > 0 ? sums[code]! / counts[code]! : overall));
}

/** Held-out ratings of users, or of items, with about the same number of training ratings. */
export interface CountBin {
  /** Training ratings, both ends included. */
  from: number;
  to: number;
  /** Held-out ratings. */
  ratings: number;
  rmse: number;
  /** Root of the mean predicted variance. */
  sd: number;
}

/** Error by the number of ratings that a user or an item was learned from: 0, 1, 2 to 3, 4 to 7, 8 to 15, ... */
export function errorByCount(
  counts: Int32Array,
  asked: Int32Array,
  { rating }: RatedPairs,
  { mean, sd }: { mean: Float64Array; sd: Float64Array },
): CountBin[] {
  const bins = new Map<number, { n: number; squares: number; variance: number }>();
  asked.forEach((code, i) => {
    const place = Math.floor(Math.log2(counts[code]!));
    const bin = bins.get(place) ?? { n: 0, squares: 0, variance: 0 };
    bin.n++;
    bin.squares += (rating[i]! - mean[i]!) ** 2;
    bin.variance += sd[i]! ** 2;
    bins.set(place, bin);
  });
  return [...bins]
    .sort(([a], [b]) => a - b)
    .map(([place, { n, squares, variance }]) => ({
      from: place < 0 ? 0 : 2 ** place,
      to: place < 0 ? 0 : 2 ** (place + 1) - 1,
      ratings: n,
      rmse: Math.sqrt(squares / n),
      sd: Math.sqrt(variance / n),
    }));
}
