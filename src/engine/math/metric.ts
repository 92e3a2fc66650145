/** A distance between points, in a form that keeps the order and is quick to compare. */
export interface Metric {
  /** Between `a[from ... from + d - 1]` and `b[at ... at + d - 1]`; beyond `limit` any value above `limit`. */
  between(a: Float64Array, from: number, b: Float64Array, at: number, d: number, limit: number): number;
  /**
   * From `b[at ... at + d - 1]` to the nearest point of a box, `boxes[from ...]` = low and high of each feature in turn.
   * Summed in the order of `between`: rounding never makes it larger than the distance to a point of the box.
   */
  toBox(boxes: Float64Array, from: number, b: Float64Array, at: number, d: number): number;
  /** The distance itself. */
  length(value: number): number;
}

/** Features between two looks at the limit: each look costs, and most rows are far away. */
const stride = 8;

/** sqrt(sum_j (a_j - b_j)^2), compared by its square. */
export const euclidean: Metric = {
  between(a, from, b, at, d, limit) {
    let sum = 0;
    for (let j = 0; j < d && sum <= limit;) {
      for (const end = Math.min(d, j + stride); j < end; j++) {
        const difference = a[from + j]! - b[at + j]!;
        sum += difference * difference;
      }
    }
    return sum;
  },
  toBox(boxes, from, b, at, d) {
    let sum = 0;
    for (let j = 0; j < d; j++) {
      const difference = outside(b[at + j]!, boxes[from + 2 * j]!, boxes[from + 2 * j + 1]!);
      sum += difference * difference;
    }
    return sum;
  },
  length: Math.sqrt,
};

/** sum_j |a_j - b_j|. */
export const manhattan: Metric = {
  between(a, from, b, at, d, limit) {
    let sum = 0;
    for (let j = 0; j < d && sum <= limit;) {
      for (const end = Math.min(d, j + stride); j < end; j++) sum += Math.abs(a[from + j]! - b[at + j]!);
    }
    return sum;
  },
  toBox(boxes, from, b, at, d) {
    let sum = 0;
    for (let j = 0; j < d; j++) sum += outside(b[at + j]!, boxes[from + 2 * j]!, boxes[from + 2 * j + 1]!);
    return sum;
  },
  length: (value) => value,
};

/** max_j |a_j - b_j|. */
export const chebyshev: Metric = {
  between(a, from, b, at, d, limit) {
    let most = 0;
    for (let j = 0; j < d && most <= limit; j++) most = Math.max(most, Math.abs(a[from + j]! - b[at + j]!));
    return most;
  },
  toBox(boxes, from, b, at, d) {
    let most = 0;
    for (let j = 0; j < d; j++)
      most = Math.max(most, outside(b[at + j]!, boxes[from + 2 * j]!, boxes[from + 2 * j + 1]!));
    return most;
  },
  length: (value) => value,
};

/** (sum_j |a_j - b_j|^p)^(1 / p), p >= 1, compared by its power. */
export function minkowski(p: number): Metric {
  if (p === 1) return manhattan;
  if (p === 2) return euclidean;
  return {
    between(a, from, b, at, d, limit) {
      let sum = 0;
      for (let j = 0; j < d && sum <= limit; j++) sum += Math.abs(a[from + j]! - b[at + j]!) ** p;
      return sum;
    },
    toBox(boxes, from, b, at, d) {
      let sum = 0;
      for (let j = 0; j < d; j++) sum += outside(b[at + j]!, boxes[from + 2 * j]!, boxes[from + 2 * j + 1]!) ** p;
      return sum;
    },
    length: (value) => value ** (1 / p),
  };
}

/** Without branches, which in many features could not be foretold. */
function outside(value: number, low: number, high: number): number {
  return Math.max(Math.max(low - value, value - high), 0);
}
