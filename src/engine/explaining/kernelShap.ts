import { matrix, rowOf } from '../../data/matrix';
import type { Matrix } from '../../data/matrix';
import type { Rng } from '../../data/random';
import { cholesky, solve } from '../math/cholesky';
import type { Coalition } from './coalitions';

export interface WeightedCoalitions {
  coalitions: Coalition[];
  weights: Float64Array;
}

/**
 * Coalitions for {@link kernelShap}: all of one player and of all but one, with the weight (P - 1) / (binomial(P, s) s (P - s))
 * of their size s; the weight of the other sizes is shared by coalitions drawn by it, each with its complement.
 */
export function sampleCoalitions(players: number, count: number, rng: Rng): WeightedCoalitions {
  const coalitions: Coalition[] = [];
  const weights: number[] = [];
  const add = (coalition: Coalition, weight: number) => {
    coalitions.push(
      coalition,
      coalition.map((isIn) => 1 - isIn),
    );
    weights.push(weight, weight);
  };
  // of a size as a whole: (P - 1) / (s (P - s)), so of each single player 1 / P
  for (let p = 0; p < players; p++)
    add(
      Uint8Array.from({ length: players }, (_, q) => Number(q === p)),
      1 / players,
    );
  const sizes = Array.from({ length: Math.max(0, players - 3) }, (_, i) => i + 2);
  const sizeWeights = sizes.map((size) => (players - 1) / (size * (players - size)));
  const rest = sizeWeights.reduce((sum, weight) => sum + weight, 0);
  const pairs = Math.max(0, Math.floor((count - coalitions.length) / 2));
  const order = Int32Array.from({ length: players }, (_, p) => p);
  for (let i = 0; i < pairs && rest > 0; i++) {
    const size = sizes[rng.choice(sizeWeights)]!;
    rng.shuffle(order);
    const coalition = new Uint8Array(players);
    for (let at = 0; at < size; at++) coalition[order[at]!] = 1;
    add(coalition, rest / (2 * pairs));
  }
  return { coalitions, weights: Float64Array.from(weights) };
}

/**
 * Shapley values by weighted least squares (Lundberg and Lee 2017): the phi that minimise
 * sum_S w_S (v(S) - v(none) - sum_{p in S} phi_p)^2 with sum_p phi_p = v(all) - v(none).
 *
 * @param values v of each coalition: [coalitions, K]
 * @param none v without any player: [K]
 * @param all v of all players: [K]
 * @returns [P, K]
 */
export function kernelShap(
  { coalitions, weights }: WeightedCoalitions,
  values: Matrix,
  none: Float64Array,
  all: Float64Array,
): Matrix {
  const players = coalitions[0]!.length;
  const classes = none.length;
  const normal = matrix(players, players);
  const moments = Array.from({ length: classes }, () => new Float64Array(players));
  coalitions.forEach((coalition, s) => {
    const members = [...coalition.keys()].filter((p) => coalition[p]);
    const value = rowOf(values, s);
    for (const p of members) {
      for (const q of members) normal.data[p * players + q]! += weights[s]!;
      for (let k = 0; k < classes; k++) moments[k]![p]! += weights[s]! * (value[k]! - none[k]!);
    }
  });
  const { lower } = cholesky(normal);
  const ones = new Float64Array(players).fill(1);
  solve(lower, ones);
  const total = ones.reduce((sum, value) => sum + value, 0);
  const out = matrix(players, classes);
  moments.forEach((moment, k) => {
    solve(lower, moment);
    const excess = moment.reduce((sum, value) => sum + value, 0) - (all[k]! - none[k]!);
    moment.forEach((value, p) => (out.data[p * classes + k] = value - (excess * ones[p]!) / total));
  });
  return out;
}
