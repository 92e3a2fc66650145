import { arrayColumns, sizeOf, type NdArray } from './arrays';
import { damaged } from './damaged';
import { checkSize } from './limits';
import { elementOf } from './npyTypes';
import { Problem } from './problem';
import type { Format, ReadProgress, Table } from './table';
import { infiniteNotes } from './typed';
import { grouped } from './words';

/**
 * One NumPy array (NEP 1, Kern 2007), versions 1 to 3, in C or Fortran order: numbers, truth values and words.
 * One dimension is one column, two are columns, pictures are pixels: see `arrayColumns`.
 */
export const npy: Format = {
  id: 'npy',
  title: 'NumPy array',
  extensions: ['.npy'],
  recognises: (bytes) => magic.every((byte, i) => bytes[i] === byte),
  read,
};

/** `\x93NUMPY`. */
const magic = [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59];

function* read(bytes: Uint8Array): Generator<ReadProgress, Table> {
  checkSize(bytes.length);
  const array = parseNpy(bytes);
  if (array.shape.length === 0)
    throw new Problem('no-rows', 'the NumPy array is a single value; expected an array with a row for each example');
  const infinite: string[] = [];
  const { columns, image, notes } = yield* arrayColumns(array, 'column', infinite);
  return {
    rows: array.shape[0]!,
    columns,
    report: { format: npy.id, raggedRows: 0, notes: [...notes, ...infiniteNotes(infinite)] },
    ...(image ? { image } : {}),
  };
}

/** The array in the bytes of an `.npy` file; without dimensions if it is a single value. Throws a `Problem`. */
export function parseNpy(bytes: Uint8Array): NdArray {
  if (!npy.recognises!(bytes)) throw damaged(npy.title, 'byte 0', 'it does not begin with "\\x93NUMPY"; expected that');
  const { header, start } = headerOf(bytes);
  const descr = /'descr'\s*:\s*(?:'([^']*)'|([[(]))/.exec(header);
  const order = /'fortran_order'\s*:\s*(True|False)/.exec(header);
  const lengths = /'shape'\s*:\s*\(([\d,\sL]*)\)/.exec(header);
  if (!descr || !order || !lengths)
    throw damaged(
      npy.title,
      'byte 10',
      'a header without descr, fortran_order and shape; expected a Python dict of these',
    );
  if (descr[1] === undefined) {
    throw new Problem(
      'unreadable-file',
      'the NumPy array holds records of several fields; save each field with numpy.savez, or write the array as CSV',
    );
  }
  const { element, little } = elementOf(descr[1]);
  const shape = (lengths[1]!.match(/\d+/g) ?? []).map(Number);
  const expected = sizeOf(shape, npy.title, 'the header') * element.bytes;
  if (bytes.length - start !== expected) {
    throw damaged(
      npy.title,
      `byte ${start}`,
      `${grouped(bytes.length - start)} bytes of elements; expected ${grouped(expected)} for the shape (${shape.join(', ')})`,
    );
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset + start, expected);
  const place = order[1] === 'True' ? fortranPlace(shape) : cPlace(shape);
  return {
    shape,
    isByte: /^[|<>=]?u1$/.test(descr[1]),
    at: (row, inner) => element.read(view, place(row, inner) * element.bytes, little),
  };
}

function headerOf(bytes: Uint8Array): { header: string; start: number } {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const major = bytes[6] ?? 0;
  if (major < 1 || major > 3) throw damaged(npy.title, 'byte 6', `version ${major}; expected 1, 2 or 3`);
  const from = major === 1 ? 10 : 12;
  if (bytes.length < from) throw damaged(npy.title, 'byte 8', 'the file ends; expected the length of the header');
  const length = major === 1 ? view.getUint16(8, true) : view.getUint32(8, true);
  const start = from + length;
  if (start > bytes.length)
    throw damaged(npy.title, 'byte 8', `a header of ${length} bytes; expected at most ${bytes.length - from}`);
  return { header: new TextDecoder(major === 3 ? 'utf-8' : 'latin1').decode(bytes.subarray(from, start)), start };
}

type Place = (row: number, inner: number) => number;

function cPlace(shape: readonly number[]): Place {
  const width = shape.slice(1).reduce((product, length) => product * length, 1);
  return (row, inner) => row * width + inner;
}

/** The first dimension is the fastest. */
function fortranPlace(shape: readonly number[]): Place {
  const [rows, ...rest] = shape as [number, ...number[]];
  const placeOf = (inner: number): number => {
    let place = 0;
    let left = inner;
    let stride = rest.reduce((product, length) => product * length, rows);
    for (let axis = rest.length - 1; axis >= 0; axis--) {
      const length = rest[axis]!;
      stride /= length;
      place += (left % length) * stride;
      left = Math.floor(left / length);
    }
    return place;
  };
  // Asked column by column, so the last answer is nearly always the next one.
  let known = { inner: 0, place: 0 };
  return (row, inner) => {
    if (inner !== known.inner) known = { inner, place: placeOf(inner) };
    return row + known.place;
  };
}
