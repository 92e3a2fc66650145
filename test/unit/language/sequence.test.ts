// Sequences in a cell: read, completed, checked against the columns and described for other programs.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parse } from 'yaml';
import { checkAgainstColumns } from '../../../src/language/columns';
import { complete } from '../../../src/language/complete';
import { hover } from '../../../src/language/hover';
import { jsonSchema } from '../../../src/language/jsonSchema';
import { parseCell } from '../../../src/language/parseCell';
import type { Json } from '../../../src/protocol/cards';
import { columns, context, marked } from './around';
import { catalogue } from './catalogue';
import { isValid } from './schema';

const sequenceOf = (text: string) => parseCell(`data: a.csv\nsequence: ${text}`, { catalogue });

const good: [text: string, plan: object][] = [
  ['{id: day, order: t, symbol: s}', { id: 'day', order: 't', symbol: ['s'], values: 'auto' }],
  ['{id: day, symbol: [p, q], values: numbers}', { id: 'day', symbol: ['p', 'q'], values: 'numbers' }],
  ['{symbol: s}', { symbol: ['s'], values: 'auto' }],
];

for (const [text, plan] of good) {
  test(`a good sequence: ${text}`, () => {
    const { plan: cell, problems } = sequenceOf(text);
    assert.deepEqual(problems, []);
    assert.deepEqual(cell!.data.sequence, plan);
    const schema = jsonSchema(catalogue);
    assert.ok(isValid(parse(`data: a.csv\nsequence: ${text}`) as Json, schema, schema));
  });
}

const bad: [text: string, code: string, message: RegExp][] = [
  ['{id: day}', 'missing-key', /^sequence lacks symbol; expected a mapping with /],
  ['{order: t, symbol: s}', 'missing-key', /^sequence lacks id/],
  ['{id: day, symbol: []}', 'invalid-value', /^invalid symbol: a list of 0/],
  ['{id: day, symbol: [s, s]}', 'duplicate-item', /^s stands twice in symbol/],
  ['{id: day, symbol: s, values: words}', 'unknown-choice', /expected one of: auto, symbols, numbers/],
  ['{id: day, symbl: s}', 'unknown-key', /did you mean symbol\?/],
  ['weather', 'invalid-value', /^invalid sequence: weather; expected a mapping/],
];

for (const [text, code, message] of bad) {
  test(`a bad sequence: ${text}`, () => {
    const [problem] = sequenceOf(text).problems;
    assert.equal(problem?.code, code);
    assert.match(problem.message, message);
  });
}

test('keys, columns and choices are offered', () => {
  const offered = (cell: string) => {
    const { text, offset } = marked(cell);
    return complete(text, offset, context).map(({ insertText }) => insertText);
  };
  assert.deepEqual(
    offered('sequence: {|}'),
    ['symbol: [$0]', 'values: ', 'id: ', 'order: '].sort((a, b) => order(a) - order(b)),
  );
  assert.deepEqual(offered('sequence: {id: species, symbol: |}').slice(0, 2), ['species', 'bill length']);
  assert.deepEqual(offered('sequence: {symbol: [species, |]}').includes('species'), false);
  assert.deepEqual(offered('sequence: {symbol: species, values: |}'), ['auto', 'symbols', 'numbers']);
});

const order = (key: string) => ['id: ', 'order: ', 'symbol: [$0]', 'values: '].indexOf(key);

test('its keys are explained', () => {
  const { text, offset } = marked('sequence: {id: species, ord|er: species}');
  assert.match(hover(text, offset, context)!.markdown, /^\*\*order\*\*[^]*sorted by/);
});

test('columns that do not exist and roles that exclude each other are found in the editor', () => {
  const check = (text: string) => {
    const parsed = parseCell(text, { catalogue });
    const [problem] = checkAgainstColumns(parsed, parsed.draft.data, columns);
    return problem && [problem.code, problem.at, problem.fix?.replacement];
  };
  assert.deepEqual(check('sequence: {id: specis, symbol: "mass: g"}'), [
    'unknown-column',
    ['sequence', 'id'],
    'species',
  ]);
  assert.deepEqual(check('sequence: {id: species, symbol: [bill length, masss]}')?.slice(0, 2), [
    'unknown-column',
    ['sequence', 'symbol', 1],
  ]);
  assert.deepEqual(check('target: species\nsequence: {id: "mass: g", symbol: species}'), [
    'conflicting-roles',
    ['sequence', 'symbol', 0],
    undefined,
  ]);
  assert.equal(check('target: species\nsequence: {id: "mass: g", symbol: bill length}'), undefined);
});
