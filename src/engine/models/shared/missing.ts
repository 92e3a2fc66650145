import { rowOf } from '../../../data/matrix';
import type { Matrix } from '../../../data/matrix';

/** Rows that lack the same features. */
export interface Pattern {
  observed: Int32Array;
  missing: Int32Array;
  /** Row numbers, ascending. */
  rows: number[];
}

export function hasGaps({ data }: Matrix): boolean {
  return data.some(Number.isNaN);
}

/** Row numbers, ascending. */
export function rowsWithoutGaps(x: Matrix): Int32Array {
  return Int32Array.from({ length: x.rows }, (_, i) => i).filter((i) => !rowOf(x, i).some(Number.isNaN));
}

/** Groups rows by which of their features are missing (NaN), in order of first appearance. */
export function missingPatterns(x: Matrix): Pattern[] {
  const d = x.columns;
  const patterns = new Map<string, Pattern>();
  for (let i = 0; i < x.rows; i++) {
    // fifteen flags to a code unit keep keys short for wide data
    let key = '';
    let bits = 0;
    for (let j = 0; j < d; j++) {
      if (Number.isNaN(x.data[i * d + j]!)) bits |= 1 << (j % 15);
      if (j % 15 === 14) {
        key += String.fromCharCode(bits);
        bits = 0;
      }
    }
    key += String.fromCharCode(bits);
    let pattern = patterns.get(key);
    if (!pattern) {
      pattern = { ...dividedFeatures(x, i), rows: [] };
      patterns.set(key, pattern);
    }
    pattern.rows.push(i);
  }
  return [...patterns.values()];
}

function dividedFeatures(x: Matrix, row: number): Pick<Pattern, 'observed' | 'missing'> {
  const observed: number[] = [];
  const missing: number[] = [];
  for (let j = 0; j < x.columns; j++) (Number.isNaN(x.data[row * x.columns + j]!) ? missing : observed).push(j);
  return { observed: Int32Array.from(observed), missing: Int32Array.from(missing) };
}
