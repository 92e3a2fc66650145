import { arrayColumns, sizeOf } from './arrays';
import { damaged } from './damaged';
import { float32, float64, int16, int32, int8, uint8, type ElementType } from './elements';
import { checkSize } from './limits';
import type { Format, ReadProgress, Table } from './table';
import { infiniteNotes } from './typed';
import { grouped } from './words';

/**
 * The format of the MNIST database (LeCun, Cortes and Burges 1998): two bytes 0, the element type, the number of dimensions,
 * the length of each as a big-endian 32-bit number, then the elements, big-endian, the last dimension fastest.
 *
 * One dimension is the column `label`; two are columns; three, or four with the channels last, are pictures.
 */
export const idx: Format = {
  id: 'idx',
  title: 'IDX',
  extensions: ['.idx', '.idx1-ubyte', '.idx2-ubyte', '.idx3-ubyte', '.idx4-ubyte'],
  recognises: (bytes) => shapeOf(bytes) !== undefined,
  read,
};

/** Element types by their number in the third byte. */
const elementTypes: Readonly<Partial<Record<number, ElementType>>> = {
  0x08: uint8,
  0x09: int8,
  0x0b: int16,
  0x0c: int32,
  0x0d: float32,
  0x0e: float64,
};

const mostDimensions = 4;

function* read(bytes: Uint8Array): Generator<ReadProgress, Table> {
  checkSize(bytes.length);
  const [zero, alsoZero, code, dimensions] = bytes;
  if (zero !== 0 || alsoZero !== 0 || dimensions === undefined)
    throw damaged(
      idx.title,
      'byte 0',
      `it does not begin with two bytes 0; expected the magic number 00 00 08 03 or so`,
    );
  const element = elementTypes[code!];
  if (!element) throw damaged(idx.title, 'byte 2', `the element type ${code}; expected 8, 9, 11, 12, 13 or 14`);
  if (dimensions < 1 || dimensions > mostDimensions)
    throw damaged(idx.title, 'byte 3', `${dimensions} dimensions; expected 1 to ${mostDimensions}`);
  const start = headerSize(dimensions);
  if (bytes.length < start)
    throw damaged(idx.title, 'byte 4', `the file ends after ${bytes.length} bytes; expected ${dimensions} lengths`);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const shape = lengthsIn(view, dimensions);
  const expected = sizeOf(shape, idx.title, 'byte 4') * element.bytes;
  if (bytes.length - start !== expected) {
    throw damaged(
      idx.title,
      `byte ${start}`,
      `${grouped(bytes.length - start)} bytes of elements; expected ${grouped(expected)} for the shape (${shape.join(', ')})`,
    );
  }
  const inner = shape.slice(1).reduce((product, length) => product * length, 1);
  const array = {
    shape,
    isByte: element === uint8,
    at: (row: number, i: number) => element.read(view, start + (row * inner + i) * element.bytes, false),
  };
  const infinite: string[] = [];
  const name = dimensions === 1 ? 'label' : 'column';
  const { columns, image, notes } = yield* arrayColumns(array, name, infinite);
  return {
    rows: shape[0]!,
    columns,
    report: { format: idx.id, raggedRows: 0, notes: [...notes, ...infiniteNotes(infinite)] },
    ...(image ? { image } : {}),
  };
}

/** The shape, if this is an IDX file for certain: its length is the one that its dimensions say. */
function shapeOf(bytes: Uint8Array): number[] | undefined {
  const [zero, alsoZero, code, dimensions = 0] = bytes;
  const element = elementTypes[code ?? 0];
  if (zero !== 0 || alsoZero !== 0 || !element || dimensions < 1 || dimensions > mostDimensions) return undefined;
  const start = headerSize(dimensions);
  if (bytes.length < start) return undefined;
  const shape = lengthsIn(new DataView(bytes.buffer, bytes.byteOffset, bytes.length), dimensions);
  const size = shape.reduce((product, length) => product * length, element.bytes);
  return bytes.length - start === size ? shape : undefined;
}

function headerSize(dimensions: number): number {
  return 4 + 4 * dimensions;
}

function lengthsIn(view: DataView, dimensions: number): number[] {
  return Array.from({ length: dimensions }, (_, i) => view.getUint32(4 + 4 * i));
}
