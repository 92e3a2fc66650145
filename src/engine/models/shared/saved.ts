import { Problem } from '../../../data/problem';
import type { Json } from '../../../protocol/cards';
import { pack, unpack } from '../../../protocol/packing';
import type { Packed } from '../../../protocol/packing';

/** A model's state as plain JSON. */
export type SavedState = { [name: string]: Json };

export function damaged(what: string): Problem {
  return new Problem('damaged-model', `the saved model is damaged: ${what}; train it again`);
}

/** Exact numbers of a shape, as JSON. */
export function packExact(values: Float64Array | Float32Array, shape: number[]): Json {
  return { ...pack(values instanceof Float32Array ? 'f32' : 'f64', values, shape) };
}

/** The numbers of a packed array of exactly this shape. */
export function readArray(value: Json | undefined, what: string, shape: readonly number[]): Float64Array {
  if (!isPacked(value)) throw damaged(`${what} is not a packed array`);
  if (value.shape.length !== shape.length || value.shape.some((size, i) => size !== shape[i])) {
    throw damaged(`${what} has shape [${value.shape.join(', ')}], expected [${shape.join(', ')}]`);
  }
  let values: Float64Array;
  try {
    values = unpack(value);
  } catch {
    throw damaged(`${what} cannot be read`);
  }
  if (values.some(Number.isNaN)) throw damaged(`${what} holds values that are not numbers`);
  return values;
}

/** A list of saved parts. */
export function readList(value: Json | undefined, what: string): Json[] {
  if (!Array.isArray(value)) throw damaged(`${what} is not a list`);
  return value;
}

/** Sizes, at least 1. */
export function readSizes(value: Json | undefined, what: string): number[] {
  return readList(value, what).map((size) => {
    if (typeof size !== 'number' || !Number.isInteger(size) || size < 1)
      throw damaged(`${what} holds ${JSON.stringify(size)}`);
    return size;
  });
}

export function readNotes(value: Json | undefined): string[] {
  return readList(value, 'notes').map(String);
}

function isPacked(value: Json | undefined): value is Json & Packed {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  const { type, shape, base64 } = value;
  return (
    (type === 'f64' || type === 'f32') &&
    typeof base64 === 'string' &&
    Array.isArray(shape) &&
    shape.every((size) => typeof size === 'number')
  );
}
