import { matrix, rowOf, takeRows } from '../../data/matrix';
import type { Matrix } from '../../data/matrix';
import type { Rng } from '../../data/random';
import { grouped } from '../../data/words';
import { NearestHeap } from '../math/nearestHeap';
import type { Imputer, ImputerSpec } from './imputer';
import { observedMeans } from './mean';

const neighbours = 5;
/** Training rows among which neighbours are looked for, and numbers that they may hold in all. */
const most = { rows: 2000, numbers: 400_000 };

/**
 * A missing cell is the mean of that column over the 5 nearest training rows that have it, by the Euclidean distance over
 * the columns that both rows have, scaled up to all columns (Troyanskaya and others 2001; scikit-learn's `KNNImputer`).
 */
export const nearest: ImputerSpec = {
  id: 'knn',
  doc: `the mean of the column over the ${neighbours} nearest training rows, by the columns that are there`,
  refuses: () => undefined,
  limit: (x) =>
    x.rows > kept(x)
      ? `knn looks for neighbours among ${grouped(kept(x))} of ${grouped(x.rows)} training rows, chosen at random.`
      : undefined,
  fit(x, { rng }): Promise<Imputer> {
    const means = observedMeans(x);
    const donors = new Donors(takeRows(x, chosenRows(x.rows, kept(x), rng)));
    return Promise.resolve({ fill: (rows) => fill(rows, donors, means) });
  },
};

function kept({ rows, columns }: Matrix): number {
  return Math.min(rows, most.rows, Math.max(100, Math.floor(most.numbers / columns)));
}

function chosenRows(rows: number, count: number, rng: Rng): Int32Array {
  const order = Int32Array.from({ length: rows }, (_, i) => i);
  if (count === rows) return order;
  rng.shuffle(order);
  return order.subarray(0, count).sort();
}

function fill(x: Matrix, donors: Donors, means: Float64Array): Matrix {
  const d = x.columns;
  const out = matrix(x.rows, d, x.data.slice());
  const heap = new NearestHeap(Math.min(neighbours, Math.max(1, donors.rows)));
  for (let i = 0; i < x.rows; i++) {
    const row = rowOf(x, i);
    const missing = placesOf(row, (value) => Number.isNaN(value));
    if (missing.length === 0) continue;
    const squares = donors.distances(row);
    // without gaps among the donors every missing column has the same neighbours
    if (!donors.gaps) search(squares, undefined, heap);
    for (const j of missing) {
      const column = donors.columns[j]!;
      if (donors.gaps) search(squares, column, heap);
      let sum = 0;
      for (let a = 0; a < heap.count; a++) sum += column[heap.rows[a]!]!;
      out.data[i * d + j] = heap.count > 0 ? sum / heap.count : means[j]!;
    }
  }
  return out;
}

/** Training rows, kept column by column: distances to all of them are sums over few long columns. */
class Donors {
  readonly rows: number;
  readonly gaps: boolean;
  readonly columns: Float64Array[];
  private readonly squares: Float64Array;
  private readonly common: Int32Array;

  constructor(x: Matrix) {
    this.rows = x.rows;
    this.gaps = x.data.some(Number.isNaN);
    this.columns = Array.from({ length: x.columns }, (_, j) =>
      Float64Array.from({ length: x.rows }, (__, r) => x.data[r * x.columns + j]!),
    );
    this.squares = new Float64Array(x.rows);
    this.common = new Int32Array(x.rows);
  }

  /** d / (columns that both have) sum (a_j - b_j)^2 over these; NaN where there are none. Overwritten by the next call. */
  distances(row: Float64Array): Float64Array {
    const { squares, common } = this;
    squares.fill(0);
    common.fill(0);
    for (const j of placesOf(row, (value) => !Number.isNaN(value))) {
      if (this.gaps) addCommon(this.columns[j]!, row[j]!, squares, common);
      else addSquares(this.columns[j]!, row[j]!, squares, common);
    }
    for (let r = 0; r < squares.length; r++) squares[r] = (squares[r]! * row.length) / common[r]!;
    return squares;
  }
}

function addSquares(column: Float64Array, value: number, squares: Float64Array, common: Int32Array): void {
  for (let r = 0; r < column.length; r++) {
    const difference = column[r]! - value;
    squares[r]! += difference * difference;
    common[r]!++;
  }
}

function addCommon(column: Float64Array, value: number, squares: Float64Array, common: Int32Array): void {
  for (let r = 0; r < column.length; r++) {
    const difference = column[r]! - value;
    if (Number.isNaN(difference)) continue;
    squares[r]! += difference * difference;
    common[r]!++;
  }
}

/** The nearest donors, of those that have the column. */
function search(squares: Float64Array, column: Float64Array | undefined, heap: NearestHeap): void {
  heap.clear();
  for (let r = 0; r < squares.length; r++) {
    const square = squares[r]!;
    // also false for NaN: no column in common
    if (!(square <= heap.limit)) continue;
    if (column === undefined || !Number.isNaN(column[r]!)) heap.offer(square, r);
  }
}

function placesOf(row: Float64Array, wanted: (value: number) => boolean): number[] {
  const places: number[] = [];
  for (let j = 0; j < row.length; j++) if (wanted(row[j]!)) places.push(j);
  return places;
}
