import { textOf } from './text';

/** How numbers are written in a file. */
export interface NumberStyle {
  decimal: '.' | ',';
  /** Separates groups of three digits. */
  group: '.' | ',';
}

export const pointStyle: NumberStyle = { decimal: '.', group: ',' };
export const commaStyle: NumberStyle = { decimal: ',', group: '.' };

const powersOfTen = Float64Array.from({ length: 23 }, (_, i) => Number(`1e${i}`));

/**
 * The number written in `bytes[start, end)`, or NaN where a number would lose what is written:
 * anything but sign, digits, one decimal mark and exponent; leading zeros (`007` is a code); whole numbers that float64
 * cannot hold (beyond 2^53); values beyond float64's range.
 *
 * Up to 15 digits and powers of ten up to 22 are exact in one multiplication or division (Clinger 1990); the rest is
 * left to `Number`.
 */
export function parseNumber(bytes: Uint8Array, start: number, end: number, decimalByte: number): number {
  let i = start;
  let byte = bytes[i]!;
  const negative = byte === 0x2d;
  if (negative || byte === 0x2b) i++;
  const first = i;
  let value = 0;
  let digits = 0;
  let fraction = 0;
  let inFraction = false;
  for (; i < end; i++) {
    byte = bytes[i]!;
    if (byte >= 0x30 && byte <= 0x39) {
      value = value * 10 + (byte - 0x30);
      digits++;
      if (inFraction) fraction++;
    } else if (byte === decimalByte && !inFraction) {
      inFraction = true;
    } else break;
  }
  if (digits === 0) return NaN;
  const wholeDigits = digits - fraction;
  if (wholeDigits > 1 && bytes[first] === 0x30) return NaN;
  let exponent = 0;
  const whole = i === end && !inFraction;
  if (i < end) {
    exponent = parseExponent(bytes, i, end);
    if (Number.isNaN(exponent)) return NaN;
  }
  const power = exponent - fraction;
  if (digits > 15 || power > 22 || power < -22) return parseSlowly(bytes, start, end, decimalByte, whole);
  const magnitude = power < 0 ? value / powersOfTen[-power]! : value * powersOfTen[power]!;
  return negative ? -magnitude : magnitude;
}

/** The value of `e-12` and the like, or NaN. */
function parseExponent(bytes: Uint8Array, start: number, end: number): number {
  if ((bytes[start]! | 0x20) !== 0x65) return NaN;
  let i = start + 1;
  const negative = bytes[i] === 0x2d;
  if (negative || bytes[i] === 0x2b) i++;
  if (i >= end) return NaN;
  let exponent = 0;
  for (; i < end; i++) {
    const byte = bytes[i]!;
    if (byte < 0x30 || byte > 0x39) return NaN;
    exponent = Math.min(exponent * 10 + (byte - 0x30), 100_000);
  }
  return negative ? -exponent : exponent;
}

function parseSlowly(bytes: Uint8Array, start: number, end: number, decimalByte: number, whole: boolean): number {
  // A literal this long is no number anybody meant.
  if (end - start > 400) return NaN;
  const written = textOf(bytes, start, end);
  const value = Number(decimalByte === 0x2c ? written.replace(',', '.') : written);
  if (!Number.isFinite(value) || (whole && !Number.isSafeInteger(value))) return NaN;
  return value;
}

const numberText = /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/;

/** As {@link parseNumber}, for text. */
export function numberOf(text: string): number {
  if (!numberText.test(text) || /^[+-]?0\d/.test(text)) return NaN;
  const value = Number(text);
  return Number.isFinite(value) && (Number.isSafeInteger(value) || /[.eE]/.test(text)) ? value : NaN;
}

/** Whether the text says infinity, or is a number too large for float64: such a cell cannot be computed with. */
export function isInfinite(text: string): boolean {
  return (
    /^[+-]?inf(inity)?$/i.test(text) || (numberText.test(text) && /[.eE]/.test(text) && !Number.isFinite(Number(text)))
  );
}

const groupedText = {
  ',': /^[+-]?[1-9]\d{0,2}(,\d{3})+(\.\d+)?$/,
  '.': /^[+-]?[1-9]\d{0,2}(\.\d{3})+(,\d+)?$/,
};

/**
 * A number with thousands separators, as in `1,234,567.8`; undefined if it is none.
 * `sure` is false for one separator and no decimal mark: `1,234` may be 1234 or 1.234.
 */
export function parseGrouped(text: string, style: NumberStyle): { value: number; sure: boolean } | undefined {
  if (!groupedText[style.group].test(text)) return undefined;
  const groups = text.split(style.group);
  const value = numberOf(groups.join('').replace(style.decimal, '.'));
  return Number.isNaN(value) ? undefined : { value, sure: groups.length > 2 || text.includes(style.decimal) };
}
