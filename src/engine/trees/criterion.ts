/**
 * How pure the two sides of a split are, from the numbers n_k of rows of each class: a split is the better the larger
 * score(left) + score(right) is. `term` is summed over the classes, so that a row can be moved at little cost.
 */
export interface Criterion {
  term(count: number): number;
  /** Of the sum of the terms and the number of rows. */
  score(sum: number, rows: number): number;
}

/** Gini's impurity, n (1 - sum_k (n_k / n)^2), without its constant part. */
const gini: Criterion = {
  term: (count) => count * count,
  score: (sum, rows) => sum / rows,
};

/** Shannon's entropy, -sum_k n_k log(n_k / n). */
const entropy: Criterion = {
  term: xLogX,
  score: (sum, rows) => sum - xLogX(rows),
};

function xLogX(x: number): number {
  return x > 0 ? x * Math.log(x) : 0;
}

export const criteria: { readonly [name: string]: Criterion } = { gini, entropy, log_loss: entropy };
