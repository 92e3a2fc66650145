import assert from 'node:assert/strict';
import { test } from 'node:test';
import { buildDataset } from '../../../src/data/dataset';
import { formatFor, readTable } from '../../../src/data/formats';
import { fixture, readFixture } from './formatFixtures';
import { cells, names, problemOf, rowsOf } from './support';

/** A file of two pictures of 3 x 4 pixels, 0 to 23. */
const pictures = 'pictures-idx3-ubyte';

const types: [string, number[]][] = [
  ['08', [0, 1, 127]],
  ['09', [0, 1, 127, -1]],
  ['0b', [0, 1, 127, -1]],
  ['0c', [0, 1, 127, -1]],
  ['0d', [0, 1, 127, -1, 0.5]],
  ['0e', [0, 1, 127, -1, 0.5]],
];
for (const [code, expected] of types) {
  test(`labels of the element type 0x${code}`, () => {
    const table = readFixture(`labels-${code}.idx`);
    assert.deepEqual(names(table), ['label']);
    assert.deepEqual(cells(table.columns[0]!), expected);
    assert.equal(table.image, undefined);
  });
}

test('labels are classes', () => {
  const { target } = buildDataset(readFixture('labels-08.idx'), { path: '', target: 'label' }, '');
  assert.deepEqual(target?.classes, ['0', '1', '127']);
});

test('pictures are pixels, row by row, and known by content where the name has no extension', () => {
  assert.equal(formatFor('x/train-images-idx3-ubyte', fixture(pictures)).id, 'idx');
  const table = readFixture(pictures);
  assert.equal(table.rows, 2);
  const pixels = Array.from({ length: 12 }, (_, i) => `pixel ${i}`);
  assert.deepEqual(table.image, { width: 4, height: 3, channels: 1, columns: pixels });
  assert.deepEqual(names(table), pixels);
  assert.deepEqual(
    rowsOf(table),
    [0, 12].map((from) => pixels.map((_, i) => from + i)),
  );
});

test('pictures in colour; a matrix', () => {
  const colours = readFixture('colours.idx');
  assert.deepEqual([colours.image?.width, colours.image?.height, colours.image?.channels], [2, 2, 3]);
  assert.deepEqual(
    rowsOf(colours)[1],
    Array.from({ length: 12 }, (_, i) => 12 + i),
  );
  const matrix = readFixture('matrix.idx');
  assert.deepEqual(names(matrix), ['column 1', 'column 2']);
  assert.deepEqual(rowsOf(matrix), [[0, 1], [2, 3], [4, 5]]); // prettier-ignore
});

test('gzip around it', () => {
  assert.deepEqual(readFixture(`${pictures}.gz`).columns, readFixture(pictures).columns);
});

const bad: [string, number[], string, RegExp][] = [
  ['nothing', [], 'damaged-file', /byte 0/],
  ['another beginning', [1, 2, 8, 1], 'damaged-file', /byte 0.*00 00 08/],
  ['an unknown type', [0, 0, 10, 1, 0, 0, 0, 1, 0], 'damaged-file', /byte 2.*element type 10; expected 8/],
  ['five dimensions', [0, 0, 8, 5], 'damaged-file', /byte 3.*5 dimensions; expected 1 to 4/],
  ['half a header', [0, 0, 8, 2, 0, 0], 'damaged-file', /ends after 6 bytes; expected 2 lengths/],
  ['too few elements', [0, 0, 8, 1, 0, 0, 0, 4, 1], 'damaged-file', /byte 8: 1 bytes of elements; expected 4 /],
  ['endless lengths', [0, 0, 8, 3, ...Array<number>(12).fill(255)], 'damaged-file', /shape|elements/],
  ['no rows', [0, 0, 8, 1, 0, 0, 0, 0], 'no-rows', /no rows/],
  ['no columns', [0, 0, 8, 2, 255, 255, 255, 255, 0, 0, 0, 0], 'no-columns', /no elements/],
];
for (const [what, bytes, code, words] of bad) {
  test(`${what} is a ${code}`, () => {
    const problem = problemOf(() => readTable('a.idx', Uint8Array.from(bytes)));
    assert.equal(problem.code, code);
    assert.match(problem.message, words);
  });
}

test('more columns than a table can have are refused before anything is made', () => {
  const header = [0, 0, 8, 3, 0, 0, 0, 1, 0, 0, 1, 0, 0, 0, 1, 0];
  const bytes = new Uint8Array(16 + 65_536);
  bytes.set(header);
  assert.equal(problemOf(() => readTable('a.idx', bytes)).code, 'too-many-columns');
});
