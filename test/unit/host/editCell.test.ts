import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parse } from 'yaml';
import { addModel } from '../../../src/host/editCell';

const verbs = ['train', 'sample'];

test('a model is added where it belongs, and nothing else changes', () => {
  const cases: [string, string][] = [
    ['train: mlp', 'train: [mlp, qda]'],
    ['train: mlp # why\nshow: [boundary]', 'train: [mlp, qda] # why\nshow: [boundary]'],
    ['train: [a, b] # x', 'train: [a, b, qda] # x'],
    ['train: []', 'train: [qda]'],
    ['train: [\n  a,\n  b,\n]', 'train: [\n  a,\n  b, qda,\n]'],
    [
      'train:\n  - a # one\n  - b: {x: 1}  # two\nseed: 1',
      'train:\n  - a # one\n  - b: {x: 1}  # two\n  - qda\nseed: 1',
    ],
    ['train:\n- a\n- b:\n    c: 1\n\n# end\nshow: x', 'train:\n- a\n- b:\n    c: 1\n- qda\n\n# end\nshow: x'],
    ['train:\n  a: {c: 3} # k\n  b:\n    y: 1\n', 'train:\n  a: {c: 3} # k\n  b:\n    y: 1\n  qda: {}\n'],
    ['train: {a: {b: 1}}', 'train: {a: {b: 1}, qda: {}}'],
    ['train: {}', 'train: {qda: {}}'],
    ['train:', 'train: qda'],
    ['train: # which?\nn: 1', 'train: qda # which?\nn: 1'],
    ['"train": "a b"', '"train": ["a b", qda]'],
    ['# first\n\nsample: mlp\n', '# first\n\nsample: [mlp, qda]\n'],
    ['train: mlp\r\nn: 1\r\n', 'train: [mlp, qda]\r\nn: 1\r\n'],
  ];
  for (const [before, after] of cases) {
    assert.equal(addModel(before, 'qda', verbs), after);
    assert.doesNotThrow(() => parse(after), after);
  }
});

test('a second model can be added to what the first left', () => {
  for (const text of ['train: a', 'train:', 'train: {a: {}}', 'train:\n  - a', 'train:\n  a: {}']) {
    const twice = addModel(addModel(text, 'b', verbs)!, 'c', verbs)!;
    const value = (parse(twice) as { train: string[] | Record<string, unknown> }).train;
    const names = Array.isArray(value) ? value : Object.keys(value);
    assert.deepEqual(names.slice(-2), ['b', 'c'], twice);
  }
});

test('a cell without a verb for models, or that cannot be read, is left to the caller', () => {
  for (const text of ['data: a.csv', '', 'train: [a', '- a', 'just words'])
    assert.equal(addModel(text, 'qda', verbs), undefined, text);
});
