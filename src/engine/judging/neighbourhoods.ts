import { squaredDistance } from '../math/vectors';
import { rowOf } from '../../data/matrix';
import type { Matrix } from '../../data/matrix';

/** A ball about each real row reaches to its k-th nearest other one, as in both papers. */
const neighbours = 5;

/** What generated rows reach of the real ones. */
export interface Reach {
  /** Share of the real rows about which a generated row lies (Naeem and others 2020, "coverage"). */
  coverage: number;
  /** Share of the generated rows that lie about a real one (Kynkäänniemi and others 2019, "precision"). */
  fidelity: number;
  /** The real row about which each generated row lies, the nearest of them; -1 for none: [n]. */
  about: Int32Array;
}

/**
 * Generated rows in the balls about real rows: a ball reaches to the fifth nearest other real row. x: [n, d], encoded, without
 * gaps. Undefined with fewer than seven real rows.
 */
export function reachOf(real: Matrix, generated: Matrix): Reach | undefined {
  if (real.rows < neighbours + 2 || generated.rows === 0) return undefined;
  const radius = Float64Array.from({ length: real.rows }, (_, i) => ballOf(real, i));
  const reached = new Uint8Array(real.rows);
  const about = new Int32Array(generated.rows).fill(-1);
  for (let i = 0; i < generated.rows; i++) {
    const row = rowOf(generated, i);
    let nearest = Infinity;
    for (let j = 0; j < real.rows; j++) {
      const distance = squaredDistance(row, rowOf(real, j));
      if (distance > radius[j]!) continue;
      reached[j] = 1;
      if (distance < nearest) {
        nearest = distance;
        about[i] = j;
      }
    }
  }
  return {
    coverage: reached.reduce((sum, each) => sum + each, 0) / real.rows,
    fidelity: about.reduce((sum, each) => sum + (each >= 0 ? 1 : 0), 0) / generated.rows,
    about,
  };
}

/** Squared distance to the k-th nearest other row. */
function ballOf(x: Matrix, i: number): number {
  const row = rowOf(x, i);
  const least = new Float64Array(neighbours).fill(Infinity);
  for (let j = 0; j < x.rows; j++) {
    if (j === i) continue;
    const distance = squaredDistance(row, rowOf(x, j));
    let place = neighbours - 1;
    if (distance >= least[place]!) continue;
    for (; place > 0 && least[place - 1]! > distance; place--) least[place] = least[place - 1]!;
    least[place] = distance;
  }
  return least[neighbours - 1]!;
}
