import { rowOf } from '../../data/matrix';
import type { Matrix } from '../../data/matrix';
import { kernelDiagonal, kernelValues } from './mercer';
import type { MercerKernel } from './mercer';

/** What rows of a Gram matrix may take in memory. */
const cacheBytes = 1 << 27;

/** Gram matrix G_ij = k(x_i, x_j) of which only the rows that are asked for are computed; the least recently used are forgotten. */
export interface Gram {
  /** G_ii: [n]. */
  readonly diagonal: Float64Array;
  /** Row `i`: [n], valid until the next but one is asked for. */
  row(i: number): Float64Array;
}

export function gramMatrix(kernel: MercerKernel, x: Matrix): Gram {
  const capacity = Math.max(2, Math.floor(cacheBytes / (8 * Math.max(1, x.rows))));
  const known = new Map<number, Float64Array>();

  function compute(i: number): Float64Array {
    const values = known.size < capacity ? new Float64Array(x.rows) : forgetOldest();
    kernelValues(kernel, x, rowOf(x, i), values);
    return values;
  }

  function forgetOldest(): Float64Array {
    const [oldest, values] = known.entries().next().value!;
    known.delete(oldest);
    return values;
  }

  return {
    diagonal: kernelDiagonal(kernel, x),
    row(i) {
      const found = known.get(i);
      // a map keeps the order of insertion: what is put back is the youngest
      if (found && capacity < x.rows) known.delete(i);
      else if (found) return found;
      const values = found ?? compute(i);
      known.set(i, values);
      return values;
    },
  };
}
