import { matrix } from '../../data/matrix';
import type { Matrix } from '../../data/matrix';
import { KdTree } from '../math/kdTree';
import { euclidean } from '../math/metric';
import { NearestHeap } from '../math/nearestHeap';

export interface SpreadingOptions {
  kernel: 'knn' | 'rbf';
  /** Of `rbf`: weight exp(-gamma |a - b|^2). */
  gamma: number;
  /** Of `knn`: each row is tied to so many, itself counted, with weight 1. */
  neighbors: number;
  /** Share of a row's classes that comes from its neighbours, 0 to 1; the rest is its own label. */
  alpha: number;
}

/** What rows outside the graph see of it. */
export interface Reach {
  /** Class shares of these rows from those of the graph: [n, K] -> [m, K], rows sum to one unless nothing is near. */
  average(spread: Matrix): Matrix;
}

const tolerance = 1e-6;
const maxIterations = 1000;

/**
 * Label spreading (Zhou, Bousquet, Lal, Weston, Schölkopf 2004), as scikit-learn's: rows are tied by their likeness W, and
 * F = alpha S F + (1 - alpha) Y is iterated to its fixed point, with S = D^-1/2 W D^-1/2 and D the column sums of W, both
 * without the diagonal. The graph does not depend on the labels, so that it serves many sets of them.
 */
export class LabelSpreading {
  private readonly graph: Graph;

  /** @param x [n, d] without gaps */
  constructor(
    private readonly x: Matrix,
    private readonly options: SpreadingOptions,
  ) {
    this.graph = options.kernel === 'knn' ? neighbourGraph(x, options.neighbors) : kernelGraph(x, options.gamma);
  }

  /** Class shares of every row of the graph. y: [n], class codes, -1 without a label -> [n, K], rows sum to one or zero. */
  spread(y: Int32Array, classes: number): Matrix {
    const { alpha } = this.options;
    const given = matrix(y.length, classes);
    y.forEach((code, i) => {
      if (code >= 0) given.data[i * classes + code] = 1 - alpha;
    });
    let shares = matrix(y.length, classes, given.data.slice());
    for (let iteration = 0; iteration < maxIterations; iteration++) {
      const next = this.graph(shares);
      let isSettled = true;
      for (let at = 0; at < next.data.length; at++) {
        const value = alpha * next.data[at]! + given.data[at]!;
        // relative: what is far from every label gets little, and yet a class
        if (Math.abs(value - shares.data[at]!) > tolerance * value) isSettled = false;
        next.data[at] = value;
      }
      shares = next;
      if (isSettled) break;
    }
    return normalised(shares);
  }

  /** Rows to be classified by the graph. x: [m, d] without gaps. */
  reach(x: Matrix): Reach {
    const { kernel, neighbors, gamma } = this.options;
    if (kernel === 'rbf') {
      const weights = new Float32Array(x.rows * this.x.rows);
      for (let i = 0; i < x.rows; i++) {
        const row = weights.subarray(i * this.x.rows, (i + 1) * this.x.rows);
        for (let j = 0; j < row.length; j++) row[j] = Math.exp(-gamma * squaredDistance(x, i, this.x, j));
      }
      return { average: (spread) => normalised(dense(weights, x.rows, spread)) };
    }
    const nearest = nearestRows(this.x, x, neighbors);
    return {
      average: (spread) => normalised(gather(nearest, x.rows, spread, () => 1)),
    };
  }
}

/** S F. */
type Graph = (shares: Matrix) => Matrix;

function neighbourGraph(x: Matrix, neighbors: number): Graph {
  const nearest = nearestRows(x, x, neighbors);
  const width = nearest.length / x.rows;
  const degree = new Float64Array(x.rows);
  nearest.forEach((row, at) => {
    if (row !== Math.floor(at / width)) degree[row]!++;
  });
  const scale = inverseRoots(degree);
  return (shares) => gather(nearest, x.rows, shares, (i, j) => (i === j ? 0 : scale[i]! * scale[j]!));
}

function kernelGraph(x: Matrix, gamma: number): Graph {
  const n = x.rows;
  const weights = new Float64Array(n * n);
  const degree = new Float64Array(n);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < i; j++) {
      const weight = Math.exp(-gamma * squaredDistance(x, i, x, j));
      weights[i * n + j] = weights[j * n + i] = weight;
      degree[i]! += weight;
      degree[j]! += weight;
    }
  }
  const scale = inverseRoots(degree);
  for (let i = 0; i < n; i++) for (let j = 0; j < n; j++) weights[i * n + j]! *= scale[i]! * scale[j]!;
  return (shares) => dense(weights, n, shares);
}

/** The rows of `among` nearest to each row of `x`, all of one width: [x.rows * min(k, among.rows)]. */
function nearestRows(among: Matrix, x: Matrix, k: number): Int32Array {
  const width = Math.min(k, among.rows);
  const tree = new KdTree(among, euclidean);
  const heap = new NearestHeap(width);
  const out = new Int32Array(x.rows * width);
  for (let i = 0; i < x.rows; i++) {
    tree.nearest(x.data, i * x.columns, heap);
    out.set(heap.rows, i * width);
  }
  return out;
}

/** sum_j weight(i, j) shares_j over the listed neighbours j of each i. */
function gather(
  nearest: Int32Array,
  rows: number,
  { columns, data }: Matrix,
  weight: (i: number, j: number) => number,
): Matrix {
  const width = nearest.length / rows;
  const out = matrix(rows, columns);
  for (let i = 0; i < rows; i++) {
    for (let a = i * width; a < (i + 1) * width; a++) {
      const j = nearest[a]!;
      const w = weight(i, j);
      for (let k = 0; k < columns; k++) out.data[i * columns + k]! += w * data[j * columns + k]!;
    }
  }
  return out;
}

/** weights [rows, n] times shares [n, K]. */
function dense(weights: Float64Array | Float32Array, rows: number, { rows: n, columns, data }: Matrix): Matrix {
  const out = matrix(rows, columns);
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < n; j++) {
      const w = weights[i * n + j]!;
      if (w === 0) continue;
      for (let k = 0; k < columns; k++) out.data[i * columns + k]! += w * data[j * columns + k]!;
    }
  }
  return out;
}

function normalised(shares: Matrix): Matrix {
  const { columns, data } = shares;
  for (let i = 0; i < shares.rows; i++) {
    let total = 0;
    for (let k = 0; k < columns; k++) total += data[i * columns + k]!;
    if (total > 0) for (let k = 0; k < columns; k++) data[i * columns + k]! /= total;
  }
  return shares;
}

/** 1 / sqrt(degree); of a row that nothing is tied to, 1. */
function inverseRoots(degree: Float64Array): Float64Array {
  return degree.map((value) => (value > 0 ? 1 / Math.sqrt(value) : 1));
}

function squaredDistance(a: Matrix, i: number, b: Matrix, j: number): number {
  const d = a.columns;
  return euclidean.between(a.data, i * d, b.data, j * d, d, Infinity);
}
