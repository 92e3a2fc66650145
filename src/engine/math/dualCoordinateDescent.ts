import type { Rng } from '../../data/random';
import { weightOf } from './sideWeights';
import type { SideWeights } from './sideWeights';

/**
 * The soft-margin machine of a linear function by dual coordinate descent (Hsieh, Chang, Lin, Keerthi, Sundararajan 2008):
 * min_(w, b) 1/2 (|w|^2 + b^2) + sum_i C_i max(0, 1 - s_i (w.x_i + b)), C_i = C times
 * the weight of its side. An epoch costs n d; nothing of size n^2 is kept.
 */

export interface LinearProblem {
  x: { columns: number; data: Float64Array | Float32Array };
  /** Rows of `x` that belong to the problem: [n]. */
  rows: Int32Array;
  /** +1 or -1 for each of them: [n]. */
  signs: Int8Array;
  weights: SideWeights;
}

export interface LinearSettings {
  C: number;
  /** Largest distance of primal and dual, as a share of the primal, with which the fit ends. */
  gap: number;
  maxEpochs: number;
}

export interface LinearSolution {
  /** Intercept first: [d + 1]. Of all epochs, those with the smallest primal. */
  weights: Float64Array;
  dual: number;
  primal: number;
  epochs: number;
  converged: boolean;
}

/** Yields after each epoch. Any solution is feasible, so a fit may be left at any of them. */
export function* solveLinearMargin(
  problem: LinearProblem,
  settings: LinearSettings,
  rng: Rng,
): Generator<LinearSolution, LinearSolution> {
  const { x, rows, signs } = problem;
  const weightOfRow = Float64Array.from(signs, (sign) => weightOf(problem.weights, sign));
  const { C, gap, maxEpochs } = settings;
  const d = x.columns;
  const n = rows.length;
  const alpha = new Float64Array(n);
  const weights = new Float64Array(d + 1);
  const order = Int32Array.from({ length: n }, (_, t) => t);
  const squares = Float64Array.from(rows, (row) => {
    let sum = 1;
    for (let j = 0, at = row * d; j < d; j++, at++) sum += x.data[at]! ** 2;
    return sum;
  });
  let best: LinearSolution = {
    weights: weights.slice(),
    dual: 0,
    primal: C * weightOfRow.reduce((sum, weight) => sum + weight, 0),
    epochs: 0,
    converged: false,
  };

  while (!best.converged && best.epochs < maxEpochs) {
    rng.shuffle(order);
    for (const t of order) {
      const sign = signs[t]!;
      const before = alpha[t]!;
      const gradient = sign * score(t) - 1;
      const after = Math.min(C * weightOfRow[t]!, Math.max(0, before - gradient / squares[t]!));
      if (after === before) continue;
      alpha[t] = after;
      const change = sign * (after - before);
      weights[0]! += change;
      for (let j = 0, at = rows[t]! * d; j < d; j++, at++) weights[j + 1]! += change * x.data[at]!;
    }
    best = judged(best);
    if (!best.converged) yield best;
  }
  return best;

  function score(t: number): number {
    let sum = weights[0]!;
    for (let j = 0, at = rows[t]! * d; j < d; j++, at++) sum += weights[j + 1]! * x.data[at]!;
    return sum;
  }

  function judged(earlier: LinearSolution): LinearSolution {
    const norm = weights.reduce((sum, w) => sum + w * w, 0);
    let linear = 0;
    let hinge = 0;
    for (let t = 0; t < n; t++) {
      linear += alpha[t]!;
      hinge += weightOfRow[t]! * Math.max(0, 1 - signs[t]! * score(t));
    }
    const dual = linear - norm / 2;
    const primal = norm / 2 + C * hinge;
    const better = primal < earlier.primal ? { primal, weights: weights.slice() } : earlier;
    return {
      primal: better.primal,
      weights: better.weights,
      dual,
      epochs: earlier.epochs + 1,
      converged: better.primal - dual <= gap * better.primal,
    };
  }
}
