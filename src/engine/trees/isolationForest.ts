import { rowOf } from '../../data/matrix';
import type { Matrix } from '../../data/matrix';
import type { Rng } from '../../data/random';

/** As in scikit-learn and the paper. */
const defaults = { trees: 100, rows: 256 };

/**
 * A tree that divides at random until a row stands alone. Nodes stand in preorder; `feature` is -1 at a leaf, whose
 * `value` is the length that the way would go on for; elsewhere rows up to `value` go left, to the next node, others to
 * `right`.
 */
interface IsolationTree {
  feature: Int32Array;
  value: Float64Array;
  right: Int32Array;
}

/** Trees of random divisions: a row that few of them set apart is unlike the others. */
export interface IsolationForest {
  trees: readonly IsolationTree[];
  /** Mean length of the way to a row: what lengths are compared with. */
  usual: number;
}

/**
 * Isolation forest (Liu, Ting and Zhou 2008): each tree takes up to 256 rows drawn without replacement and divides them
 * by a feature and a value drawn at random, to a depth of log2(rows). x: [n, d], without gaps, at least one row.
 */
export function growIsolationForest(x: Matrix, rng: Rng, { trees, rows }: typeof defaults = defaults): IsolationForest {
  const size = Math.min(rows, x.rows);
  const depth = Math.ceil(Math.log2(Math.max(2, size)));
  const all = Int32Array.from({ length: x.rows }, (_, i) => i);
  return {
    trees: Array.from({ length: trees }, (_, t) => {
      const chance = rng.fork(t);
      drawFirst(all, size, chance);
      return growTree(x, all.slice(0, size), depth, chance);
    }),
    usual: meanLength(size),
  };
}

/** 2^(-E[length of the way] / usual), in (0, 1]: the higher, the more unlike the others. x: [n, d] -> [n]. */
export function isolationScores({ trees, usual }: IsolationForest, x: Matrix): Float64Array {
  return Float64Array.from({ length: x.rows }, (_, i) => {
    const row = rowOf(x, i);
    let total = 0;
    for (const tree of trees) total += wayLength(tree, row);
    return usual === 0 ? 1 : 2 ** (-total / (trees.length * usual));
  });
}

/** Puts `size` items drawn without replacement at the front (Fisher and Yates, stopped early). */
function drawFirst(items: Int32Array, size: number, rng: Rng): void {
  for (let i = 0; i < size; i++) {
    const j = i + rng.integer(items.length - i);
    const item = items[i]!;
    items[i] = items[j]!;
    items[j] = item;
  }
}

interface Task {
  start: number;
  end: number;
  depth: number;
  /** The node to whose right it stands, or -1. */
  parent: number;
}

function growTree(x: Matrix, rows: Int32Array, depth: number, rng: Rng): IsolationTree {
  const most = 2 * rows.length - 1;
  const feature = new Int32Array(most).fill(-1);
  const value = new Float64Array(most);
  const right = new Int32Array(most);
  const tasks: Task[] = [{ start: 0, end: rows.length, depth: 0, parent: -1 }];
  let nodes = 0;
  for (let task = tasks.pop(); task; task = tasks.pop()) {
    const node = nodes++;
    const { start, end, depth: level, parent } = task;
    if (parent >= 0) right[parent] = node;
    const division = level < depth && end - start > 1 ? randomDivision(x, rows, start, end, rng) : undefined;
    if (!division) {
      value[node] = level + meanLength(end - start);
      continue;
    }
    feature[node] = division.feature;
    value[node] = division.value;
    const middle = divide(x, rows, start, end, division);
    tasks.push({ start: middle, end, depth: level + 1, parent: node });
    tasks.push({ start, end: middle, depth: level + 1, parent: -1 });
  }
  return { feature: feature.slice(0, nodes), value: value.slice(0, nodes), right: right.slice(0, nodes) };
}

interface Division {
  feature: number;
  value: number;
}

/** One of the features that differ among the rows, and a value between their least and greatest; undefined where none does. */
function randomDivision(x: Matrix, rows: Int32Array, start: number, end: number, rng: Rng): Division | undefined {
  const left = Int32Array.from({ length: x.columns }, (_, j) => j);
  for (let count = left.length; count > 0; count--) {
    const at = rng.integer(count);
    const feature = left[at]!;
    left[at] = left[count - 1]!;
    let low = Infinity;
    let high = -Infinity;
    for (let place = start; place < end; place++) {
      const value = x.data[rows[place]! * x.columns + feature]!;
      if (value < low) low = value;
      if (value > high) high = value;
    }
    if (!(high > low)) continue;
    const value = low + rng.uniform() * (high - low);
    return { feature, value: value < high ? value : low };
  }
  return undefined;
}

/** Puts the rows that go left first; where the others begin. */
function divide(x: Matrix, rows: Int32Array, start: number, end: number, { feature, value }: Division): number {
  let middle = start;
  for (let place = start; place < end; place++) {
    const row = rows[place]!;
    if (x.data[row * x.columns + feature]! > value) continue;
    rows[place] = rows[middle]!;
    rows[middle++] = row;
  }
  return middle;
}

function wayLength({ feature, value, right }: IsolationTree, row: Float64Array): number {
  let node = 0;
  while (feature[node]! >= 0) node = row[feature[node]!]! <= value[node]! ? node + 1 : right[node]!;
  return value[node]!;
}

/** Mean length of an unsuccessful search in a binary tree of n rows: 2 H(n - 1) - 2 (n - 1) / n. */
function meanLength(n: number): number {
  if (n <= 1) return 0;
  if (n === 2) return 1;
  return 2 * (Math.log(n - 1) + euler) - (2 * (n - 1)) / n;
}

const euler = 0.5772156649015329;
