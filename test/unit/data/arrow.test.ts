import assert from 'node:assert/strict';
import { test } from 'node:test';
import { int32, tableFromArrays, tableToIPC, utf8, columnFromArray, tableFromColumns } from '@uwdata/flechette';
import { formatFor, readTable } from '../../../src/data/formats';
import { fixture, fixtureJson, readFixture } from './formatFixtures';
import { cells, column, names, problemOf } from './support';

const expected = fixtureJson<Record<string, unknown[]>>('typed.json');

for (const name of ['uncompressed', 'lz4', 'zstd']) {
  test(`every type, in batches: ${name}.feather`, () => {
    const table = readFixture(`${name}.feather`);
    assert.equal(table.rows, 5);
    assert.ok(table.columns.length >= 4);
    for (const found of table.columns) assert.deepEqual(cells(found), expected[found.name], found.name);
  });
}

test('what is left out and what is infinite is told', () => {
  const table = readFixture('uncompressed.feather');
  assert.deepEqual(names(table), Object.keys(expected));
  assert.match(table.report.notes.join(), /Left out.*: list, struct\./);
  assert.match(table.report.notes.join(), /Infinite values .*: float\./);
});

test('long buffers, compressed with copies that overlap', () => {
  const table = readFixture('long-lz4.feather');
  assert.equal(table.rows, 3000);
  assert.deepEqual(
    cells(column(table, 'n')),
    Array.from({ length: 3000 }, (_, i) => i % 7),
  );
  assert.deepEqual(
    cells(column(table, 'w')),
    Array.from({ length: 3000 }, (_, i) => `word ${i % 5}`),
  );
});

test('words in views', () => {
  assert.deepEqual(readFixture('views.feather').columns.map(cells), [
    ['short', 'a word of more than twelve letters', null],
  ]);
});

test('as another writer wrote it, at any address', () => {
  const columns = tableFromColumns({
    x: columnFromArray([1, null, 3], int32()),
    y: columnFromArray(['a', 'b', 'a'], utf8()),
  });
  const bytes = tableToIPC(columns, { format: 'file' })!;
  const moved = new Uint8Array(bytes.length + 3);
  moved.set(bytes, 3);
  const table = readTable('a', moved.subarray(3));
  assert.deepEqual(table.columns.map(cells), [
    [1, null, 3],
    ['a', 'b', 'a'],
  ]);
});

test('Feather version 1 and streams are refused with what to do', () => {
  const old = problemOf(() => formatFor('a.feather', new TextEncoder().encode('FEA1....FEA1')));
  assert.equal(old.code, 'unreadable-file');
  assert.match(old.message, /Feather file of version 1.*version 2/);
  const stream = tableToIPC(tableFromArrays({ x: [1] }), { format: 'stream' })!;
  const problem = problemOf(() => readTable('a.arrow', stream));
  assert.equal(problem.code, 'damaged-file');
  assert.match(problem.message, /"ARROW1".*not in a stream/);
});

test('damage is told with its place', () => {
  const bytes = fixture('uncompressed.feather');
  assert.match(problemOf(() => readTable('a', bytes.subarray(0, -1))).message, /first or last 6 bytes/);
  const list = Uint8Array.from(bytes);
  new DataView(list.buffer).setInt32(list.length - 10, 40, true);
  assert.match(
    problemOf(() => readTable('a', list)).message,
    /the Arrow \(Feather 2\) file is damaged in its descriptions/,
  );
});
