import { matrix, rowOf } from '../../data/matrix';
import type { Matrix } from '../../data/matrix';
import { penaltyOf, productOf, vectorCovariance } from '../math/alternatingLeastSquares';
import type { FactorProblem, Factors } from '../math/alternatingLeastSquares';
import { cholesky } from '../math/cholesky';
import { symmetricEigen } from '../math/symmetricEigen';
import type { FittedRatings, RatingData } from '../ratingModel';
import { populationOf } from './population';
import type { Population } from './population';
import { renumbered, withStrangers } from './renumbered';
import { saveFactors } from './savedFactors';

type Side = 'user' | 'item';

/** Everything that a factorisation has learned. */
export interface FactorState {
  factors: Factors;
  problem: FactorProblem;
  /** Variance of a rating around what its user and item would have by themselves. */
  noise: number;
  population: { [S in Side]: Population };
  notes: string[];
  /** The last user and the last item stand for those that are not known, of whom nothing is described either. */
  strangers?: true;
}

/** Of the ratings, at most this share counts as used up by what was learned: the rest tells the noise. */
const mostUsed = 0.9;

/** What alternating least squares has found, completed by what is expected of users and items without ratings. */
export function completeState(
  factors: Factors,
  problem: FactorProblem,
  objective: number,
  content: RatingData['content'],
  notes: string[],
): FactorState {
  const { lam } = problem;
  const n = problem.byUser.value.length;
  const sides = { user: posteriorOf('user', factors, problem), item: posteriorOf('item', factors, problem) };
  const residuals = Math.max(0, objective - penaltyOf(factors.user, lam) - penaltyOf(factors.item, lam));
  // unbiased for a ridge regression: degrees of freedom that are left (Hastie, Tibshirani, Friedman 2009, section 7.6)
  const noise = residuals / (n - Math.min(mostUsed * n, sides.user.freedom + sides.item.freedom));
  const population = (side: Side, vectors: Matrix) => {
    const { learned, mean } = sides[side];
    const uncertainty = matrix(
      mean.rows,
      mean.columns,
      mean.data.map((value) => noise * value),
    );
    return populationOf(vectors, learned, uncertainty, content[side]);
  };
  return {
    factors,
    problem,
    noise,
    population: { user: population('user', factors.user), item: population('item', factors.item) },
    notes,
  };
}

/** How certain one side is: the mean covariance of its vectors for noise of variance 1, and its degrees of freedom. */
function posteriorOf(side: Side, factors: Factors, problem: FactorProblem) {
  const { own, other, entries } = sideOf(side, factors, problem);
  const learned = (e: number) => entries.start[e + 1]! > entries.start[e]!;
  const width = own.columns;
  const mean = matrix(width, width);
  let known = 0;
  let freedom = 0;
  for (let e = 0; e < own.rows; e++) {
    if (!learned(e)) continue;
    known++;
    const { data } = vectorCovariance(e, other, entries, problem);
    for (let at = 0; at < data.length; at++) mean.data[at]! += (data[at]! - mean.data[at]!) / known;
    freedom += width;
    for (let j = 0; j < width; j++) freedom -= problem.lam * data[j * (width + 1)]!;
  }
  return { learned, mean, freedom };
}

