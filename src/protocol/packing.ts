/**
 * Numbers on their way through JSON: typed arrays, NaN and Infinity do not survive it, so they are written as base64 of
 * little-endian bytes. `u8` and `u16` hold `low + code * (high - low) / max`; their last code stands for NaN.
 */
export interface Packed {
  type: 'u8' | 'u16' | 'i32' | 'f32' | 'f64';
  /** Sizes of the dimensions, slowest first. */
  shape: number[];
  base64: string;
  /** Range of a quantised array. */
  low?: number;
  high?: number;
}

/** As it is read back: the schema may say that the range is undefined. */
export type SavedPacked = Omit<Packed, 'low' | 'high'> & { low?: number | undefined; high?: number | undefined };

const bytesPer = { u8: 1, u16: 2, i32: 4, f32: 4, f64: 8 } as const;
/** Largest array that is read from a saved result, in entries: allocation is bounded before it happens. */
export const maxPackedLength = 1 << 24;

/** Exact (`f64`, `i32`) or rounded (`f32`) copy of the numbers. */
export function pack(
  type: 'i32' | 'f32' | 'f64',
  values: ArrayLike<number>,
  shape: number[] = [values.length],
): Packed {
  const view = new DataView(new ArrayBuffer(values.length * bytesPer[type]));
  for (let i = 0; i < values.length; i++) {
    if (type === 'i32') view.setInt32(4 * i, values[i]!, true);
    else if (type === 'f32') view.setFloat32(4 * i, values[i]!, true);
    else view.setFloat64(8 * i, values[i]!, true);
  }
  return { type, shape, base64: toBase64(new Uint8Array(view.buffer)) };
}

/** Numbers on a linear scale of 255 (`u8`) or 65,535 (`u16`) steps; what lies outside [low, high] is clamped, NaN stays NaN. */
export function quantise(
  type: 'u8' | 'u16',
  values: ArrayLike<number>,
  shape: number[] = [values.length],
  range: { low: number; high: number } = finiteRange(values),
): Packed {
  const { low, high } = range;
  const missing = type === 'u8' ? 255 : 65535;
  const steps = missing - 1;
  const view = new DataView(new ArrayBuffer(values.length * bytesPer[type]));
  for (let i = 0; i < values.length; i++) {
    const value = values[i]!;
    const share = high > low ? (value - low) / (high - low) : 0;
    const code = Number.isNaN(value) ? missing : Math.round(Math.min(1, Math.max(0, share)) * steps);
    if (type === 'u8') view.setUint8(i, code);
    else view.setUint16(2 * i, code, true);
  }
  return { type, shape, base64: toBase64(new Uint8Array(view.buffer)), low, high };
}

/** The numbers of a packed array. Throws a `RangeError` where sizes do not agree: a saved result may be damaged. */
export function unpack(packed: SavedPacked): Float64Array {
  const length = packed.shape.reduce((product, size) => product * size, 1);
  const width = bytesPer[packed.type];
  if (!(length >= 0 && length <= maxPackedLength))
    throw new RangeError(`packed array of ${length} entries; at most ${maxPackedLength} are read`);
  const bytes = fromBase64(packed.base64);
  if (bytes.length !== length * width) {
    throw new RangeError(`packed array has ${bytes.length} bytes; its shape [${packed.shape}] needs ${length * width}`);
  }
  const view = new DataView(bytes.buffer);
  const out = new Float64Array(length);
  const { low = 0, high = 1 } = packed;
  for (let i = 0; i < length; i++) {
    if (packed.type === 'f64') out[i] = view.getFloat64(8 * i, true);
    else if (packed.type === 'f32') out[i] = view.getFloat32(4 * i, true);
    else if (packed.type === 'i32') out[i] = view.getInt32(4 * i, true);
    else if (packed.type === 'u16') out[i] = dequantise(view.getUint16(2 * i, true), 65535, low, high);
    else out[i] = dequantise(view.getUint8(i), 255, low, high);
  }
  return out;
}

function dequantise(code: number, missing: number, low: number, high: number): number {
  return code === missing ? NaN : low + (code * (high - low)) / (missing - 1);
}

function finiteRange(values: ArrayLike<number>): { low: number; high: number } {
  let low = Infinity;
  let high = -Infinity;
  for (let i = 0; i < values.length; i++) {
    const value = values[i]!;
    if (!Number.isFinite(value)) continue;
    if (value < low) low = value;
    if (value > high) high = value;
  }
  return low <= high ? { low, high } : { low: 0, high: 1 };
}

export function toBase64(bytes: Uint8Array): string {
  let text = '';
  // in slices: the whole array as arguments would overflow the stack
  for (let i = 0; i < bytes.length; i += 0x8000) text += String.fromCharCode(...bytes.subarray(i, i + 0x8000));
  return btoa(text);
}

export function fromBase64(base64: string): Uint8Array<ArrayBuffer> {
  const text = atob(base64);
  const bytes = new Uint8Array(text.length);
  for (let i = 0; i < text.length; i++) bytes[i] = text.charCodeAt(i);
  return bytes;
}
