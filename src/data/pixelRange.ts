import type { Column } from './table';

/** The usual ranges of pixels: shares, the 17 shades of scikit-learn's digits, bytes. */
const usual = [1, 16, 255];

/**
 * The scale of the pixels of pictures, z = (x - mean) / scale, that makes all of them 0 to 1: from 0 to the least usual
 * brightest value that the given rows do not exceed, else from their darkest to their brightest. Empty cells do not count.
 */
export function pixelRange(pixels: readonly Column[], rows: ArrayLike<number>): { mean: number; scale: number } {
  let low = Infinity;
  let high = -Infinity;
  for (const column of pixels) {
    if (column.kind !== 'numeric') continue;
    for (let i = 0; i < rows.length; i++) {
      const value = column.values[rows[i]!]!;
      if (value < low) low = value;
      if (value > high) high = value;
    }
  }
  const brightest = usual.find((most) => high <= most);
  if (low >= 0 && brightest !== undefined) return { mean: 0, scale: brightest };
  return low < high && Number.isFinite(high - low) ? { mean: low, scale: high - low } : { mean: 0, scale: 1 };
}
