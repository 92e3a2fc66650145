import { matrix, rowOf } from '../../data/matrix';
import type { Matrix } from '../../data/matrix';
import type { Rng } from '../../data/random';
import { groupMeans } from './moments';

export interface Clusters {
  /** The cluster of each row: [n]. */
  labels: Int32Array;
  /** Clusters that have rows: at most as many as were asked for, and as there are different rows. */
  count: number;
}

/**
 * Clusters about `k` centres: k-means++ (Arthur and Vassilvitskii 2007), then at most `rounds` rounds of Lloyd. x: [n, d],
 * at least one row, without gaps.
 */
export function kMeans(x: Matrix, k: number, rounds: number, rng: Rng): Clusters {
  let labels = nearest(x, spreadCentres(x, k, rng));
  for (let round = 0; round < rounds; round++) {
    const next = nearest(x, groupMeans(x, labels, k).means, occupied(labels, k));
    if (next.every((label, i) => label === labels[i])) break;
    labels = next;
  }
  return renumbered(labels);
}

/** Rows as first centres, each drawn with probability proportional to its squared distance from those before. */
function spreadCentres(x: Matrix, k: number, rng: Rng): Matrix {
  const chosen = [rng.integer(x.rows)];
  const distances = new Float64Array(x.rows).fill(Infinity);
  while (chosen.length < k) {
    const centre = rowOf(x, chosen.at(-1)!);
    let total = 0;
    for (let i = 0; i < x.rows; i++) {
      distances[i] = Math.min(distances[i]!, squaredDistance(x, i, centre));
      total += distances[i]!;
    }
    if (total === 0) break;
    chosen.push(rng.choice(distances));
  }
  const centres = matrix(chosen.length, x.columns);
  chosen.forEach((row, c) => rowOf(centres, c).set(rowOf(x, row)));
  return centres;
}

function nearest(x: Matrix, centres: Matrix, allowed?: Uint8Array): Int32Array {
  const rows = Array.from({ length: centres.rows }, (_, c) => rowOf(centres, c));
  return Int32Array.from({ length: x.rows }, (_, i) => {
    let best = -1;
    let least = Infinity;
    rows.forEach((centre, c) => {
      if (allowed?.[c] === 0) return;
      const distance = squaredDistance(x, i, centre);
      if (distance < least || best < 0) {
        best = c;
        least = distance;
      }
    });
    return best;
  });
}

function squaredDistance(x: Matrix, i: number, to: Float64Array): number {
  let sum = 0;
  for (let j = 0, at = i * x.columns; j < to.length; j++, at++) sum += (x.data[at]! - to[j]!) ** 2;
  return sum;
}

function occupied(labels: Int32Array, k: number): Uint8Array {
  const has = new Uint8Array(k);
  for (const label of labels) has[label] = 1;
  return has;
}

/** The same clusters numbered without holes, in order of first appearance. */
function renumbered(labels: Int32Array): Clusters {
  const numbers = new Map<number, number>();
  const out = labels.map((label) => {
    if (!numbers.has(label)) numbers.set(label, numbers.size);
    return numbers.get(label)!;
  });
  return { labels: out, count: numbers.size };
}
