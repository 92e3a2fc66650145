import type { ImageShape } from './plan';

/**
 * A picture at another size by area averaging: each new pixel is the mean of what it covers, in the same units. A picture
 * that grows keeps its pixels as squares.
 */
export function resized(
  pixels: ArrayLike<number>,
  { width, height, channels }: ImageShape,
  to: Pick<ImageShape, 'width' | 'height'>,
): Float64Array {
  const columns = covers(width, to.width);
  const rows = covers(height, to.height);
  const out = new Float64Array(to.width * to.height * channels);
  for (const [y, down] of rows.entries()) {
    for (const [x, across] of columns.entries()) {
      const at = (y * to.width + x) * channels;
      for (const { index: row, share: high } of down) {
        for (const { index: column, share: wide } of across) {
          const from = (row * width + column) * channels;
          for (let c = 0; c < channels; c++) out[at + c]! += high * wide * pixels[from + c]!;
        }
      }
    }
  }
  return out;
}

/** What each of `to` equal parts of a line covers of its `from` pixels, as shares that sum to one. */
function covers(from: number, to: number): { index: number; share: number }[][] {
  const length = from / to;
  return Array.from({ length: to }, (_, i) => {
    const [low, high] = [i * length, (i + 1) * length];
    const parts: { index: number; share: number }[] = [];
    for (let index = Math.floor(low); index < Math.min(from, Math.ceil(high)); index++) {
      const share = (Math.min(high, index + 1) - Math.max(low, index)) / length;
      if (share > 0) parts.push({ index, share });
    }
    return parts;
  });
}
