import { unpack } from '../../src/protocol/packing';
import type { SavedPacked } from '../../src/protocol/packing';
import type { Points } from '../../src/protocol/figures';

/** Rows in a plane, unpacked. */
export interface UnpackedPoints {
  x: Float64Array;
  y: Float64Array;
  label: Float64Array;
}

/** Throws a `RangeError` where the three arrays differ in length. */
export function unpackPoints(points: Points): UnpackedPoints {
  const x = unpack(points.x);
  const y = unpack(points.y);
  const label = unpack(points.label);
  if (x.length !== y.length || x.length !== label.length)
    throw new RangeError(`points of ${x.length}, ${y.length} and ${label.length} entries`);
  return { x, y, label };
}

/** Places in a plane, unpacked. Throws a `RangeError` where the two arrays differ in length. */
export function unpackPlaces(places: Pick<Points, 'x' | 'y'>): Pick<UnpackedPoints, 'x' | 'y'> {
  const x = unpack(places.x);
  const y = unpack(places.y);
  if (x.length !== y.length) throw new RangeError(`places of ${x.length} and ${y.length} entries`);
  return { x, y };
}

/** One map per class, each [height * width], row 0 at the bottom. Throws a `RangeError` where the shape is another. */
export function unpackMaps(packed: SavedPacked, classes: number, height: number, width: number): Float64Array[] {
  const [k, h, w] = packed.shape;
  if (packed.shape.length !== 3 || k !== classes || h !== height || w !== width) {
    throw new RangeError(`map of shape [${packed.shape}]; expected [${classes},${height},${width}]`);
  }
  const all = unpack(packed);
  return Array.from({ length: classes }, (_, c) => all.subarray(c * height * width, (c + 1) * height * width));
}

/** Places of the grid points of one axis, both ends included. */
export function ticks(low: number, high: number, count: number): number[] {
  return Array.from({ length: count }, (_, i) =>
    count < 2 ? (low + high) / 2 : low + ((high - low) * i) / (count - 1),
  );
}

/** JSON has no NaN: what is not finite becomes null, which Plotly leaves out. */
export function finite(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}

/** Rows of a map as nested lists. */
export function rowsOf(values: ArrayLike<number>, height: number, width: number): (number | null)[][] {
  return Array.from({ length: height }, (_, row) =>
    Array.from({ length: width }, (_, column) => finite(values[row * width + column]!)),
  );
}

/** At most `most` of the indices 0 to n - 1, evenly spread. */
export function thin(n: number, most: number): number[] {
  if (n <= most) return Array.from({ length: n }, (_, i) => i);
  return Array.from({ length: most }, (_, i) => Math.floor((i * n) / most));
}

/** Lowest and highest finite value of several arrays; undefined where there is none. */
export function extent(...arrays: ArrayLike<number>[]): [number, number] | undefined {
  let low = Infinity;
  let high = -Infinity;
  for (const values of arrays) {
    for (let i = 0; i < values.length; i++) {
      const value = values[i]!;
      if (value < low && value !== -Infinity) low = value;
      if (value > high && value !== Infinity) high = value;
    }
  }
  return low <= high ? [low, high] : undefined;
}
