import type { Gram } from './gram';
import { weightOf } from './sideWeights';
import type { SideWeights } from './sideWeights';

/**
 * The soft-margin machine min_w 1/2 |w|^2 + sum_i C_i max(0, 1 - s_i (w.phi(x_i) + b)), C_i = C times the weight of its side, by its dual: sequential minimal
 * optimisation with working sets chosen by second-order information (Platt 1998; Fan, Chen, Lin 2005), in float64.
 */

export interface MarginProblem {
  /** Of the whole training matrix. */
  gram: Gram;
  /** Its rows that belong to the problem: [n]. */
  rows: Int32Array;
  /** +1 or -1 for each of them: [n]. */
  signs: Int8Array;
  weights: SideWeights;
}

export interface MarginSettings {
  C: number;
  /** Largest violation of the optimality conditions with which the fit ends. */
  tolerance: number;
  maxIterations: number;
}

/** f(x) = sum_i coefficients_i k(x_i, x) + intercept, and how good it is. */
export interface MarginSolution {
  /** s_i alpha_i: [n]; 0 where a row is no support vector. */
  coefficients: Float64Array;
  intercept: number;
  /** sum alpha - 1/2 alpha' Q alpha. */
  dual: number;
  /** 1/2 |w|^2 + sum C_i hinge_i: equals the dual at the optimum. */
  primal: number;
  /** f at the rows of the problem: [n]. */
  decision: Float64Array;
  iterations: number;
  converged: boolean;
}

/** Curvature where two rows have the same image, as in LIBSVM. */
const leastCurvature = 1e-12;
/** Multiply-adds between two reports: about 10 ms. */
const reportWork = 1 << 22;

/** Yields the solution so far now and then. Each is feasible, so a fit may be left at any of them. */
export function* solveMargin(
  problem: MarginProblem,
  settings: MarginSettings,
): Generator<MarginSolution, MarginSolution> {
  const { gram, rows, signs, weights } = problem;
  const { C, tolerance, maxIterations } = settings;
  const n = rows.length;
  const coefficients = new Float64Array(n);
  // residual_i = s_i - w.phi(x_i): at the optimum it is b for every row strictly inside its box
  const residual = Float64Array.from(signs);
  const low = Float64Array.from(signs, (sign) => (sign > 0 ? 0 : -C * weights.lower));
  const high = Float64Array.from(signs, (sign) => (sign > 0 ? C * weights.upper : 0));
  const reportEvery = Math.max(1, Math.floor(reportWork / (16 * n)));

  const diagonal = Float64Array.from(rows, (row) => gram.diagonal[row]!);

  // at the start all residuals of a sign are equal
  let i = signs.indexOf(1);
  for (let iteration = 0; ; iteration++) {
    if (i < 0) return solution(true, iteration);
    const most = residual[i]!;
    const rowI = gram.row(rows[i]!);
    const diagonalI = diagonal[i]!;

    let j = -1;
    let least = Infinity;
    let bestGain = 0;
    for (let t = 0; t < n; t++) {
      if (!(coefficients[t]! > low[t]!)) continue;
      const value = residual[t]!;
      if (value < least) least = value;
      const violation = most - value;
      if (!(violation > 0)) continue;
      const curvature = diagonalI + diagonal[t]! - 2 * rowI[rows[t]!]!;
      const gain = (violation * violation) / Math.max(curvature, leastCurvature);
      if (gain > bestGain) {
        bestGain = gain;
        j = t;
      }
    }
    if (j < 0 || most - least < tolerance) return solution(true, iteration);
    if (iteration >= maxIterations) return solution(false, iteration);

    const rowJ = gram.row(rows[j]!);
    const curvature = diagonalI + diagonal[j]! - 2 * rowI[rows[j]!]!;
    const roomI = high[i]! - coefficients[i]!;
    const roomJ = coefficients[j]! - low[j]!;
    const move = Math.min((most - residual[j]!) / Math.max(curvature, leastCurvature), roomI, roomJ);
    // set to the bound itself where it is reached: rounding would leave a support vector of nothing
    coefficients[i] = move === roomI ? high[i]! : coefficients[i]! + move;
    coefficients[j] = move === roomJ ? low[j]! : coefficients[j]! - move;
    let next = -1;
    let largest = -Infinity;
    for (let t = 0; t < n; t++) {
      const at = rows[t]!;
      const value = residual[t]! - move * (rowI[at]! - rowJ[at]!);
      residual[t] = value;
      // the row with the most to gain is sought in the same pass
      if (value > largest && coefficients[t]! < high[t]!) {
        largest = value;
        next = t;
      }
    }
    i = next;

    if ((iteration + 1) % reportEvery === 0) yield solution(false, iteration + 1);
  }

  function solution(converged: boolean, iterations: number): MarginSolution {
    const intercept = interceptOf();
    let linear = 0;
    let norm = 0;
    let hinge = 0;
    for (let t = 0; t < n; t++) {
      const score = signs[t]! - residual[t]!;
      linear += signs[t]! * coefficients[t]!;
      norm += coefficients[t]! * score;
      hinge += weightOf(weights, signs[t]!) * Math.max(0, 1 - signs[t]! * (score + intercept));
    }
    return {
      coefficients: coefficients.slice(),
      intercept,
      dual: linear - norm / 2,
      primal: norm / 2 + C * hinge,
      decision: residual.map((value, t) => signs[t]! - value + intercept),
      iterations,
      converged,
    };
  }

  /** The mean over rows inside their box; without such rows the middle of the interval that the others allow. */
  function interceptOf(): number {
    let sum = 0;
    let free = 0;
    let from = -Infinity;
    let to = Infinity;
    for (let t = 0; t < n; t++) {
      const canRise = coefficients[t]! < high[t]!;
      const canFall = coefficients[t]! > low[t]!;
      if (canRise && canFall) {
        sum += residual[t]!;
        free++;
      }
      if (canRise) from = Math.max(from, residual[t]!);
      if (canFall) to = Math.min(to, residual[t]!);
    }
    if (free > 0) return sum / free;
    return Number.isFinite(from) && Number.isFinite(to) ? (from + to) / 2 : 0;
  }
}
