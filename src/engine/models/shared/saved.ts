import { matrix } from '../../../data/matrix';
import type { Matrix } from '../../../data/matrix';
import { Problem } from '../../../data/problem';
import type { Json } from '../../../protocol/cards';
import { pack, unpack } from '../../../protocol/packing';
import type { Packed } from '../../../protocol/packing';

/** A model's state as plain JSON. */
export type SavedState = { [name: string]: Json };

/** A saved model that cannot be used. */
export class Damaged extends Problem {
  constructor(readonly what: string) {
    super('damaged-model', `the saved model is damaged: ${what}; train it again`);
  }
}

export function damaged(what: string): Problem {
  return new Damaged(what);
}

/** Exact numbers of a shape, as JSON. */
export function packExact(values: Float64Array | Float32Array | Int32Array, shape: number[]): Json {
  const type = values instanceof Float32Array ? 'f32' : values instanceof Int32Array ? 'i32' : 'f64';
  return { ...pack(type, values, shape) };
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

/** The rows of a packed matrix of so many columns; there may be none. */
export function readRows(value: Json | undefined, what: string, columns: number): Matrix {
  const rows = isPacked(value) ? Number(value.shape[0]) : 0;
  return matrix(rows, columns, readArray(value, what, [rows, columns]));
}

/** Whole numbers from `low` to `end - 1`, of exactly this shape. */
export function readCodes(
  value: Json | undefined,
  what: string,
  shape: readonly number[],
  low: number,
  end: number,
): Int32Array {
  const codes = readArray(value, what, shape);
  const wrong = codes.find((code) => !(Number.isInteger(code) && code >= low && code < end));
  if (wrong !== undefined) throw damaged(`${what} holds ${wrong}`);
  return Int32Array.from(codes);
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
    (type === 'f64' || type === 'f32' || type === 'i32') &&
    typeof base64 === 'string' &&
    Array.isArray(shape) &&
    shape.every((size) => typeof size === 'number')
  );
}
