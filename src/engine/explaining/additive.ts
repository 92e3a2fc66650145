import { matrix, rowOf, takeRows } from '../../data/matrix';
import type { Matrix } from '../../data/matrix';
import type { Rng } from '../../data/random';
import { copyColumns, withGapsOf } from './coalitions';
import type { Pause } from './pause';
import type { Player } from './players';
import type { ValueFunction } from './values';

/** A function that is a sum over players: f(x) = f(r) + sum_p g_p(x_p), g_p(x_p) = f(r with the player's columns of x) - f(r). */
export interface AdditiveFunction {
  /** [d] */
  reference: Float64Array;
  /** Mean over the background of f: [K]. */
  base: Float64Array;
  /** Mean over the background of each g_p: [P, K]. */
  means: Matrix;
  /** Background rows. */
  rows: number;
}

/** Rows that a function is tried with before it is asked about all of them. */
const triedRows = 24;
/** Sums that differ by less than this share of the largest value are equal: rounding of 32-bit numbers. */
const tolerance = 2e-5;
const entriesPerPass = 1 << 20;

/**
 * Whether f is a sum over players, found by trying it: every background row, and mixtures of pairs of them, must be the
 * sum of what its players do alone. Undefined where it is not.
 */
export async function additiveFunction(
  f: ValueFunction,
  row: Float64Array,
  background: Matrix,
  players: readonly Player[],
  rng: Rng,
  pause: Pause,
): Promise<AdditiveFunction | undefined> {
  const rows = withGapsOf(row, background, players);
  if (rows.rows === 0) return undefined;
  const reference = rowOf(rows, 0).slice();
  const first = takeRows(
    rows,
    Int32Array.from({ length: Math.min(rows.rows, triedRows) }, (_, i) => i),
  );
  if (!(await sumsUp(f, reference, mixtures(first, row, players, rng), players, pause))) return undefined;
  return sumsUp(f, reference, rows, players, pause);
}

/** g_p of one row: [P, K]. */
export async function additiveTerms(
  f: ValueFunction,
  reference: Float64Array,
  row: Float64Array,
  players: readonly Player[],
): Promise<Matrix> {
  const rows = matrix(players.length + 1, row.length);
  players.forEach(({ columns }, p) => {
    rowOf(rows, p).set(reference);
    copyColumns(row, rowOf(rows, p), columns);
  });
  rowOf(rows, players.length).set(reference);
  const values = await f(rows);
  const start = rowOf(values, players.length);
  return matrix(
    players.length,
    values.columns,
    values.data.subarray(0, players.length * values.columns).map((value, at) => value - start[at % start.length]!),
  );
}

async function sumsUp(
  f: ValueFunction,
  reference: Float64Array,
  rows: Matrix,
  players: readonly Player[],
  pause: Pause,
): Promise<AdditiveFunction | undefined> {
  const start = (await f(matrix(1, reference.length, reference))).data;
  const classes = start.length;
  const base = new Float64Array(classes);
  const means = matrix(players.length, classes);
  const perPass = Math.max(1, Math.floor(entriesPerPass / rows.columns));
  for (let from = 0; from < rows.rows; from += perPass) {
    const part = rowsFrom(rows, from, Math.min(perPass, rows.rows - from));
    const whole = await f(part);
    const sums = matrix(part.rows, classes);
    for (const [p, { columns }] of players.entries()) {
      await pause();
      const values = await f(replaced(reference, part, columns));
      for (let at = 0; at < values.data.length; at++) {
        const term = values.data[at]! - start[at % classes]!;
        sums.data[at]! += term;
        means.data[p * classes + (at % classes)]! += term / rows.rows;
      }
    }
    const size = whole.data.reduce((most, value) => Math.max(most, Math.abs(value)), 1);
    for (let at = 0; at < whole.data.length; at++) {
      if (!(Math.abs(start[at % classes]! + sums.data[at]! - whole.data[at]!) <= tolerance * size)) return undefined;
      base[at % classes]! += whole.data[at]! / rows.rows;
    }
  }
  return { reference, base, means, rows: rows.rows };
}

function rowsFrom(x: Matrix, from: number, count: number): Matrix {
  return matrix(count, x.columns, x.data.subarray(from * x.columns, (from + count) * x.columns));
}

/** The reference once for each row, with the columns of the row. */
function replaced(reference: Float64Array, rows: Matrix, columns: Int32Array): Matrix {
  const out = matrix(rows.rows, rows.columns);
  for (let i = 0; i < rows.rows; i++) {
    rowOf(out, i).set(reference);
    copyColumns(rowOf(rows, i), rowOf(out, i), columns);
  }
  return out;
}

/** The row itself, and rows that take about half of their players from it. */
function mixtures(rows: Matrix, row: Float64Array, players: readonly Player[], rng: Rng): Matrix {
  const out = matrix(rows.rows + 1, rows.columns);
  out.data.set(rows.data);
  for (let i = 0; i < rows.rows; i++)
    for (const { columns } of players) if (rng.uniform() < 0.5) copyColumns(row, rowOf(out, i), columns);
  rowOf(out, rows.rows).set(row);
  return out;
}
