import assert from 'node:assert/strict';
import { test } from 'node:test';
import { unzipSync } from 'fflate';
import { readTable } from '../../../src/data/formats';
import { fixture, fixtureJson, readFixture } from './formatFixtures';
import { cells, names, problemOf, rowsOf, utf8 } from './support';

/** An array with this header and these elements. */
function npy(header: string, elements: number[] = [], version = 1): Uint8Array {
  const text = utf8(header);
  return Uint8Array.from([
    0x93,
    ...utf8('NUMPY'),
    version,
    0,
    text.length & 255,
    text.length >> 8,
    ...text,
    ...elements,
  ]);
}

const elements = fixtureJson<{ type: string; cells: unknown[] }[]>('elements.json');
const files = unzipSync(fixture('elements.npz'));
for (const [i, { type, cells: expected }] of elements.entries()) {
  test(`elements of the type ${type}`, () => {
    const table = readTable('a.npy', files[`e${i}.npy`]!);
    assert.deepEqual(names(table), ['column']);
    assert.deepEqual(cells(table.columns[0]!), expected);
    const hasInfinite = /f\d/.test(type);
    assert.equal(/Infinite values .* missing: column/.test(table.report.notes.join()), hasInfinite);
  });
}

for (const name of ['c-order', 'fortran-order', 'version-2', 'version-3']) {
  test(`a matrix: ${name}`, () => {
    const table = readFixture(`${name}.npy`);
    assert.deepEqual(names(table), ['column 1', 'column 2']);
    assert.deepEqual(rowsOf(table), [[0, 1], [2, 3], [4, 5]]); // prettier-ignore
    assert.equal(table.image, undefined);
  });
}

test('truth values and words are categories', () => {
  const kinds = elements.flatMap(({ type }, i) =>
    /^(bool|.?U|S)$/.test(type) ? [readTable('a.npy', files[`e${i}.npy`]!).columns[0]!.kind] : [],
  );
  assert.deepEqual(kinds, ['categorical', 'categorical', 'categorical', 'categorical']);
});

test('whole numbers beyond 2^53 are words', () => {
  const table = readTable('a.npy', npy("{'descr': '<u8', 'fortran_order': False, 'shape': (2,)}", [1, 0, 0, 0, 0, 0, 32, 0, 2, 0, 0, 0, 0, 0, 0, 0])); // prettier-ignore
  assert.deepEqual(cells(table.columns[0]!), ['9007199254740993', '2']);
});

test('pictures; colours with the channels last or first, in either order', () => {
  const grey = readFixture('pictures.npy');
  assert.deepEqual([grey.image?.width, grey.image?.height, grey.image?.channels], [4, 3, 1]);
  assert.equal(rowsOf(grey)[1]![5], 17);
  for (const name of ['channels-last', 'channels-first', 'channels-first-fortran']) {
    const { image, ...table } = readFixture(`${name}.npy`);
    assert.deepEqual([image?.width, image?.height, image?.channels], [2, 2, 3], name);
    assert.deepEqual(rowsOf(table).flat(), Array.from({ length: 24 }, (_, i) => i), name); // prettier-ignore
  }
});

test('arrays that are no pictures are columns, with a note', () => {
  const long = readTable('a.npy', npy("{'descr': '<i1', 'fortran_order': False, 'shape': (1, 2, 600)}", Array<number>(1200).fill(1))); // prettier-ignore
  assert.equal(long.columns.length, 1200);
  assert.equal(long.image, undefined);
  assert.match(long.report.notes.join(), /shape \(1, 2, 600\).*1,200 columns/);
});

const header = (descr: string, shape: string): string =>
  `{'descr': ${descr}, 'fortran_order': False, 'shape': ${shape}}`;
const bad: [string, Uint8Array, string, RegExp][] = [
  ['Python objects', npy(header("'|O'", '(1,)'), [1]), 'unreadable-file', /Python objects.*astype/],
  ['records', npy(header("[('a', '<i4')]", '(1,)'), [1, 0, 0, 0]), 'unreadable-file', /records of several fields/],
  ['complex numbers', npy(header("'<c16'", '(0,)')), 'unreadable-file', /complex/],
  ['dates', npy(header("'<M8[ns]'", '(0,)')), 'unreadable-file', /dates; convert it with astype/],
  ['an unknown type', npy(header("'<q9'", '(0,)')), 'damaged-file', /the type '<q9'/],
  ['words of no letters', npy(header("'<U0'", '(9999999,)')), 'damaged-file', /the type '<U0'/],
  ['a single value', npy(header("'<i1'", '()'), [1]), 'no-rows', /single value/],
  ['too few elements', npy(header("'<i4'", '(2, 3)'), [1, 2]), 'damaged-file', /2 bytes of elements; expected 24 /],
  ['an endless shape', npy(header("'<i4'", '(99999999, 99999999)')), 'damaged-file', /shape/],
  ['no header', npy('nothing'), 'damaged-file', /without descr/],
  ['a header beyond the end', npy('', [], 1).slice(0, 9), 'damaged-file', /byte 8/],
  ['version 4', npy(header("'<i4'", '(0,)'), [], 4), 'damaged-file', /version 4; expected 1, 2 or 3/],
  ['another beginning', utf8('NUMPY'), 'damaged-file', /byte 0/],
];
for (const [what, bytes, code, words] of bad) {
  test(`${what}: ${code}`, () => {
    const problem = problemOf(() => readTable('a.npy', bytes));
    assert.equal(problem.code, code);
    assert.match(problem.message, words);
  });
}
