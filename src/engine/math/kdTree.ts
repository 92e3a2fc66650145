import { matrix, rowOf } from '../../data/matrix';
import type { Matrix } from '../../data/matrix';
import type { Metric } from './metric';
import type { NearestHeap } from './nearestHeap';

/** Rows of a leaf, at most: reading on is then cheaper than looking at further boxes. More features, fewer boxes that rule anything out. */
const leafRows = (d: number) => Math.max(16, 4 * d);

/**
 * Rows arranged so that the nearest to a point are found by looking at few: a balanced tree of boxes, each divided at the
 * median of its longest side (Friedman, Bentley, Finkel 1977). Exact in any number of features; in many, where no box is
 * far from anything, it looks at all rows, in the order of their boxes.
 */
export class KdTree {
  private readonly d: number;
  private readonly levels: number;
  /** Row number of each place: the rows of a box follow each other. */
  private readonly order: Int32Array;
  /** Rows in this order. */
  private readonly points: Float64Array;
  /** [nodes, d, 2]: low and high of each feature; the children of node i are 2 i + 1 and 2 i + 2. */
  private readonly boxes: Float64Array;

  constructor(
    x: Matrix,
    private readonly metric: Metric,
  ) {
    this.d = x.columns;
    this.levels = Math.max(0, Math.ceil(Math.log2(x.rows / leafRows(x.columns))));
    this.order = Int32Array.from({ length: x.rows }, (_, i) => i);
    this.boxes = new Float64Array((2 ** (this.levels + 1) - 1) * 2 * this.d);
    this.divide(x, 0, 0);
    this.points = new Float64Array(x.data.length);
    this.order.forEach((row, place) => this.points.set(rowOf(x, row), place * this.d));
  }

  /** Puts the nearest rows to `data[at ... at + d - 1]` into the heap. */
  nearest(data: Float64Array, at: number, heap: NearestHeap): void {
    heap.clear();
    this.visit(0, 0, data, at, heap);
  }

  /** The rows as they were given: [n, d]. */
  rows(): Matrix {
    const { d, order, points } = this;
    const out = matrix(order.length, d);
    order.forEach((row, place) => out.data.set(points.subarray(place * d, (place + 1) * d), row * d));
    return out;
  }

  /** First place of the box at a position of a level; its rows end where the next box begins. */
  private startOf(level: number, position: number): number {
    return Math.floor((position * this.order.length) / 2 ** level);
  }

  private divide(x: Matrix, level: number, position: number): void {
    const { d, boxes, order } = this;
    const start = this.startOf(level, position);
    const end = this.startOf(level, position + 1);
    const box = boxes.subarray((2 ** level - 1 + position) * 2 * d).subarray(0, 2 * d);
    let longest = 0;
    let side = -1;
    for (let j = 0; j < d; j++) {
      let low = Infinity;
      let high = -Infinity;
      for (let place = start; place < end; place++) {
        const value = x.data[order[place]! * d + j]!;
        if (value < low) low = value;
        if (value > high) high = value;
      }
      box[2 * j] = low;
      box[2 * j + 1] = high;
      if (high - low > side) {
        side = high - low;
        longest = j;
      }
    }
    if (level === this.levels) return;
    selectMedian(x, longest, order, start, end - 1, this.startOf(level + 1, 2 * position + 1));
    this.divide(x, level + 1, 2 * position);
    this.divide(x, level + 1, 2 * position + 1);
  }

  private visit(level: number, position: number, data: Float64Array, at: number, heap: NearestHeap): void {
    if (level === this.levels) {
      this.read(this.startOf(level, position), this.startOf(level, position + 1), data, at, heap);
      return;
    }
    const { metric, boxes, d } = this;
    const below = 2 ** (level + 1) - 1 + 2 * position;
    const left = metric.toBox(boxes, below * 2 * d, data, at, d);
    const right = metric.toBox(boxes, (below + 1) * 2 * d, data, at, d);
    // the nearer box first: what it holds may rule the other out
    const first = left <= right ? 0 : 1;
    if (Math.min(left, right) <= heap.limit) this.visit(level + 1, 2 * position + first, data, at, heap);
    if (Math.max(left, right) <= heap.limit) this.visit(level + 1, 2 * position + 1 - first, data, at, heap);
  }

  private read(start: number, end: number, data: Float64Array, at: number, heap: NearestHeap): void {
    const { metric, points, order, d } = this;
    for (let place = start; place < end; place++) {
      const distance = metric.between(points, place * d, data, at, d, heap.limit);
      if (distance <= heap.limit) heap.offer(distance, order[place]!);
    }
  }
}

/** Arranges rows so that those before `middle` are not above it in feature `j` and those after it not below (Hoare 1961). */
function selectMedian(x: Matrix, j: number, order: Int32Array, from: number, to: number, middle: number): void {
  const valueAt = (place: number) => x.data[order[place]! * x.columns + j]!;
  let low = from;
  let high = to;
  while (low < high) {
    const pivot = valueAt((low + high) >> 1);
    let i = low;
    let k = high;
    while (i <= k) {
      while (valueAt(i) < pivot) i++;
      while (valueAt(k) > pivot) k--;
      if (i > k) break;
      const row = order[i]!;
      order[i++] = order[k]!;
      order[k--] = row;
    }
    if (middle <= k) high = k;
    else if (middle >= i) low = i;
    else return;
  }
}
