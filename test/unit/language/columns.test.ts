import assert from 'node:assert/strict';
import { test } from 'node:test';
import { buildDataset } from '../../../src/data/dataset';
import { readTable } from '../../../src/data/formats';
import { Problem } from '../../../src/data/problem';
import { columnsIn } from '../../../src/host/columnInfo';
import { checkAgainstColumns } from '../../../src/language/columns';
import { layOver, overlay } from '../../../src/language/notebookSession';
import { parseCell } from '../../../src/language/parseCell';
import { catalogue } from './catalogue';

const csv =
  'species,bill_length_mm,flipper,fold\nAdelie,39.1,181,train\nGentoo,46.1,211,test\nAdelie,,190,train\nGentoo,50,230,train\n';
const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const columns = columnsIn('p.csv', bytes(csv));
const above = { path: 'p.csv', target: 'species' };

/** A cell below `above`; of its first problem: code, underlined text, message, fix. */
const cases: [text: string, code: string, marked: string, message: RegExp, fix?: string][] = [
  [
    'train: mlp\nfeatures: [bil_length]',
    'unknown-column',
    'bil_length',
    /did you mean bill_length_mm\?/,
    'bill_length_mm',
  ],
  ['train: mlp\nfeatures: [flipper, zzz]', 'unknown-column', 'zzz', /expected one of: species, bill_length_mm/],
  ['target: specis', 'unknown-column', 'specis', /did you mean species\?/, 'species'],
  ['train: mlp\nsplit: {by: flod}', 'unknown-column', 'flod', /did you mean fold\?/, 'fold'],
  ['train: mlp\nignore: fliper', 'unknown-column', 'fliper', /did you mean flipper\?/, 'flipper'],
  ['sample: gmm\ngiven: {fliper: 200}', 'unknown-column', 'fliper', /did you mean flipper\?/, 'flipper'],
  ['sample: gmm\nclass: Adeli', 'unknown-class', 'Adeli', /did you mean Adelie\?/, 'Adelie'],
  [
    'train: mlp\nfeatures: [flipper, species]',
    'conflicting-roles',
    'species',
    /species is both a feature and the target/,
  ],
  ['train: mlp\nignore: [species]', 'conflicting-roles', 'species', /species is both the target and ignored/],
  ['train: mlp\ntarget: fold\nsplit: {by: fold}', 'conflicting-roles', 'fold', /the split column/],
];

for (const [text, code, marked, message, fix] of cases) {
  test(`against the columns: ${JSON.stringify(text)}`, () => {
    const parsed = parseCell(text, { catalogue });
    assert.deepEqual(parsed.problems, []);
    const [problem] = checkAgainstColumns(parsed, overlay(above, parsed.draft.data), columns);
    assert.ok(problem);
    assert.equal(problem.code, code);
    assert.match(problem.message, message);
    assert.equal(text.slice(problem.range.start.offset, problem.range.end.offset), marked);
    assert.equal(problem.fix?.replacement, fix);
  });
}

test('the editor says what the engine says', () => {
  for (const [text] of cases) {
    if (/^sample/.test(text)) continue;
    const parsed = parseCell(text, { catalogue });
    const [problem] = checkAgainstColumns(parsed, overlay(above, parsed.draft.data), columns);
    assert.throws(
      () => buildDataset(readTable('p.csv', bytes(csv)), layOver(above, parsed.draft.data), ''),
      (error) => error instanceof Problem && error.code === problem?.code && error.message === problem.message,
      text,
    );
  }
});

test('a conflict with a key of another cell is shown at a key of this one', () => {
  const parsed = parseCell('train: mlp\ntarget: flipper', { catalogue });
  const data = overlay({ ...above, features: ['flipper'] }, parsed.draft.data);
  const [problem] = checkAgainstColumns(parsed, data, columns);
  assert.equal(problem?.code, 'conflicting-roles');
  assert.deepEqual(problem.at, ['target']);
});

test('good cells have no problem with their columns', () => {
  for (const text of [
    'train: mlp\nfeatures: [flipper]',
    'sample: gmm\nclass: Gentoo\ngiven: {flipper: 3}',
    'train: mlp',
  ]) {
    const parsed = parseCell(text, { catalogue });
    assert.deepEqual(checkAgainstColumns(parsed, overlay(above, parsed.draft.data), columns), []);
  }
});

test('what the editor knows of the columns of a file', () => {
  assert.deepEqual(columns, [
    { name: 'species', kind: 'categorical', rows: 4, missing: 0, levels: ['Adelie', 'Gentoo'] },
    { name: 'bill_length_mm', kind: 'numeric', rows: 4, missing: 1, low: 39.1, high: 50 },
    {
      name: 'flipper',
      kind: 'numeric',
      rows: 4,
      missing: 0,
      low: 181,
      high: 230,
      levels: ['181', '190', '211', '230'],
    },
    { name: 'fold', kind: 'categorical', rows: 4, missing: 0, levels: ['test', 'train'] },
  ]);
});

test('of a long file only the beginning is read, up to its last whole line', () => {
  const rows = Array.from({ length: 60_000 }, (_, i) => `${i},word${i % 3}`);
  const found = columnsIn('long.csv', bytes(`id,word\n${rows.join('\n')}\n`));
  assert.ok(
    found.every(
      (column) => column.partial === true && column.missing === 0 && column.rows > 1000 && column.rows < 60_000,
    ),
  );
  assert.equal(found[0]?.high, found[0]!.rows - 1, 'the last row was not cut');
});

test('classes that may stand further down in a long file are not called unknown', () => {
  const parsed = parseCell('sample: gmm\nclass: Chinstrap', { catalogue });
  const partial = columns.map((column) => ({ ...column, partial: true }));
  assert.deepEqual(checkAgainstColumns(parsed, above, partial), []);
});

test('a long JSON file is read whole', () => {
  const rows = Array.from({ length: 20_000 }, (_, i) => ({ id: i, word: `word${i % 3}` }));
  const [id] = columnsIn('long.json', bytes(JSON.stringify(rows)));
  assert.equal(id?.rows, 20_000);
  assert.equal(id.partial, undefined);
});
