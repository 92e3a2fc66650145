import { shuffledIndices } from '../../data/random';
import { matrix, rowOf, takeRows } from '../../data/matrix';
import type { Matrix } from '../../data/matrix';
import { covarianceKinds } from '../math/covarianceKinds';
import { logPeak } from '../math/gaussian';
import type { Covariance } from '../math/gaussian';
import { kMeans } from '../math/kMeans';
import { log2Pi } from '../math/logSpace';
import type { EmissionCounts, EmissionKind, Emissions, StepShape } from './emissions';

/** Steps that the centres of a start are looked for in. */
const startSteps = 2000;
/** A state with less than this much of a step keeps the mean and covariance that it had. */
const leastWeight = 1e-8;
/** Variance where neither the steps nor `ridge` give one above 0. */
const leastVariance = 1e-12;

type Shape = 'diagonal' | 'full';

/**
 * States that emit numbers: N(mean, Sigma). Numbers that were not observed are summed out of a diagonal Sigma one by one;
 * with a full one, a step is summed out as a whole where any of its numbers is missing.
 */
export const gaussianKinds: { readonly [shape in Shape]: EmissionKind } = {
  diagonal: kindOf('diagonal'),
  full: kindOf('full'),
};

function kindOf(shape: Shape): EmissionKind {
  const entries = (dims: number) => (shape === 'full' ? dims * dims : dims);
  const counting = shape === 'full' ? fullCounts : diagonalCounts;
  const kind: EmissionKind = {
    width: ({ dims }) => dims + entries(dims),
    parameters: ({ dims }) => dims + (shape === 'full' ? (dims * (dims + 1)) / 2 : dims),
    make: (table, { dims }) => gaussianEmissions(table, dims, shape),
    counts: (before, { dims }, ridge) => counting(before, dims, ridge),

    // each state begins as the steps that are nearest to one of its centres
    start(steps, states, { dims }, ridge, rng) {
      const order = shuffledIndices(steps.rows, rng);
      const some = takeRows(steps, order.subarray(0, startSteps));
      for (let at = 0; at < some.data.length; at++) if (Number.isNaN(some.data[at]!)) some.data[at] = 0;
      const { labels } = kMeans(some, states, rng.integer(2) === 0 ? 10 : 0, rng);
      const everywhere = standard(states, dims, shape);
      const counts = counting(everywhere, dims, ridge);
      const weights = new Float64Array(states);
      for (let i = 0; i < some.rows; i++) {
        weights.fill(0.1 / states);
        weights[labels[i]!]! += 0.9;
        counts.add(some.data, i * dims, 1, weights);
      }
      return counts.maximise();
    },
  };
  return kind;
}

/** Mean 0 and variance 1 in every state: steps are standardised. */
function standard(states: number, dims: number, shape: Shape): Emissions {
  const width = dims + (shape === 'full' ? dims * dims : dims);
  const table = matrix(states, width);
  for (let s = 0; s < states; s++)
    for (let j = 0; j < dims; j++) table.data[s * width + dims + (shape === 'full' ? j * dims + j : j)] = 1;
  return gaussianEmissions(table, dims, shape);
}

/** table: [S, dims + entries], mean and covariance of each state. Throws a `RangeError` for what is no covariance. */
function gaussianEmissions(table: Matrix, dims: number, shape: Shape): Emissions {
  const states = table.rows;
  const means = Array.from({ length: states }, (_, s) => rowOf(table, s).subarray(0, dims));
  const covariances = Array.from({ length: states }, (_, s) =>
    covarianceKinds[shape].make(rowOf(table, s).slice(dims), dims),
  );
  const add = shape === 'full' ? fullDensity(means, covariances, dims) : diagonalDensity(means, covariances, dims);
  return {
    states,
    table,
    logLikelihood(x, from, steps, out) {
      for (let t = 0; t < steps; t++) add(x, from + t * dims, out, t * states);
    },
    draw(state, rng, out, at) {
      const step = out.subarray(at, at + dims);
      covariances[state]!.draw(rng, step);
      means[state]!.forEach((mean, j) => (step[j]! += mean));
    },
    rank: (state) => means[state]![0]!,
  };
}

type StepDensity = (x: Float64Array, from: number, out: Float64Array, at: number) => void;

function diagonalDensity(means: Float64Array[], covariances: Covariance[], dims: number): StepDensity {
  const precisions = covariances.map(({ entries }) => entries.map((variance) => 1 / variance));
  const peaks = covariances.map(({ entries }) => entries.map((variance) => -0.5 * (log2Pi + Math.log(variance))));
  return (x, from, out, at) => {
    for (let s = 0; s < means.length; s++) {
      let sum = 0;
      for (let j = 0; j < dims; j++) {
        const value = x[from + j]!;
        if (!Number.isNaN(value)) sum += peaks[s]![j]! - 0.5 * precisions[s]![j]! * (value - means[s]![j]!) ** 2;
      }
      out[at + s] = sum;
    }
  };
}

