import { matrix, rowOf } from '../../../data/matrix';
import type { Matrix } from '../../../data/matrix';
import type { Json } from '../../../protocol/cards';
import { couple } from '../../math/coupling';
import { plattAt } from '../../math/platt';
import type { Platt } from '../../math/platt';
import { damaged, readList } from './saved';

/** Log odds that what is decided has at least, away from the boundary: more than a picture's step of 1/254. */
const lead = 0.05;

/** P(y | x) from the decisions of all pairs of the classes that are present. decision: [n, pairs] -> [n, K]. */
export function pairwiseProba(
  decision: Matrix,
  sigmoids: readonly Platt[],
  present: readonly number[],
  classes: number,
): Matrix {
  const m = present.length;
  const out = matrix(decision.rows, classes);
  const p = new Float64Array(m);
  for (let row = 0; row < decision.rows; row++) {
    const values = rowOf(decision, row);
    const upper = (i: number, j: number) => {
      const at = pairIndex(i, j, m);
      return decidedProba(sigmoids[at]!, values[at]!);
    };
    if (m === 2) {
      p[1] = upper(0, 1);
      p[0] = 1 - p[1]!;
    } else couple(m, (i, j) => 1 - upper(i, j), p);
    for (let i = 0; i < m; i++) out.data[row * classes + present[i]!] = p[i]!;
  }
  return out;
}

/**
 * P(upper class | x) by Platt's sigmoid, bent where it contradicts the decision: it passes 1/2 at f = -intercept / slope,
 * while the machine decides at f = 0, and what is most probable should be what is decided. The intercept comes in over a
 * quarter of the margin, or over one unit of log odds where that is less: log odds = slope f + intercept
 * (1 - exp(-|f| max(4, slope))), kept on the side of f.
 */
function decidedProba({ slope, intercept }: Platt, f: number): number {
  // without a slope nothing is known of the side
  if (slope === 0) return plattAt({ slope, intercept }, f);
  const share = 1 - Math.exp(-Math.abs(f) * Math.max(4, slope));
  const bent = slope * f + intercept * share;
  const kept = f > 0 ? Math.max(bent, lead * share) : Math.min(bent, -lead * share);
  return plattAt({ slope: 1, intercept: 0 }, kept);
}

/** Place of the pair i < j among (0, 1), (0, 2), ..., (1, 2), ... */
export function pairIndex(i: number, j: number, classes: number): number {
  return (i * (2 * classes - i - 1)) / 2 + j - i - 1;
}

/** The classes that are present, ascending and below `classes`. Throws `damaged-model`. */
export function readPresent(value: Json | undefined, classes: number): number[] {
  const present = readList(value, 'present');
  return present.map((k, i) => {
    const before = i === 0 ? -1 : present[i - 1];
    if (typeof k !== 'number' || !Number.isInteger(k) || k >= classes || !(k > Number(before)))
      throw damaged(`class ${JSON.stringify(k)} among ${classes}`);
    return k;
  });
}

/** An entry of each pair of classes. Throws `damaged-model`. */
export function readPairs(value: Json | undefined, present: readonly number[]): { [name: string]: Json }[] {
  const pairs = readList(value, 'pairs');
  const expected = (present.length * (present.length - 1)) / 2;
  if (pairs.length !== expected) throw damaged(`${pairs.length} pairs of ${present.length} classes`);
  return pairs.map((pair) => {
    if (typeof pair !== 'object' || pair === null || Array.isArray(pair)) throw damaged('a pair is not an object');
    return pair;
  });
}

export function readPlatt(value: Json | undefined): Platt {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw damaged('a sigmoid is missing');
  return { slope: readNumber(value.slope, 'slope'), intercept: readNumber(value.intercept, 'intercept') };
}

export function readNumber(value: Json | undefined, what: string): number {
  if (typeof value !== 'number') throw damaged(`${what} is ${JSON.stringify(value)}`);
  return value;
}
