import { matrix } from '../../data/matrix';
import type { Matrix } from '../../data/matrix';
import type { Features, Kernel, SoftmaxLoss } from './kernel';

/** The passes in float64 on the CPU: exact to rounding, without a copy of the data. */
export const kernelFloat64: Kernel = {
  name: 'cpu float64',
  largePass: Infinity,
  scores: (features, theta, x) => Promise.resolve(scores(features, theta, x)),
  softmaxLoss,
};

/** Length of phi(x) for `d` columns. */
export function featureCount(features: Features, d: number): number {
  if (features === 'linear') return 1 + d;
  return features === 'diagonal' ? 1 + 2 * d : 1 + d + (d * (d + 1)) / 2;
}

function scores(features: Features, theta: Matrix, x: Matrix): Matrix {
  const d = x.columns;
  const p = theta.columns;
  const classes = theta.rows;
  const weights = theta.data;
  const out = matrix(x.rows, classes);
  const phi = new Float64Array(p);
  phi[0] = 1;
  for (let i = 0; i < x.rows; i++) {
    const from = i * d;
    for (let j = 0; j < d; j++) phi[1 + j] = x.data[from + j]!;
    if (features === 'diagonal') for (let j = 0; j < d; j++) phi[1 + d + j] = x.data[from + j]! ** 2;
    else if (features === 'quadratic') {
      let at = 1 + d;
      for (let a = 0; a < d; a++) {
        const value = x.data[from + a]!;
        for (let b = a; b < d; b++) phi[at++] = value * x.data[from + b]!;
      }
    }
    for (let k = 0; k < classes; k++) out.data[i * classes + k] = dot(weights, k * p, phi, 0, p);
  }
  return out;
}

/** sum_j a[from + j] b[at + j], j < n. Four sums side by side: one alone would wait for each addition to end. */
function dot(a: Float64Array, from: number, b: Float64Array, at: number, n: number): number {
  let s0 = 0;
  let s1 = 0;
  let s2 = 0;
  let s3 = 0;
  let j = 0;
  for (; j + 3 < n; j += 4) {
    s0 += a[from + j]! * b[at + j]!;
    s1 += a[from + j + 1]! * b[at + j + 1]!;
    s2 += a[from + j + 2]! * b[at + j + 2]!;
    s3 += a[from + j + 3]! * b[at + j + 3]!;
  }
  for (; j < n; j++) s0 += a[from + j]! * b[at + j]!;
  return s0 + s1 + (s2 + s3);
}

function softmaxLoss(x: Matrix, y: Int32Array, classWeights: Float64Array): SoftmaxLoss {
  const classes = classWeights.length;
  const d = x.columns;
  const p = d + 1;
  const z = new Float64Array(classes);
  const rows = x.data;
  return {
    precision: 1e-15,
    at(weights) {
      const w = weights.data;
      const gradient = matrix(classes, p);
      const g = gradient.data;
      let loss = 0;
      for (let i = 0; i < x.rows; i++) {
        const from = i * d;
        let largest = -Infinity;
        for (let k = 0; k < classes; k++) {
          const sum = w[k * p]! + dot(w, k * p + 1, rows, from, d);
          z[k] = sum;
          if (sum > largest) largest = sum;
        }
        const label = y[i]!;
        const own = z[label]!;
        const weight = classWeights[label]!;
        let total = 0;
        for (let k = 0; k < classes; k++) total += z[k] = Math.exp(z[k]! - largest);
        loss += weight * (largest + Math.log(total) - own);
        for (let k = 0; k < classes; k++) {
          const residual = weight * (z[k]! / total - (k === label ? 1 : 0));
          const row = k * p;
          g[row]! += residual;
          for (let j = 0; j < d; j++) g[row + 1 + j]! += residual * rows[from + j]!;
        }
      }
      for (let j = 0; j < g.length; j++) g[j]! /= x.rows;
      return Promise.resolve({ loss: loss / x.rows, gradient });
    },
    dispose() {},
  };
}