function fullDensity(means: Float64Array[], covariances: Covariance[], dims: number): StepDensity {
  const peaks = covariances.map(logPeak);
  const residual = new Float64Array(dims);
  return (x, from, out, at) => {
    for (let s = 0; s < means.length; s++) {
      for (let j = 0; j < dims; j++) residual[j] = x[from + j]! - means[s]![j]!;
      covariances[s]!.whiten(residual);
      let square = 0;
      for (let j = 0; j < dims; j++) square += residual[j]! * residual[j]!;
      out[at + s] = Number.isNaN(square) ? 0 : peaks[s]! - 0.5 * square;
    }
  };
}

/** Sums of squares are taken about the mean that a state had, so that little cancels. */
function diagonalCounts({ states, table }: Emissions, dims: number, ridge: number): EmissionCounts {
  const width = table.columns;
  const [counts, sums, squares] = [matrix(states, dims), matrix(states, dims), matrix(states, dims)];
  return {
    add(x, from, steps, weights) {
      for (let t = 0; t < steps; t++) {
        for (let j = 0; j < dims; j++) {
          const value = x[from + t * dims + j]!;
          if (Number.isNaN(value)) continue;
          for (let s = 0; s < states; s++) {
            const weight = weights[t * states + s]!;
            const distance = value - table.data[s * width + j]!;
            counts.data[s * dims + j]! += weight;
            sums.data[s * dims + j]! += weight * distance;
            squares.data[s * dims + j]! += weight * distance * distance;
          }
        }
      }
    },
    maximise() {
      const next = matrix(states, width, table.data.slice());
      for (let at = 0; at < states * dims; at++) {
        const count = counts.data[at]!;
        if (count < leastWeight) continue;
        const shift = sums.data[at]! / count;
        const mean = Math.floor(at / dims) * width + (at % dims);
        next.data[mean]! += shift;
        next.data[mean + dims] = Math.max(leastVariance, squares.data[at]! / count - shift * shift + ridge);
      }
      return gaussianEmissions(next, dims, 'diagonal');
    },
  };
}

function fullCounts({ states, table }: Emissions, dims: number, ridge: number): EmissionCounts {
  const width = table.columns;
  const counts = new Float64Array(states);
  const sums = matrix(states, dims);
  const products = matrix(states, dims * dims);
  const distance = new Float64Array(dims);
  return {
    add(x, from, steps, weights) {
      for (let t = 0; t < steps; t++) {
        const start = from + t * dims;
        if (x.subarray(start, start + dims).some(Number.isNaN)) continue;
        for (let s = 0; s < states; s++) {
          const weight = weights[t * states + s]!;
          if (weight === 0) continue;
          counts[s]! += weight;
          for (let j = 0; j < dims; j++) distance[j] = x[start + j]! - table.data[s * width + j]!;
          for (let j = 0; j < dims; j++) {
            sums.data[s * dims + j]! += weight * distance[j]!;
            for (let k = 0; k < dims; k++)
              products.data[(s * dims + j) * dims + k]! += weight * distance[j]! * distance[k]!;
          }
        }
      }
    },
    maximise() {
      const next = matrix(states, width, table.data.slice());
      for (let s = 0; s < states; s++) {
        if (counts[s]! < leastWeight) continue;
        const shift = rowOf(sums, s).map((sum) => sum / counts[s]!);
        const row = rowOf(next, s);
        for (let j = 0; j < dims; j++) {
          row[j]! += shift[j]!;
          for (let k = 0; k < dims; k++)
            row[dims + j * dims + k] =
              products.data[(s * dims + j) * dims + k]! / counts[s]! - shift[j]! * shift[k]! + (j === k ? ridge : 0);
        }
      }
      return gaussianEmissions(next, dims, 'full');
    },
  };
}

/** Means and standard deviations of numbers: [S, dims] each. */
export function gaussianMoments(
  { table, states }: Emissions,
  { dims }: StepShape,
): { means: Matrix; deviations: Matrix } {
  const isFull = table.columns > 2 * dims;
  const pick = (at: (j: number) => number) =>
    matrix(
      states,
      dims,
      Float64Array.from({ length: states * dims }, (_, i) => rowOf(table, Math.floor(i / dims))[at(i % dims)]!),
    );
  const variances = pick((j) => dims + (isFull ? j * dims + j : j));
  return { means: pick((j) => j), deviations: { ...variances, data: variances.data.map(Math.sqrt) } };
}
