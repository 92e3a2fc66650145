import { damaged } from './damaged';
import * as elements from './elements';
import type { ElementType } from './elements';
import { Problem } from './problem';

const numbers: Readonly<Partial<Record<string, ElementType>>> = {
  b1: elements.bool8,
  i1: elements.int8,
  i2: elements.int16,
  i4: elements.int32,
  i8: elements.int64,
  u1: elements.uint8,
  u2: elements.uint16,
  u4: elements.uint32,
  u8: elements.uint64,
  f2: elements.float16,
  f4: elements.float32,
  f8: elements.float64,
};

const texts: Readonly<Partial<Record<string, (length: number) => ElementType>>> = {
  U: unicode,
  S: byteText,
  a: byteText,
};

/** Kinds of elements that are no cells of a table, and what to do. */
const refused: Readonly<Partial<Record<string, string>>> = {
  O: 'Python objects, which only Python can read; convert it with astype to numbers or str',
  c: 'complex numbers; save the real and the imaginary part',
  f: 'numbers of more than 64 bits; convert it with astype("f8")',
  M: 'dates; convert it with astype(str)',
  m: 'spans of time; convert it with astype("i8")',
  V: 'raw bytes; convert it to numbers or str',
};

/** How the elements of a NumPy type such as `<f8` or `<U10` are read, and in which byte order. Throws a `Problem`. */
export function elementOf(descr: string): { element: ElementType; little: boolean } {
  const [, order, kind, digits] = /^([<>|=]?)([A-Za-z])(\d*)/.exec(descr) ?? [];
  if (kind === undefined) throw damaged('NumPy array', 'the header', `the type '${descr}'; expected one such as '<f8'`);
  const little = order !== '>';
  const length = Number(digits);
  const element = length > 0 ? (texts[kind]?.(length) ?? numbers[`${kind}${length}`]) : undefined;
  if (element) return { element, little };
  const what = refused[kind];
  if (what === undefined) throw damaged('NumPy array', 'the header', `the type '${descr}'; expected one such as '<f8'`);
  throw new Problem('unreadable-file', `the NumPy array holds ${what}, or write it as CSV`);
}

/** Words of a fixed length in UTF-32, filled up with 0. */
function unicode(length: number): ElementType {
  return {
    bytes: 4 * length,
    read(view, offset, little) {
      let text = '';
      for (let i = 0; i < length; i++) {
        const letter = view.getUint32(offset + 4 * i, little);
        if (letter === 0) break;
        text += letter <= 0x10ffff ? String.fromCodePoint(letter) : '\ufffd';
      }
      return text === '' ? null : text;
    },
  };
}

const utf8 = new TextDecoder();

/** Words of a fixed length in bytes, filled up with 0. */
function byteText(length: number): ElementType {
  return {
    bytes: length,
    read(view, offset) {
      const bytes = new Uint8Array(view.buffer, view.byteOffset + offset, length);
      const end = bytes.indexOf(0);
      const text = utf8.decode(end < 0 ? bytes : bytes.subarray(0, end));
      return text === '' ? null : text;
    },
  };
}
