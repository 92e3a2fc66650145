import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseCell } from '../../../src/language/parseCell';
import { complete } from '../../../src/language/complete';
import { catalogue } from './catalogue';

const read = (text: string) => parseCell(text, { catalogue });

test('text may name its column without a mapping', () => {
  const short = read('data: a.csv\ntext: message');
  assert.deepEqual(short.plan?.data, { path: 'a.csv', text: { column: 'message' } });
  assert.deepEqual(
    short.mentions.filter(({ kind }) => kind === 'column').map(({ value }) => value),
    ['message'],
  );
  const long = read('data: a.csv\ntext: {column: message}');
  assert.equal(long.plan?.data.text?.column, 'message');
});

test('text may name a plain text file, which is the data then', () => {
  for (const cell of ['text: data/tale.txt', 'text: {file: data/tale.txt}']) {
    const { plan, mentions, problems } = read(`${cell}\nsplit: {test: 0.1}`);
    assert.deepEqual(problems, []);
    assert.equal(plan?.verb, 'data');
    assert.equal(plan.data.path, 'data/tale.txt');
    assert.deepEqual([plan.data.text?.column, plan.data.text?.prose], ['text', true]);
    assert.deepEqual(
      mentions.map(({ kind, value }) => [kind, value]),
      [['file', 'data/tale.txt']],
    );
  }
  assert.equal(read('train: mlp\ntext: notes.md').plan?.data.path, 'notes.md');
});

test('two files in one cell are one too many, told at the text', () => {
  const { problems } = read('data: a.csv\ntext: tale.txt');
  assert.deepEqual(
    problems.map(({ code, range }) => [code, range.start.line]),
    [['two-files', 1]],
  );
});

test('columns and mappings are offered where text has no value yet', () => {
  const columns = [{ name: 'message', kind: 'text' as const, rows: 3, missing: 0 }];
  const text = 'data: a.csv\ntext: ';
  const labels = complete(text, text.length, { catalogue, names: new Map(), files: [], columns }).map(
    ({ label }) => label,
  );
  assert.ok(labels.includes('message'), labels.join());
  assert.ok(
    labels.some((label) => label.startsWith('{column')),
    labels.join(),
  );
});
