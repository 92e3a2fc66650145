import assert from 'node:assert/strict';
import { test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { readTable } from '../../../src/data/formats';
import { fixture, readFixture } from './formatFixtures';
import { problemOf, rowsOf, utf8 } from './support';

const text = 'x,y\n1,a\n2,b\n';

test('any format inside: by the name without .gz, or by content', () => {
  const expected = [[1, 'a'], [2, 'b']]; // prettier-ignore
  for (const path of ['data.csv.gz', 'DATA.CSV.GZ', 'data.gz', 'data'])
    assert.deepEqual(rowsOf(readTable(path, gzipSync(text))), expected, path);
  const json = readTable('data.json.gz', gzipSync('[{"x":1,"y":"a"},{"x":2,"y":"b"}]'));
  assert.deepEqual([json.report.format, rowsOf(json)], ['json', expected]);
  const npy = readTable('data.npy.gz', gzipSync(fixture('c-order.npy')));
  assert.deepEqual(npy.columns, readFixture('c-order.npy').columns);
});

test('members one after the other are one file', () => {
  const bytes = Buffer.concat([gzipSync(text), gzipSync('3,c\n')]);
  assert.equal(readTable('a.csv.gz', bytes).rows, 3);
});

test('content of many pieces', () => {
  const lines = Array.from({ length: 50_000 }, (_, i) => `${i},${i % 7}`);
  const table = readTable('a.csv.gz', gzipSync(`x,y\n${lines.join('\n')}\n`));
  assert.equal(table.rows, 50_000);
  assert.deepEqual(rowsOf(table)[49_999], [49_999, 49_999 % 7]);
});

test('damage is found: an end that is missing, a checksum that is another', () => {
  const bytes = gzipSync(text);
  assert.match(problemOf(() => readTable('a.csv.gz', bytes.subarray(0, -12))).message, /gzip file is damaged/);
  bytes[bytes.length - 8]! ^= 1;
  const problem = problemOf(() => readTable('a.csv.gz', bytes));
  assert.equal(problem.code, 'damaged-file');
  assert.match(problem.message, /checksum/);
});

test('gzip within gzip is refused, so that no file unfolds into itself for ever', () => {
  const problem = problemOf(() => readTable('a.csv.gz.gz', gzipSync(gzipSync(text))));
  assert.equal(problem.code, 'unreadable-file');
  assert.match(problem.message, /compressed twice/);
});

test('what is no data inside is told by its name', () => {
  const problem = problemOf(() => readTable('a.pdf.gz', gzipSync(utf8('%PDF-1.4'))));
  assert.match(problem.message, /cannot read a\.pdf: it looks like a PDF/);
});

test('a small file that unfolds to more than is read is stopped at the limit', () => {
  const million = gzipSync(Buffer.alloc(1 << 24, 0x31), { level: 9 });
  const bytes = Buffer.concat(Array<Buffer>(33).fill(million));
  assert.ok(bytes.length < 1_000_000);
  const problem = problemOf(() => readTable('a.csv.gz', bytes));
  assert.equal(problem.code, 'file-too-large');
  assert.match(problem.message, /unfolds to more than 536,870,912 bytes/);
});
