import { matrix, rowOf } from '../../data/matrix';
import type { Matrix } from '../../data/matrix';
import type { Rng } from '../../data/random';
import { cholesky, inverse, solve } from './cholesky';

/**
 * Entries of a matrix with most entries unknown: one side's entity, the other's, the value. Grouped by the entities of one
 * side: those of entity e are at `start[e]` to `start[e + 1]`.
 */
export interface Grouped {
  start: Int32Array;
  other: Int32Array;
  value: Float64Array;
}

/** Of each entity its vector, in a row: the bias, if there are biases, then the factors. */
export interface Factors {
  user: Matrix;
  item: Matrix;
}

export interface FactorProblem {
  byUser: Grouped;
  byItem: Grouped;
  /** Taken off every value. */
  mean: number;
  /** Weight of the penalty on every number that is learned. */
  lam: number;
  /** Whether the first number of a vector is a bias, which is added to the product of the others. */
  biases: boolean;
}

export function groupBy(own: Int32Array, other: Int32Array, value: Float64Array, count: number): Grouped {
  const start = new Int32Array(count + 1);
  for (const e of own) start[e + 1]!++;
  for (let e = 0; e < count; e++) start[e + 1]! += start[e]!;
  const next = start.slice();
  const out: Grouped = { start, other: new Int32Array(own.length), value: new Float64Array(own.length) };
  own.forEach((e, i) => {
    const at = next[e]!++;
    out.other[at] = other[i]!;
    out.value[at] = value[i]!;
  });
  return out;
}

/** The same entries grouped by the entities of the other side. */
export function regroup({ start, other, value }: Grouped, count: number): Grouped {
  const own = new Int32Array(other.length);
  for (let e = 0; e + 1 < start.length; e++) own.fill(e, start[e], start[e + 1]);
  return groupBy(other, own, value, count);
}

/** Factors near zero, from which alternating least squares starts; biases are zero. */
export function startFactors(users: number, items: number, width: number, biases: boolean, rng: Rng): Factors {
  const some = (rows: number) => {
    const out = matrix(rows, width);
    for (let at = 0; at < out.data.length; at++) out.data[at] = biases && at % width === 0 ? 0 : 0.3 * rng.normal();
    return out;
  };
  return { user: some(users), item: some(items) };
}

/**
 * Best vectors of one side, the other side's being given: for each entity a ridge regression in closed form. Returns the
 * sum over the entities of |residuals|^2 + lam |vector|^2.
 */
export function solveSide(own: Matrix, other: Matrix, entries: Grouped, problem: FactorProblem): number {
  const width = own.columns;
  const scratch = equations(width);
  const { normal, right } = scratch;
  let total = 0;
  for (let e = 0; e < own.rows; e++) {
    const vector = rowOf(own, e);
    vector.fill(0);
    if (entries.start[e] === entries.start[e + 1]) continue;
    total += fill(scratch, e, other, entries, problem);
    const { lower } = cholesky(normal);
    vector.set(right);
    solve(lower, vector);
    for (let j = 0; j < width; j++) total -= vector[j]! * right[j]!;
  }
  return total;
}

/** Covariance of an entity's vector given the other side's, for noise of variance 1: (A^T A + lam I)^-1. */
export function vectorCovariance(e: number, other: Matrix, entries: Grouped, problem: FactorProblem): Matrix {
  const scratch = equations(other.columns);
  fill(scratch, e, other, entries, problem);
  return inverse(cholesky(scratch.normal).lower);
}

/** Sum of lam |vector|^2 over one side. */
export function penaltyOf({ data }: Matrix, lam: number): number {
  let sum = 0;
  for (const value of data) sum += value * value;
  return lam * sum;
}

/** Value that the vectors of a user and of an item predict. */
export function productOf(
  { mean, biases }: Pick<FactorProblem, 'mean' | 'biases'>,
  user: Float64Array,
  item: Float64Array,
): number {
  let sum = mean + (biases ? user[0]! + item[0]! : 0);
  for (let j = biases ? 1 : 0; j < user.length; j++) sum += user[j]! * item[j]!;
  return sum;
}

/** A^T A + lam I, of which only the lower half is filled, A^T t, and room for a row of A. */
interface Equations {
  normal: Matrix;
  right: Float64Array;
  row: Float64Array;
}

function equations(width: number): Equations {
  return { normal: matrix(width, width), right: new Float64Array(width), row: new Float64Array(width) };
}

/**
 * The equations of an entity's regression, where a row of A is what its vector is multiplied with (1 for the bias, then the
 * other's factors) and t the value without the mean and the other's bias. Returns |t|^2.
 */
function fill(
  { normal, right, row }: Equations,
  e: number,
  other: Matrix,
  { start, other: others, value }: Grouped,
  { mean, lam, biases }: FactorProblem,
): number {
  const width = other.columns;
  const n = normal.data;
  const vectors = other.data;
  n.fill(0);
  right.fill(0);
  let squares = 0;
  for (let at = start[e]!, end = start[e + 1]!; at < end; at++) {
    const from = others[at]! * width;
    let t = value[at]! - mean;
    for (let j = 0; j < width; j++) row[j] = vectors[from + j]!;
    if (biases) {
      t -= row[0]!;
      row[0] = 1;
    }
    squares += t * t;
    for (let j = 0; j < width; j++) {
      const a = row[j]!;
      const cell = j * width;
      right[j]! += a * t;
      for (let k = 0; k <= j; k++) n[cell + k]! += a * row[k]!;
    }
  }
  for (let j = 0; j < width; j++) n[j * width + j]! += lam;
  return squares;
}
