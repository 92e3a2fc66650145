import { damaged } from './damaged';
import { checkCells, checkColumns } from './limits';
import type { ImageShape } from './plan';
import { Problem } from './problem';
import type { Column, ReadProgress, Table } from './table';
import { typedColumn, type TypedCell } from './typed';
import { grouped } from './words';

/** An array of one or more dimensions, the first of which counts the rows. */
export interface NdArray {
  shape: readonly number[];
  /** Elements are whole numbers from 0 to 255, as pixels are. */
  isByte: boolean;
  /** An element; `inner` counts the other dimensions in C order, the last one fastest. */
  at(row: number, inner: number): TypedCell;
}

/** Columns of a table, and which of them are pixels. */
export type ArrayColumns = Pick<Table, 'columns' | 'image'> & { notes: string[] };

/** An array of three dimensions whose sides are longer, and that is not of bytes, holds other things than pictures. */
const longestSide = 512;

/** The product of lengths, if it is a number of elements that can be. Throws `damaged-file`. */
export function sizeOf(shape: readonly number[], title: string, place: string): number {
  const size = shape.reduce((product, length) => product * length, 1);
  if (shape.every((length) => Number.isSafeInteger(length) && length >= 0) && Number.isSafeInteger(size)) return size;
  throw damaged(title, place, `the shape (${shape.join(', ')}); expected whole numbers of elements`);
}

/**
 * The columns of an array: one of one dimension is the column `name`, one of two gives `name 1`, `name 2`, ... Pictures, that
 * is [n, h, w] of bytes or with sides up to 512, [n, h, w, c] and [n, c, h, w] with c 1 or 3, give `pixel 0`, `pixel 1`, ... row
 * by row from the top, the channels of a pixel together. Any other array is laid out as [n, rest].
 *
 * @param infinite names of columns with infinite numbers are added to it
 */
export function* arrayColumns(array: NdArray, name: string, infinite: string[]): Generator<ReadProgress, ArrayColumns> {
  const [rows, ...inner] = array.shape as [number, ...number[]];
  if (rows === 0) throw new Problem('no-rows', `the array ${name} has no rows; expected at least one`);
  const width = inner.reduce((product, length) => product * length, 1);
  if (width === 0) {
    const shape = array.shape.join(', ');
    throw new Problem(
      'no-columns',
      `the array ${name} has the shape (${shape}) and no elements; expected at least one column`,
    );
  }
  checkColumns(width);
  checkCells(rows, width);
  const picture = pictureOf(array, inner);
  const order = picture?.order ?? Array.from({ length: width }, (_, i) => i);
  const nameOf = (i: number): string => (picture ? `pixel ${i}` : inner.length === 0 ? name : `${name} ${i + 1}`);
  const columns: Column[] = [];
  for (const [i, from] of order.entries()) {
    columns.push(typedColumn(nameOf(i), rows, (row) => array.at(row, from), infinite));
    yield { rows, fraction: columns.length / width };
  }
  if (picture)
    return { columns, image: { ...picture.shape, columns: columns.map((column) => column.name) }, notes: [] };
  const notes =
    inner.length < 2
      ? []
      : [`The array ${name} of shape (${array.shape.join(', ')}) was read as ${grouped(width)} columns, no pictures.`];
  return { columns, notes };
}

/** Arrays one below the other; as many elements in each row. */
export function stacked(parts: readonly NdArray[]): NdArray {
  const starts: number[] = [];
  let rows = 0;
  for (const part of parts) {
    starts.push(rows);
    rows += part.shape[0]!;
  }
  return {
    shape: [rows, ...parts[0]!.shape.slice(1)],
    isByte: parts.every((part) => part.isByte),
    at(row, inner) {
      const part = starts.findLastIndex((start) => start <= row);
      return parts[part]!.at(row - starts[part]!, inner);
    },
  };
}

/** The shape of the pictures, and of each column the place of its elements within a row. Undefined: no pictures. */
function pictureOf(array: NdArray, inner: readonly number[]): { shape: ImageShape; order: number[] } | undefined {
  if (inner.length === 2) {
    const [height, width] = inner as [number, number];
    if (!array.isByte && Math.max(height, width) > longestSide) return undefined;
    return inOrder(height, width, 1, (y, x) => y * width + x);
  }
  if (inner.length !== 3) return undefined;
  const [a, b, c] = inner as [number, number, number];
  if (areChannels(c)) return inOrder(a, b, c, (y, x, channel) => (y * b + x) * c + channel);
  if (areChannels(a)) return inOrder(b, c, a, (y, x, channel) => (channel * b + y) * c + x);
  return undefined;
}

/** Grey, or red, green and blue. */
function areChannels(length: number): boolean {
  return length === 1 || length === 3;
}

function inOrder(
  height: number,
  width: number,
  channels: number,
  place: (y: number, x: number, channel: number) => number,
): { shape: ImageShape; order: number[] } | undefined {
  if (height * width === 0) return undefined;
  const order = Array.from({ length: height * width * channels }, (_, i) => {
    const pixel = Math.floor(i / channels);
    return place(Math.floor(pixel / width), pixel % width, i % channels);
  });
  return { shape: { width, height, channels }, order };
}
