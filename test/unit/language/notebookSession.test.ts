import assert from 'node:assert/strict';
import { test } from 'node:test';
import { contextOf, dataAfter, layOver, resolvePlan } from '../../../src/language/notebookSession';
import { parseCell } from '../../../src/language/parseCell';
import { catalogue } from './catalogue';

const plan = (text: string) => {
  const parsed = parseCell(text, { catalogue, names: new Map([['mixture', 'gaussian-mixture']]) });
  assert.ok(parsed.plan, parsed.problems[0]?.message);
  return parsed.plan;
};
const current = { path: 'a.csv', target: 'y', features: ['x1'], split: { by: 'fold' } };

test('a cell that names a file begins afresh', () => {
  assert.deepEqual(layOver(current, { path: 'b.csv' }), { path: 'b.csv' });
  assert.deepEqual(dataAfter(current, plan('data: b.csv\ntarget: z')), { path: 'b.csv', target: 'z' });
  assert.deepEqual(dataAfter(current, plan('data: b.csv\ntrain: mlp')), { path: 'b.csv' });
});

test('other cells lay their keys over the current data, for themselves only', () => {
  const cell = plan('train: mlp\ntarget: z');
  assert.deepEqual(resolvePlan(cell, current, new Map()).data, { ...current, target: 'z' });
  assert.equal(dataAfter(current, cell), current);
  assert.equal(current.target, 'y');
});

test('a cell before any data says what to do', () => {
  assert.throws(() => resolvePlan(plan('train: mlp'), undefined, new Map()), {
    code: 'no-data',
    message: /run a cell with `data: file.csv` first/,
  });
});

test('a name whose model is not trained says which cell to run', () => {
  const cell = plan('sample: [mixture]');
  assert.throws(() => resolvePlan(cell, current, new Set()), { code: 'not-trained', at: ['sample', 0] });
  assert.deepEqual(resolvePlan(cell, current, new Set(['mixture'])).data, current);
});

test('the context of a cell: data from above, names from everywhere', () => {
  const cells = [
    'data: a.csv\ntarget: y',
    'train: {gmm: {as: mixture}}',
    'data: b.csv\ntarget: z\nshow: [broken',
    'sample: mixture',
    'train: [mlp, {mlp: {as: late}}, {logreg: {as: mixture}}]\nresolution: none',
  ];
  assert.deepEqual(contextOf(cells, 0, catalogue), {
    names: new Map([
      ['mixture', 'gaussian-mixture'],
      ['late', 'mlp'],
    ]),
  });
  assert.deepEqual(contextOf(cells, 1, catalogue).data, { path: 'a.csv', target: 'y' });
  assert.equal(contextOf(cells, 3, catalogue).data?.path, 'b.csv');
  assert.equal(contextOf(cells, 3, catalogue).names.get('mixture'), 'gaussian-mixture', 'the nearest one above');
  assert.equal(contextOf([...cells, ''], 5, catalogue).names.get('mixture'), 'logistic-regression');
});

test('a reference to a name is good if some cell of the notebook defines it', () => {
  const { names } = contextOf(['sample: later', 'train: {gmm: {as: later}}'], 0, catalogue);
  assert.deepEqual(parseCell('sample: later', { catalogue, names }).problems, []);
  assert.equal(parseCell('sample: never', { catalogue, names }).problems[0]?.code, 'unknown-model');
});
