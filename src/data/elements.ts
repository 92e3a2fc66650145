import type { TypedCell } from './typed';

/** How one number of an array is stored. */
export interface ElementType {
  bytes: number;
  read(view: DataView, offset: number, little: boolean): TypedCell;
}

export const uint8: ElementType = { bytes: 1, read: (view, offset) => view.getUint8(offset) };
export const int8: ElementType = { bytes: 1, read: (view, offset) => view.getInt8(offset) };
export const bool8: ElementType = { bytes: 1, read: (view, offset) => view.getUint8(offset) !== 0 };
export const uint16: ElementType = { bytes: 2, read: (view, offset, little) => view.getUint16(offset, little) };
export const int16: ElementType = { bytes: 2, read: (view, offset, little) => view.getInt16(offset, little) };
export const uint32: ElementType = { bytes: 4, read: (view, offset, little) => view.getUint32(offset, little) };
export const int32: ElementType = { bytes: 4, read: (view, offset, little) => view.getInt32(offset, little) };
export const uint64: ElementType = { bytes: 8, read: (view, offset, little) => view.getBigUint64(offset, little) };
export const int64: ElementType = { bytes: 8, read: (view, offset, little) => view.getBigInt64(offset, little) };
export const float32: ElementType = { bytes: 4, read: (view, offset, little) => view.getFloat32(offset, little) };
export const float64: ElementType = { bytes: 8, read: (view, offset, little) => view.getFloat64(offset, little) };
export const float16: ElementType = {
  bytes: 2,
  read: (view, offset, little) => halfPrecision(view.getUint16(offset, little)),
};

/** The value of the 16 bits of a half-precision number: sign, 5 bits of exponent, 10 of fraction (IEEE 754). */
function halfPrecision(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 0x1f;
  const fraction = bits & 0x3ff;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  if (exponent === 0x1f) return fraction === 0 ? sign * Infinity : NaN;
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}
