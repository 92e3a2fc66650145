import { matrix } from '../../data/matrix';
import type { Matrix } from '../../data/matrix';
import type { Rng } from '../../data/random';
import { binRows } from './bins';
import type { BinnedRows } from './bins';
import type { DrawnRows } from './split';
import { distributionOf } from './tree';
import type { Tree } from './tree';

/** Trees that vote, each with the class distribution of the leaf that a row falls into. */
export interface Forest {
  classes: number;
  /** Of the bins of each feature. */
  edges: readonly Float64Array[];
  trees: readonly Tree[];
  /** [distributions, K] */
  distributions: Float64Array;
}

/** The mean of the trees' class distributions. x: [n, d] -> [n, K]. */
export function forestProba({ classes, edges, trees, distributions }: Forest, x: Matrix): Matrix {
  const binned = binRows(x, edges);
  const out = matrix(x.rows, classes);
  for (const tree of trees) {
    for (let i = 0; i < x.rows; i++) addVote(out.data, i, tree, binned, distributions, classes);
  }
  for (let at = 0; at < out.data.length; at++) out.data[at]! /= trees.length;
  return out;
}

function addVote(
  votes: Float64Array,
  row: number,
  tree: Tree,
  binned: BinnedRows,
  distributions: Float64Array,
  classes: number,
): void {
  const from = distributionOf(tree, binned, row) * classes;
  for (let k = 0; k < classes; k++) votes[row * classes + k]! += distributions[from + k]!;
}

/** Rows for one tree, and how often each row of all was drawn. */
export interface Drawn {
  drawn: DrawnRows;
  times: Int32Array;
}

/** So many rows drawn with replacement (bootstrap, Efron 1979). */
export function bootstrap(y: Int32Array, draws: number, rng: Rng): Drawn {
  const times = new Int32Array(y.length);
  for (let i = 0; i < draws; i++) times[rng.integer(y.length)]!++;
  return drawnBy(times, y);
}

/** Every row once. */
export function everyRow(y: Int32Array): Drawn {
  return drawnBy(new Int32Array(y.length).fill(1), y);
}

function drawnBy(times: Int32Array, y: Int32Array): Drawn {
  const rows = Int32Array.from(times.keys()).filter((row) => times[row]! > 0);
  return { drawn: { rows, y: rows.map((row) => y[row]!), weights: rows.map((row) => times[row]!) }, times };
}

/** What the trees say of the rows that they were not grown on: an honest error without other rows (Breiman 2001). */
export class OutOfBag {
  private readonly votes: Float64Array;
  private readonly seen: Uint8Array;

  constructor(
    private readonly binned: BinnedRows,
    private readonly y: Int32Array,
    private readonly classes: number,
  ) {
    this.votes = new Float64Array(y.length * classes);
    this.seen = new Uint8Array(y.length);
  }

  /** `times`: how often each row was drawn for this tree. */
  add(tree: Tree, times: Int32Array, distributions: Float64Array): void {
    for (let i = 0; i < times.length; i++) {
      if (times[i]! > 0) continue;
      addVote(this.votes, i, tree, this.binned, distributions, this.classes);
      this.seen[i] = 1;
    }
  }

  /** Share of rows that are classified wrongly; undefined where every tree has seen every row. */
  error(): number | undefined {
    const { votes, seen, y, classes } = this;
    let rows = 0;
    let wrong = 0;
    for (let i = 0; i < y.length; i++) {
      if (seen[i] === 0) continue;
      let winner = 0;
      for (let k = 1; k < classes; k++) if (votes[i * classes + k]! > votes[i * classes + winner]!) winner = k;
      rows++;
      if (winner !== y[i]) wrong++;
    }
    return rows > 0 ? wrong / rows : undefined;
  }
}
