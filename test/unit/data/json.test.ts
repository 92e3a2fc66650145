import assert from 'node:assert/strict';
import { test } from 'node:test';
import { formatFor, formats } from '../../../src/data/formats';
import { sha256 } from '../../../src/data/hash';
import { cells, column, names, problemOf, readText, rowsOf, utf8 } from './support';

const rows = [
  { x: 1, y: 'a', z: true },
  { x: null, y: 'b', z: false },
  { x: 2.5, y: null, z: true },
];
const csvText = 'x,y,z\n1,a,true\n,b,false\n2.5,,true\n';

const spellings: [string, string, string][] = [
  ['a list of objects', 'a.json', JSON.stringify(rows)],
  ['a list of objects, by content', 'a', JSON.stringify(rows, null, 2)],
  ['a list under a key', 'a.json', JSON.stringify({ version: 1, data: rows, tags: ['q'] })],
  ['an object of lists', 'a.json', JSON.stringify({ x: [1, null, 2.5], y: ['a', 'b', null], z: [true, false, true] })],
  ['numbers in quotes', 'a.json', JSON.stringify(rows).replace('2.5', '"2.5"')],
  ['a byte-order mark', 'a.json', `\ufeff${JSON.stringify(rows)}`],
  ['one object a line', 'a.jsonl', rows.map((row) => `${JSON.stringify(row)}\r\n\n`).join('')],
  ['one object a line, by content', 'a', rows.map((row) => JSON.stringify(row)).join('\n')],
  ['names that come late', 'a.ndjson', '{"x":1,"y":"a","z":true}\n{"y":"b","z":false}\n{"z":true,"x":2.5}'],
];
for (const [title, path, text] of spellings) {
  test(`the same columns as from CSV: ${title}`, () => {
    const [expected, actual] = [readText(csvText), readText(text, path)];
    assert.deepEqual(actual.columns, expected.columns);
    assert.equal(actual.rows, 3);
  });
}

test('mixed values are words, as they are written', () => {
  const table = readText('[{"x":1},{"x":"a"},{"x":1.50},{"x":true}]', 'a.json');
  assert.deepEqual(cells(table.columns[0]!), ['1', 'a', '1.5', 'true']);
});

test('codes in quotes stay words; whole numbers beyond 2^53 are named', () => {
  const table = readText('[{"zip":"00123","id":9007199254740993},{"zip":"12345","id":2}]', 'a.json');
  assert.deepEqual(cells(column(table, 'zip')), ['00123', '12345']);
  assert.match(table.report.notes.join(), /beyond 2\^53.*id/);
});

test('nested values become text, with a note', () => {
  const table = readText('[{"x":{"a":1},"y":[1,2]},{"x":{"a":2},"y":3}]', 'a.json');
  assert.deepEqual(rowsOf(table), [['{"a":1}', '[1,2]'], ['{"a":2}', '3']]); // prettier-ignore
  assert.match(table.report.notes.join(), /Nested values .* read as text: x, y/);
});

test('names that JavaScript knows are ordinary names', () => {
  const table = readText('[{"__proto__":1,"constructor":"a","":2},{"__proto__":2,"constructor":"b","":3}]', 'a.json');
  assert.deepEqual(names(table), ['__proto__', 'constructor', 'column 3']);
  assert.deepEqual(names(readText('{"__proto__":[1,2],"toString":[3,4]}', 'a.json')), ['__proto__', 'toString']);
});

test('rows in which a column never occurs have it empty', () => {
  const table = readText(`[{"x":1},${'{"y":2},'.repeat(100)}{"x":3}]`, 'a.json');
  assert.equal(column(table, 'x').missing, 100);
  assert.equal(column(table, 'y').missing, 2);
});

const bad: [string, string, string, RegExp][] = [
  ['a.json', '', 'empty-file', /empty/],
  ['a.json', '  \n', 'empty-file', /empty/],
  ['a.json', '[]', 'no-rows', /no rows/],
  ['a.json', '{}', 'invalid-json', /nothing; expected a list of objects/],
  ['a.json', '[{"x":1},\n{"x":2},\n{"x":}]', 'invalid-json', /not valid JSON.*"x":\}/s],
  ['a.json', '[{"x":1},{"x"', 'invalid-json', /not valid JSON/],
  ['a.json', '42', 'invalid-json', /the file holds "42"/],
  ['a.json', '[1,2,3]', 'invalid-json', /invalid row 1: "1"; expected an object/],
  ['a.json', '[{"x":1},[2]]', 'invalid-json', /invalid row 2: "a list of 1"/],
  ['a.json', '[{"x":1},{}]', 'invalid-json', /invalid row 2: \{\}/],
  ['a.json', '{"x":[1,2],"y":[1]}', 'invalid-json', /"y" has 1 values and "x" has 2/],
  ['a.json', '{"x":{"y":1}}', 'invalid-json', /an object with "x"/],
  ['a.json', '{"train":[{"x":1}],"test":[{"x":2}]}', 'invalid-json', /an object with "train", "test"/],
  ['a.json', '{"x":[],"y":[]}', 'no-rows', /no rows/],
  ['a.jsonl', '', 'empty-file', /empty/],
  ['a.jsonl', '{"x":1}\n\n{"x":2\n{"x":3}\n', 'invalid-json', /line 3 is not valid JSON: "\{"x":2"/],
  ['a.jsonl', '{"x":1}\n[1]\n', 'invalid-json', /invalid line 2/],
  ['a.jsonl', '{"x":1}\nnull\n', 'invalid-json', /invalid line 2: "null"/],
];
for (const [path, text, code, words] of bad) {
  test(`${path} with ${JSON.stringify(text.slice(0, 40))} is a ${code}`, () => {
    const problem = problemOf(() => readText(text, path));
    assert.equal(problem.code, code);
    assert.match(problem.message, words);
  });
}

test('lists within lists, a hundred thousand deep, end in a sentence or a table', () => {
  const deep = `${'['.repeat(100_000)}${']'.repeat(100_000)}`;
  for (const text of [deep, `[{"x":${deep}}]`]) {
    try {
      readText(text, 'a.json');
    } catch (error) {
      assert.equal((error as Error).name, 'Problem', String(error));
    }
  }
});

test('the format of a file: by its extension in any case, else by its content', () => {
  const id = (path: string, text: string): string => formatFor(path, utf8(text)).id;
  for (const format of formats)
    for (const extension of format.extensions) assert.equal(id(`A B.c${extension.toUpperCase()}`, 'x'), format.id);
  assert.equal(id('folder.json/data', 'a,b\n1,2'), 'csv');
  assert.equal(id('data.unheard', '[{"x":1}]'), 'json');
  assert.equal(id('data', '\n {"x": [1]}'), 'json');
  assert.equal(id('data', '{"x":1}\n{"x":2}\n'), 'jsonl');
  const problem = problemOf(() => formatFor('book.xlsx', utf8('PK\x03\x04')));
  assert.equal(problem.code, 'unreadable-file');
  assert.match(problem.message, /^cannot read book\.xlsx: it looks like .*Excel.*; expected .*\.csv.*\.jsonl/);
});

test('SHA-256', async () => {
  assert.equal(
    await sha256(new TextEncoder().encode('abc')),
    'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad',
  );
});
