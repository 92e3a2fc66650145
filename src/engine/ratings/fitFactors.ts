import type { Rng } from '../../data/random';
import { groupBy, penaltyOf, productOf, regroup, solveSide, startFactors } from '../math/alternatingLeastSquares';
import type { Factors, FactorProblem } from '../math/alternatingLeastSquares';
import { rowOf } from '../../data/matrix';
import type { RatedPairs } from '../ratingModel';

/** When alternations end. */
export interface Ending {
  maxIterations: number;
  /** The objective falls by less than this share of itself. */
  tolerance: number;
}

export interface Alternation {
  factors: Factors;
  /** Sum of squared residuals + lam |everything learned|^2. */
  objective: number;
}

/** The least-squares problem of some ratings; without biases and factors, the mean is all that there is. */
export function problemOf(
  pairs: RatedPairs,
  users: number,
  items: number,
  lam: number,
  biases: boolean,
): FactorProblem {
  const { user, item, rating } = pairs;
  let sum = 0;
  for (const value of rating) sum += value;
  const byUser = groupBy(user, item, rating, users);
  return {
    byUser,
    byItem: regroup(byUser, items),
    mean: rating.length > 0 ? sum / rating.length : 0,
    lam,
    biases,
  };
}

/** Alternating least squares from a start, which it changes; yields after each iteration. */
export function* alternate(
  problem: FactorProblem,
  factors: Factors,
  { maxIterations, tolerance }: Ending,
): Generator<Alternation, Alternation & { converged: boolean }> {
  let objective = Infinity;
  for (let i = 0; i < maxIterations; i++) {
    solveSide(factors.user, factors.item, problem.byUser, problem);
    const before = objective;
    // the item side counts the residuals and its own penalty
    objective = solveSide(factors.item, factors.user, problem.byItem, problem) + penaltyOf(factors.user, problem.lam);
    yield { factors, objective };
    if (before - objective <= tolerance * objective) return { factors, objective, converged: true };
  }
  return { factors, objective, converged: false };
}

export function randomFactors({ byUser, byItem, biases }: FactorProblem, factors: number, rng: Rng): Factors {
  return startFactors(byUser.start.length - 1, byItem.start.length - 1, factors + (biases ? 1 : 0), biases, rng);
}

/** Mean squared error on other ratings. */
export function errorOn({ user, item, rating }: RatedPairs, factors: Factors, problem: FactorProblem): number {
  let sum = 0;
  for (let i = 0; i < rating.length; i++) {
    const predicted = productOf(problem, rowOf(factors.user, user[i]!), rowOf(factors.item, item[i]!));
    sum += (rating[i]! - predicted) ** 2;
  }
  return sum / rating.length;
}
