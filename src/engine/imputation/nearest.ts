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
    const donors = takeRows(x, chosenRows(x.rows, kept(x), rng));
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

function fill(x: Matrix, donors: Matrix, means: Float64Array): Matrix {
  const d = x.columns;
  const out = matrix(x.rows, d, x.data.slice());
  const squares = new Float64Array(donors.rows);
  const heap = new NearestHeap(Math.min(neighbours, Math.max(1, donors.rows)));
  const donorGaps = donors.data.some(Number.isNaN);
  for (let i = 0; i < x.rows; i++) {
    const row = rowOf(x, i);
    const missing = [...row.keys()].filter((j) => Number.isNaN(row[j]!));
    if (missing.length === 0) continue;
    distances(row, donors, donorGaps, squares);
    let found = false;
    for (const j of missing) {
      // without gaps among the donors every missing column has the same neighbours
      if (donorGaps || !found) search(donors, squares, donorGaps ? j : undefined, heap);
      found = true;
      let sum = 0;
      for (let a = 0; a < heap.count; a++) sum += donors.data[heap.rows[a]! * d + j]!;
      out.data[i * d + j] = heap.count > 0 ? sum / heap.count : means[j]!;
    }
  }
  return out;
}

/** d / (columns that both have) sum (a_j - b_j)^2 over these; NaN where there are none. */
function distances(row: Float64Array, donors: Matrix, donorGaps: boolean, out: Float64Array): void {
  const d = donors.columns;
  const observed = Int32Array.from([...row.keys()].filter((j) => !Number.isNaN(row[j]!)));
  const values = Float64Array.from(observed, (j) => row[j]!);
  for (let r = 0; r < donors.rows; r++) {
    const from = r * d;
    let sum = 0;
    let count = observed.length;
    for (let a = 0; a < observed.length; a++) {
      const difference = donors.data[from + observed[a]!]! - values[a]!;
      if (donorGaps && Number.isNaN(difference)) count--;
      else sum += difference * difference;
    }
    out[r] = count > 0 ? (sum * d) / count : NaN;
  }
}

/** The nearest donors, of those that have the column `having`. */
function search(donors: Matrix, squares: Float64Array, having: number | undefined, heap: NearestHeap): void {
  heap.clear();
  for (let r = 0; r < donors.rows; r++) {
    const square = squares[r]!;
    // also false for NaN
    if (!(square <= heap.limit)) continue;
    if (having !== undefined && Number.isNaN(donors.data[r * donors.columns + having]!)) continue;
    heap.offer(square, r);
  }
}
