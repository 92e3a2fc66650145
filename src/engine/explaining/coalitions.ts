import { matrix, rowOf } from '../../data/matrix';
import type { Matrix } from '../../data/matrix';
import type { Pause } from './pause';
import type { Player } from './players';
import type { ValueFunction } from './values';

/** Which players are in a coalition: 1 for those whose values are those of the row. */
export type Coalition = Uint8Array;

/** Entries of the matrices that are made at a time. */
const entriesPerPass = 1 << 20;

/**
 * v(S) = mean over background rows b of f(x_S, b_rest) for each coalition S: [coalitions, K]. The features of the row
 * that are empty are so everywhere.
 */
export async function coalitionValues(
  f: ValueFunction,
  row: Float64Array,
  background: Matrix,
  players: readonly Player[],
  coalitions: readonly Coalition[],
  pause: Pause,
): Promise<Matrix> {
  const base = withGapsOf(row, background, players);
  const perPass = Math.max(1, Math.floor(entriesPerPass / Math.max(1, base.data.length)));
  let out: Matrix | undefined;
  for (let from = 0; from < coalitions.length; from += perPass) {
    await pause();
    const some = coalitions.slice(from, from + perPass);
    const rows = matrix(some.length * base.rows, base.columns);
    some.forEach((coalition, s) => {
      const at = s * base.rows;
      rows.data.set(base.data, at * base.columns);
      players.forEach(({ columns }, p) => {
        if (coalition[p]) for (let i = 0; i < base.rows; i++) copyColumns(row, rowOf(rows, at + i), columns);
      });
    });
    const values = await f(rows);
    out ??= matrix(coalitions.length, values.columns);
    some.forEach((_, s) => meanInto(values, s * base.rows, base.rows, rowOf(out!, from + s)));
  }
  return out ?? matrix(0, 0);
}

/**
 * The same rows with the columns empty that are so in `row` and belong to no player. Columns of a player may be empty too:
 * those after the end of a sequence.
 */
export function withGapsOf(row: Float64Array, rows: Matrix, players: readonly Player[]): Matrix {
  const gaps = new Set([...row.keys()].filter((j) => Number.isNaN(row[j]!)));
  for (const { columns } of players) for (const j of columns) gaps.delete(j);
  if (gaps.size === 0) return rows;
  const out = matrix(rows.rows, rows.columns, rows.data.slice());
  for (let i = 0; i < out.rows; i++) for (const j of gaps) out.data[i * out.columns + j] = NaN;
  return out;
}

export function copyColumns(from: Float64Array, to: Float64Array, columns: Int32Array): void {
  for (const j of columns) to[j] = from[j]!;
}

/** The mean of some rows. */
export function meanInto(values: Matrix, from: number, count: number, out: Float64Array): void {
  for (let i = from; i < from + count; i++) rowOf(values, i).forEach((value, k) => (out[k]! += value / count));
}

/** The mean over all rows: [K]. */
export function meanRow(values: Matrix): Float64Array {
  const out = new Float64Array(values.columns);
  meanInto(values, 0, values.rows, out);
  return out;
}
