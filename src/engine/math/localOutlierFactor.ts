import type { Matrix } from '../../data/matrix';
import { KdTree } from './kdTree';
import { euclidean } from './metric';
import { NearestHeap } from './nearestHeap';

/** Keeps a density finite where k rows are equal, as in scikit-learn. */
const tiny = 1e-10;

/**
 * Local outlier factor for new rows (Breunig, Kriegel, Ng and Sander 2000): how much sparser it is around a row than
 * around its k nearest rows. 1 = as dense as there, above 1 = sparser.
 *
 * reach(a, b) = max(distance(a, b), distance of b to its k-th neighbour); density(a) = 1 / mean_b reach(a, b) over the k
 * nearest b; LOF(a) = mean_b density(b) / density(a). Of n rows at most n - 1 are neighbours.
 */
export class LocalOutlierFactor {
  private readonly tree: KdTree;
  private readonly heap: NearestHeap;
  private readonly k: number;
  /** Distance of each row to its k-th neighbour: [n]. */
  private readonly reach: Float64Array;
  /** Local reachability density of each row: [n]. */
  private readonly density: Float64Array;

  /** x: [n, d], without gaps, at least two rows. */
  constructor(x: Matrix, neighbours = 20) {
    const n = x.rows;
    const k = (this.k = Math.min(neighbours, n - 1));
    this.tree = new KdTree(x, euclidean);
    this.heap = new NearestHeap(k);
    const near = new Int32Array(n * k);
    const far = new Float64Array(n * k);
    this.reach = new Float64Array(n);
    // one more is asked for: a row is its own nearest
    const heap = new NearestHeap(k + 1);
    for (let i = 0; i < n; i++) {
      this.tree.nearest(x.data, i * x.columns, heap);
      let found = 0;
      let own = false;
      for (const at of byDistance(heap)) {
        if (heap.rows[at] === i && !own) {
          own = true;
          continue;
        }
        if (found === k) break;
        near[i * k + found] = heap.rows[at]!;
        far[i * k + found] = euclidean.length(heap.distances[at]!);
        found++;
      }
      this.reach[i] = far[i * k + k - 1]!;
    }
    this.density = Float64Array.from({ length: n }, (_, i) => this.densityOf(near, far, i * k));
  }

  /** LOF of new rows: [m, d] -> [m]. A row that was fitted is its own neighbour here. */
  scores(rows: Matrix): Float64Array {
    const { heap, k } = this;
    const near = new Int32Array(k);
    const far = new Float64Array(k);
    return Float64Array.from({ length: rows.rows }, (_, i) => {
      this.tree.nearest(rows.data, i * rows.columns, heap);
      for (let a = 0; a < k; a++) {
        near[a] = heap.rows[a]!;
        far[a] = euclidean.length(heap.distances[a]!);
      }
      let around = 0;
      for (let a = 0; a < k; a++) around += this.density[near[a]!]!;
      return around / k / this.densityOf(near, far, 0);
    });
  }

  private densityOf(near: Int32Array, far: Float64Array, from: number): number {
    let sum = 0;
    for (let a = from; a < from + this.k; a++) sum += Math.max(far[a]!, this.reach[near[a]!]!);
    return 1 / (sum / this.k + tiny);
  }
}

/** Places in the heap, the nearest first. */
function byDistance({ distances, rows, count }: NearestHeap): number[] {
  return Array.from({ length: count }, (_, at) => at).sort(
    (a, b) => distances[a]! - distances[b]! || rows[a]! - rows[b]!,
  );
}
