import { matrix, rowOf } from '../../data/matrix';
import type { Matrix } from '../../data/matrix';

/** Rows of a box, about: small enough that far boxes are passed over, large enough that asking for them costs little. */
const boxRows = 64;
/** Terms smaller than the largest by e^-25 / n are left out: the sum is exact to 1e-11. */
const negligible = 25;

/** Rows ready for sums of Gaussian kernels about them: exact, with memory for one number a row. */
export interface KernelSums {
  /** log sum_i exp(-|q - x_i|^2 / 2 h^2) over some features. query: [d], h: bandwidth, features: default all. */
  logSum(query: Float64Array, bandwidth: number, features: Int32Array): number;
  /** The terms of this sum divided by it, in the order of the rows, into `out`: [n]. */
  shares(query: Float64Array, bandwidth: number, features: Int32Array, out: Float64Array): void;
}

/** x: [n, d], at least one row. */
export function kernelSums(x: Matrix): KernelSums {
  const d = x.columns;
  const order = Int32Array.from({ length: x.rows }, (_, i) => i);
  const starts = [...dividedInto(x, order, 0, x.rows), x.rows];
  const boxes = starts.length - 1;
  const points = matrix(x.rows, d);
  order.forEach((row, place) => rowOf(points, place).set(rowOf(x, row)));
  const { low, high } = boundsOf(points, starts);
  const toBox = new Float64Array(boxes);
  const distances = new Float64Array(x.rows);

  /** Squared distances of the rows that matter into `distances`; returns how many there are and the least. */
  function measure(query: Float64Array, bandwidth: number, features: Int32Array): { count: number; least: number } {
    const { data } = points;
    const whole = features.length === d;
    const reach = 2 * bandwidth * bandwidth * (negligible + Math.log(x.rows));
    let nearest = 0;
    for (let b = 0; b < boxes; b++) {
      let sum = 0;
      for (const j of features) {
        const value = query[j]!;
        const gap = Math.max(low[b * d + j]! - value, value - high[b * d + j]!, 0);
        sum += gap * gap;
      }
      toBox[b] = sum;
      if (sum < toBox[nearest]!) nearest = b;
    }
    let count = 0;
    let least = Infinity;
    // the nearest box first: what it holds rules out most others
    for (let turn = -1; turn < boxes; turn++) {
      const b = turn < 0 ? nearest : turn;
      if (turn === nearest || toBox[b]! > least + reach) continue;
      for (let place = starts[b]!; place < starts[b + 1]!; place++) {
        const sum = squaredDistance(query, data, place * d, features, whole);
        distances[count++] = sum;
        if (sum < least) least = sum;
      }
    }
    return { count, least };
  }

  return {
    logSum(query, bandwidth, features) {
      const { count, least } = measure(query, bandwidth, features);
      const scale = 0.5 / (bandwidth * bandwidth);
      const limit = negligible + Math.log(x.rows);
      let sum = 0;
      for (let i = 0; i < count; i++) {
        const exponent = (distances[i]! - least) * scale;
        if (exponent < limit) sum += Math.exp(-exponent);
      }
      return Math.log(sum) - least * scale;
    },
    shares(query, bandwidth, features, out) {
      const scale = 0.5 / (bandwidth * bandwidth);
      let least = Infinity;
      for (let i = 0; i < x.rows; i++) {
        const sum = squaredDistance(query, x.data, i * d, features, features.length === d);
        out[i] = sum;
        if (sum < least) least = sum;
      }
      let total = 0;
      for (let i = 0; i < x.rows; i++) total += out[i] = Math.exp((least - out[i]!) * scale);
      for (let i = 0; i < x.rows; i++) out[i]! /= total;
    },
  };
}

/** Over some features, or `whole` rows without looking at which. */
function squaredDistance(
  query: Float64Array,
  data: Float64Array,
  from: number,
  features: Int32Array,
  whole: boolean,
): number {
  let sum = 0;
  for (let a = 0; a < features.length; a++) {
    const j = whole ? a : features[a]!;
    const gap = query[j]! - data[from + j]!;
    sum += gap * gap;
  }
  return sum;
}

/** Orders the rows from `from` to before `to` so that neighbours are near; returns where each box begins. */
function dividedInto(x: Matrix, order: Int32Array, from: number, to: number): number[] {
  if (to - from <= boxRows) return [from];
  const j = widestFeature(x, order, from, to);
  const value = (row: number) => x.data[row * x.columns + j]!;
  order.subarray(from, to).sort((a, b) => value(a) - value(b) || a - b);
  const middle = (from + to) >> 1;
  return [...dividedInto(x, order, from, middle), ...dividedInto(x, order, middle, to)];
}

function widestFeature(x: Matrix, order: Int32Array, from: number, to: number): number {
  let widest = 0;
  let width = -1;
  for (let j = 0; j < x.columns; j++) {
    let low = Infinity;
    let high = -Infinity;
    for (let place = from; place < to; place++) {
      const value = x.data[order[place]! * x.columns + j]!;
      if (value < low) low = value;
      if (value > high) high = value;
    }
    if (high - low > width) {
      width = high - low;
      widest = j;
    }
  }
  return widest;
}

function boundsOf(points: Matrix, starts: readonly number[]): { low: Float64Array; high: Float64Array } {
  const d = points.columns;
  const low = new Float64Array((starts.length - 1) * d).fill(Infinity);
  const high = new Float64Array(low.length).fill(-Infinity);
  for (let b = 0; b + 1 < starts.length; b++) {
    for (let place = starts[b]!; place < starts[b + 1]!; place++) {
      rowOf(points, place).forEach((value, j) => {
        low[b * d + j] = Math.min(low[b * d + j]!, value);
        high[b * d + j] = Math.max(high[b * d + j]!, value);
      });
    }
  }
  return { low, high };
}
