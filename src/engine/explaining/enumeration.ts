import { matrix, rowOf } from '../../data/matrix';
import type { Matrix } from '../../data/matrix';
import type { Coalition } from './coalitions';

/** All coalitions of so many players; player p is in coalition S where bit p of S is set. */
export function allCoalitions(players: number): Coalition[] {
  return Array.from({ length: 1 << players }, (_, mask) =>
    Uint8Array.from({ length: players }, (_, p) => (mask >> p) & 1),
  );
}

/**
 * Shapley values (Shapley 1953): phi_p = sum over S without p of |S|! (P - |S| - 1)! / P! (v(S and p) - v(S)).
 *
 * @param values v of all coalitions in the order of {@link allCoalitions}: [2^P, K]
 * @returns [P, K]
 */
export function shapleyValues(values: Matrix, players: number): Matrix {
  const { columns: classes } = values;
  const out = matrix(players, classes);
  const weights = sizeWeights(players);
  for (let mask = 0; mask < values.rows; mask++) {
    const weight = weights[bits(mask)];
    for (let p = 0; p < players; p++) {
      if ((mask >> p) & 1) continue;
      const without = rowOf(values, mask);
      const joined = rowOf(values, mask | (1 << p));
      for (let k = 0; k < classes; k++) out.data[p * classes + k]! += weight! * (joined[k]! - without[k]!);
    }
  }
  return out;
}

/** |S|! (P - |S| - 1)! / P! for each size: 1 / (P binomial(P - 1, |S|)). */
function sizeWeights(players: number): number[] {
  const weights = [1 / players];
  for (let size = 1; size < players; size++) weights.push((weights[size - 1]! * size) / (players - size));
  return weights;
}

function bits(mask: number): number {
  let count = 0;
  for (let rest = mask; rest > 0; rest &= rest - 1) count++;
  return count;
}
