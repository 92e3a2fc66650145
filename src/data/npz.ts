import { arrayColumns, stacked, type ArrayColumns, type NdArray } from './arrays';
import { checkCells, checkSize, uniqueNames } from './limits';
import { parseNpy } from './npy';
import { Problem } from './problem';
import type { CategoricalColumn, Column, Format, ReadProgress, Table } from './table';
import { infiniteNotes } from './typed';
import { listed } from './words';
import { zipEntries } from './zip';

/**
 * NumPy arrays under names, as `numpy.savez` writes them. Arrays with as many rows are joined side by side; those of another
 * length are left out and named. `x_train`, `y_train`, `x_test` and `y_test` are put one below the other, with a column `split`.
 */
export const npz: Format = {
  id: 'npz',
  title: 'NumPy arrays',
  extensions: ['.npz'],
  recognises: (bytes) => isZip(bytes) && firstName(bytes).endsWith('.npy'),
  read,
};

/** Names under which the inputs are usually kept, the first found of which says how many rows there are. */
const inputs = ['x', 'images', 'data', 'features'];

type Named = readonly [name: string, array: NdArray];

function* read(bytes: Uint8Array): Generator<ReadProgress, Table> {
  checkSize(bytes.length);
  yield { rows: 0, fraction: 0 };
  const arrays = arraysIn(bytes);
  const parts = dividedArrays(arrays);
  const notes: string[] = [];
  const chosen = parts?.arrays ?? sideBySide(arrays);
  const leftOut = (parts?.leftOut ?? arrays.filter((array) => !chosen.includes(array))).map(describe);
  if (leftOut.length > 0) notes.push(`Arrays of another length were left out: ${listed(leftOut)}.`);
  const rows = chosen[0]![1].shape[0]!;
  const { columns, image, infinite } = yield* joined(chosen, notes);
  if (parts) {
    columns.push(parts.split);
    notes.push(
      'The column split says which rows are x_train and which x_test: write "split: {by: split}" to divide them so.',
    );
  }
  const { names, notes: renamed } = uniqueNames(columns.map((column) => column.name));
  return {
    rows,
    columns: columns.map((column, i) => ({ ...column, name: names[i]! })),
    report: { format: npz.id, raggedRows: 0, notes: [...notes, ...renamed, ...infiniteNotes(infinite)] },
    ...(image ? { image } : {}),
  };
}

/** Columns of the arrays; only one of them can be the pictures, and the pixels of others keep their array's name. */
function* joined(
  arrays: readonly Named[],
  notes: string[],
): Generator<ReadProgress, Pick<ArrayColumns, 'columns' | 'image'> & { infinite: string[] }> {
  const columns: Column[] = [];
  const infinite: string[] = [];
  let image: ArrayColumns['image'];
  for (const [name, array] of arrays) {
    const read = yield* arrayColumns(array, name, infinite);
    const isSecond = image !== undefined && read.image !== undefined;
    columns.push(
      ...(isSecond ? read.columns.map((column) => ({ ...column, name: `${name} ${column.name}` })) : read.columns),
    );
    checkCells(array.shape[0]!, columns.length);
    image ??= read.image;
    notes.push(...read.notes);
  }
  return { columns, infinite, ...(image ? { image } : {}) };
}

function arraysIn(bytes: Uint8Array): Named[] {
  const entries = zipEntries(bytes, npz.title).filter(({ name }) => name.endsWith('.npy'));
  if (entries.length === 0)
    throw new Problem('no-rows', 'the archive holds no NumPy arrays; expected files named .npy');
  const arrays = entries
    .map(({ name, content }): Named => [name.slice(0, -4), parseNpy(content())])
    .filter(([, array]) => array.shape.length > 0);
  if (arrays.length > 0) return arrays;
  throw new Problem('no-rows', 'the archive holds single values only; expected arrays with a row for each example');
}

/** The arrays with as many rows as the inputs have or, if none is called so, as the first one. */
function sideBySide(arrays: readonly Named[]): Named[] {
  const [main] = [...inputs.map((name) => find(arrays, name)), arrays[0]].filter((array) => array !== undefined);
  return arrays.filter(([, array]) => array.shape[0] === main![1].shape[0]);
}

/** Training and test arrays below each other, if the archive holds those and they are alike. */
function dividedArrays(
  arrays: readonly Named[],
): { arrays: Named[]; split: CategoricalColumn; leftOut: Named[] } | undefined {
  const [xTrain, yTrain, xTest, yTest] = ['x_train', 'y_train', 'x_test', 'y_test'].map((name) => find(arrays, name));
  if (!xTrain || !yTrain || !xTest || !yTest) return undefined;
  const sameWidth = (a: NdArray, b: NdArray): boolean => a.shape.slice(1).join() === b.shape.slice(1).join();
  const sameRows = (a: NdArray, b: NdArray): boolean => a.shape[0] === b.shape[0];
  if (!sameWidth(xTrain[1], xTest[1]) || !sameWidth(yTrain[1], yTest[1])) return undefined;
  if (!sameRows(xTrain[1], yTrain[1]) || !sameRows(xTest[1], yTest[1])) return undefined;
  const x = stacked([xTrain[1], xTest[1]]);
  const y = stacked([yTrain[1], yTest[1]]);
  const [rows] = x.shape as [number];
  checkCells(rows, 1);
  const codes = new Int32Array(rows).fill(1, 0, xTrain[1].shape[0]);
  const used = [xTrain, yTrain, xTest, yTest];
  return {
    arrays: [
      ['x', x],
      ['y', y],
    ],
    split: { kind: 'categorical', name: 'split', codes, levels: ['test', 'train'], missing: 0 },
    leftOut: arrays.filter((array) => !used.includes(array)),
  };
}

function find(arrays: readonly Named[], name: string): Named | undefined {
  return arrays.find(([candidate]) => candidate.toLowerCase() === name);
}

function describe([name, array]: Named): string {
  return `${name} (${array.shape.join(', ')})`;
}

function isZip(bytes: Uint8Array): boolean {
  return [0x50, 0x4b, 0x03, 0x04].every((byte, i) => bytes[i] === byte);
}

/** The name of an archive's first file: after 30 bytes, of which two at 26 are its length. */
function firstName(bytes: Uint8Array): string {
  const length = bytes[26]! + 256 * bytes[27]!;
  return String.fromCharCode(...bytes.subarray(30, 30 + Math.min(length, 1024)));
}
