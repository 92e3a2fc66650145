import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parquetWriteBuffer } from 'hyparquet-writer';
import { formatFor, readTable } from '../../../src/data/formats';
import { fixture, fixtureJson, readFixture } from './formatFixtures';
import { cells, column, names, problemOf } from './support';

const expected = fixtureJson<Record<string, unknown[]>>('typed.json');

for (const name of ['none', 'snappy', 'gzip', 'brotli', 'zstd', 'lz4', 'pages-2']) {
  test(`every type, in groups of rows: ${name}.parquet`, () => {
    const table = readFixture(`${name}.parquet`);
    assert.equal(table.rows, 5);
    assert.ok(table.columns.length >= 3);
    for (const found of table.columns) assert.deepEqual(cells(found), expected[found.name], found.name);
  });
}

test('kinds of columns; what is left out and what is infinite is told', () => {
  const table = readFixture('none.parquet');
  assert.deepEqual(names(table), Object.keys(expected));
  const kinds = Object.fromEntries(table.columns.map(({ name, kind }) => [name, kind]));
  assert.deepEqual(
    [kinds['int64'], kinds['huge'], kinds['bool'], kinds['digits'], kinds['date']],
    ['numeric', 'categorical', 'categorical', 'numeric', 'categorical'],
  );
  assert.match(table.report.notes.join(), /Left out.*: list, struct\./);
  assert.match(table.report.notes.join(), /Infinite values .*: float\./);
});

test('encodings of the second version', () => {
  const table = readFixture('encodings.parquet');
  assert.equal(table.rows, 300);
  const rows = Array.from({ length: 300 }, (_, i) => i);
  assert.deepEqual(cells(column(table, 'i')), rows);
  assert.deepEqual(
    cells(column(table, 'j')),
    rows.map((i) => i * i),
  );
  assert.deepEqual(
    cells(column(table, 'f')),
    rows.map((i) => i / 8),
  );
  assert.deepEqual(
    cells(column(table, 's')),
    rows.map((i) => `row ${i}`),
  );
  assert.deepEqual(
    cells(column(table, 'b')),
    rows.map((i) => String(i % 3 === 0)),
  );
  assert.deepEqual(
    cells(column(table, 't')),
    rows.map((i) => (i % 7 ? `row ${i}` : null)),
  );
});

test('as another writer wrote it', () => {
  const bytes = parquetWriteBuffer({
    columnData: [
      { name: 'x', data: [1.5, null, 3], type: 'DOUBLE' },
      { name: 'y', data: ['a', 'b', 'a'], type: 'STRING' },
    ],
  });
  const table = readTable('a', new Uint8Array(bytes));
  assert.deepEqual(cells(table.columns[0]!), [1.5, null, 3]);
  assert.deepEqual(cells(table.columns[1]!), ['a', 'b', 'a']);
});

test('a name that stands twice is two columns', () => {
  const table = readFixture('twice.parquet');
  assert.deepEqual(names(table), ['x', 'y', 'x.2']);
  assert.deepEqual(table.columns.map(cells), [[1.5, null, 3], ['a', 'b', 'a'], [1, 2, 3]]); // prettier-ignore
});

test('damage is told with its place', () => {
  const bytes = fixture('none.parquet');
  assert.equal(formatFor('a.parquet', bytes.subarray(0, -1)).id, 'parquet');
  const cut = problemOf(() => readTable('a.parquet', bytes.subarray(0, -1)));
  assert.equal(cut.code, 'damaged-file');
  assert.match(cut.message, /the Parquet file is damaged in its first or last 4 bytes.*"PAR1"/);
  const hole = Uint8Array.from(bytes).fill(0xff, 4, 60);
  const problem = problemOf(() => readTable('a.parquet', hole));
  assert.equal(problem.code, 'damaged-file');
  assert.match(problem.message, /damaged in column int8 of row group 0: /);
});

test('an encrypted file is refused with what to do', () => {
  const problem = problemOf(() => readTable('a.parquet', new TextEncoder().encode('PARE0000PARE')));
  assert.match(problem.message, /encrypted Parquet file.*without encryption/);
});
