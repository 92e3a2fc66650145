import assert from 'node:assert/strict';
import { test } from 'node:test';
import { strToU8, zipSync } from 'fflate';
import { buildDataset } from '../../../src/data/dataset';
import { formatFor, readTable } from '../../../src/data/formats';
import { fixture, readFixture } from './formatFixtures';
import { cells, column, names, problemOf, rowsOf } from './support';

test('arrays of the same length are joined, others named', () => {
  const table = readFixture('table.npz');
  assert.deepEqual(names(table), ['X 1', 'X 2', 'y']);
  assert.deepEqual(rowsOf(table), [[0, 1, 'a'], [2, 3, 'b'], [4, 5, 'a']]); // prettier-ignore
  assert.match(table.report.notes.join(), /Arrays of another length were left out: names \(2\)\./);
});

test('training and test arrays are stacked, with a column to split by', () => {
  const table = readFixture('mnist-like.npz');
  assert.equal(table.image?.columns.length, 12);
  assert.deepEqual(cells(column(table, 'split')), ['train', 'train', 'test']);
  assert.deepEqual(cells(column(table, 'y')), [0, 1, 1]);
  assert.deepEqual(cells(column(table, 'pixel 11')), [11, 23, 111]);
  assert.match(table.report.notes.join(), /split: \{by: split\}/);
  const { parts } = buildDataset(table, { path: '', target: 'y', split: { by: 'split' } }, '');
  assert.deepEqual([...parts.train, ...parts.test], [0, 1, 2]);
});

test('known by content; another zip archive is not', () => {
  assert.equal(formatFor('data', fixture('table.npz')).id, 'npz');
  const zip = zipSync({ 'a.txt': strToU8('x') });
  for (const path of ['book.xlsx', 'a.npz']) {
    const problem = problemOf(() => formatFor(path, zip));
    assert.equal(problem.code, 'unreadable-file');
    assert.match(problem.message, /zip archive or an Excel workbook/);
  }
});

test('damaged content is found by its checksum', () => {
  const inside = Uint8Array.from(fixture('table.npz'));
  inside[200]! ^= 1;
  assert.match(problemOf(() => readTable('a.npz', inside)).message, /the part X\.npy: the checksum/);
});

test('an archive that claims to unfold to more than is read is refused before it is', () => {
  const bytes = Uint8Array.from(fixture('table.npz'));
  const view = new DataView(bytes.buffer);
  const directory = view.getUint32(bytes.length - 22 + 16, true);
  view.setUint32(directory + 24, 0xf0000000, true);
  const problem = problemOf(() => readTable('a.npz', bytes));
  assert.equal(problem.code, 'file-too-large');
  assert.match(problem.message, /536,870,912 bytes/);
});