export function fittedFactors(state: FactorState): FittedRatings {
  const { factors, problem, noise, population, notes, strangers } = state;
  const { biases } = problem;
  const countsOf = ({ start }: { start: Int32Array }) => start.slice(1).map((end, e) => end - start[e]!);
  const counts = { user: countsOf(problem.byUser), item: countsOf(problem.byItem) };
  const covariances = { user: new Map<number, Matrix>(), item: new Map<number, Matrix>() };

  const covarianceOf = (side: Side, e: number): Matrix => {
    if (strangers && e === counts[side].length - 1) return population[side].covariance;
    if (counts[side][e] === 0) return population[side].givenContent;
    let known = covariances[side].get(e);
    if (!known) {
      const { other, entries } = sideOf(side, factors, problem);
      known = vectorCovariance(e, other, entries, problem);
      for (let at = 0; at < known.data.length; at++) known.data[at]! *= noise;
      covariances[side].set(e, known);
    }
    return known;
  };

  const predict = (user: ArrayLike<number>, item: ArrayLike<number>) =>
    Float64Array.from({ length: user.length }, (_, i) =>
      productOf(problem, rowOf(factors.user, user[i]!), rowOf(factors.item, item[i]!)),
    );

  const model: FittedRatings = {
    parameters: 1 + factors.user.data.length + factors.item.data.length,
    notes,
    counts,
    predict,
    predictWithSpread(user, item) {
      const sd = Float64Array.from({ length: user.length }, (_, i) => {
        const [p, q] = [rowOf(factors.user, user[i]!), rowOf(factors.item, item[i]!)];
        const [cp, cq] = [covarianceOf('user', user[i]!), covarianceOf('item', item[i]!)];
        return Math.sqrt(Math.max(0, noise + productVariance(p, cp, q, cq, biases)));
      });
      return { mean: predict(user, item), sd };
    },
    sampleUsers(n, rng) {
      const { lower } = cholesky(population.user.covariance);
      const out = matrix(n, factors.item.rows);
      for (let i = 0; i < n; i++) {
        const z = population.user.mean.map(() => rng.normal());
        const vector = population.user.mean.map(
          (value, j) =>
            value + z.reduce((sum, each, k) => sum + (k <= j ? lower.data[j * lower.columns + k]! * each : 0), 0),
        );
        for (let e = 0; e < out.columns; e++)
          out.data[i * out.columns + e] =
            productOf(problem, vector, rowOf(factors.item, e)) + Math.sqrt(noise) * rng.normal();
      }
      return out;
    },
    itemMap: () => itemMap(state, counts.item),
    renumbered: (user, item) => renumbered(model, fittedFactors(withStrangers(state)), user, item),
    save: () => saveFactors(state),
  };
  return model;
}

/**
 * Variance of b_u + b_i + p . q for independent vectors: a^T C_u a + c^T C_i c + sum (C_u)_jk (C_i)_jk over the factors,
 * where a and c are what each vector is multiplied with.
 */
function productVariance(p: Float64Array, cp: Matrix, q: Float64Array, cq: Matrix, biases: boolean): number {
  const width = p.length;
  const factor = (vector: Float64Array, j: number) => (biases && j === 0 ? 1 : vector[j]!);
  let sum = 0;
  for (let j = 0; j < width; j++) {
    for (let k = 0; k < width; k++) {
      const [u, i] = [cp.data[j * width + k]!, cq.data[j * width + k]!];
      sum += factor(q, j) * factor(q, k) * u + factor(p, j) * factor(p, k) * i;
      if (!biases || (j > 0 && k > 0)) sum += u * i;
    }
  }
  return sum;
}

/** Principal axes of the item factors, measured by how much users differ along them. */
function itemMap({ factors, problem, population }: FactorState, counts: Int32Array): Matrix {
  const first = problem.biases ? 1 : 0;
  const rank = factors.item.columns - first;
  const out = matrix(factors.item.rows, Math.min(2, rank));
  if (rank === 0) return out;
  const { covariance } = population.user;
  const users = matrix(rank, rank);
  for (let j = 0; j < rank; j++)
    for (let k = 0; k < rank; k++)
      users.data[j * rank + k] = covariance.data[(j + first) * covariance.columns + k + first]!;
  const { lower } = cholesky(users);
  const seen = matrix(factors.item.rows, rank);
  const mean = new Float64Array(rank);
  const known = counts.reduce((sum, count) => sum + (count > 0 ? 1 : 0), 0);
  for (let e = 0; e < seen.rows; e++) {
    const q = rowOf(factors.item, e);
    const row = rowOf(seen, e);
    for (let j = 0; j < rank; j++) for (let k = j; k < rank; k++) row[j]! += lower.data[k * rank + j]! * q[k + first]!;
    if (counts[e]! > 0) row.forEach((value, j) => (mean[j]! += value / known));
  }
  const moments = matrix(rank, rank);
  for (let e = 0; e < seen.rows; e++) {
    const row = rowOf(seen, e);
    for (let j = 0; j < rank; j++) row[j]! -= mean[j]!;
    if (counts[e] === 0) continue;
    for (let j = 0; j < rank; j++) for (let k = 0; k < rank; k++) moments.data[j * rank + k]! += row[j]! * row[k]!;
  }
  const { vectors } = symmetricEigen(moments);
  for (let e = 0; e < seen.rows; e++)
    for (let axis = 0; axis < out.columns; axis++) {
      let sum = 0;
      for (let j = 0; j < rank; j++) sum += vectors.data[j * rank + axis]! * seen.data[e * rank + j]!;
      out.data[e * out.columns + axis] = sum;
    }
  return out;
}

function sideOf(side: Side, factors: Factors, { byUser, byItem }: FactorProblem) {
  return side === 'user'
    ? { own: factors.user, other: factors.item, entries: byUser }
    : { own: factors.item, other: factors.user, entries: byItem };
}
