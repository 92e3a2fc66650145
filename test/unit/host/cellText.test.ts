import assert from 'node:assert/strict';
import { test } from 'node:test';
import { dataCell, sampleCell, trainCell } from '../../../src/host/cellText';
import { parseCell } from '../../../src/language/parseCell';
import type { ModelRequest } from '../../../src/protocol/plan';
import { catalogue } from '../language/catalogue';

const read = (text: string) => {
  const { plan, problems } = parseCell(text, { catalogue, names: new Map([['mixture', 'mlp']]) });
  assert.deepEqual(problems, [], text);
  return plan!;
};

const request = (more: Partial<ModelRequest>): ModelRequest => ({
  ref: 'mlp',
  model: 'mlp',
  name: 'mlp',
  options: {},
  at: ['train'],
  ...more,
});

test('a cell that is written reads as what was chosen, whatever the names', () => {
  const names = [
    'species',
    'bill length (mm)',
    'a, b',
    '[x]',
    '{y}',
    'c: d',
    '# e',
    '- f',
    "it's",
    '"q"',
    'true',
    'null',
    '7',
    '1e5',
    ' g ',
    'Größe',
    '*h',
    '&i',
    '%j',
    '@k',
  ];
  for (const name of names) {
    const plan = read(dataCell({ path: `data/${name}.csv`, target: name, features: [name, 'other'] }));
    assert.deepEqual(plan.data, { path: `data/${name}.csv`, target: name, features: [name, 'other'] });
  }
  assert.deepEqual(read(dataCell({ path: 'iris.csv' })).data, { path: 'iris.csv' });
});

test('a training cell names its models', () => {
  const { verb, models } = read(trainCell(['logistic-regression', 'mlp']));
  assert.deepEqual([verb, ...models.map(({ model }) => model)], ['train', 'logistic-regression', 'mlp']);
});

test('sampling from a cell takes the name, or the same model with the same options on the same data', () => {
  assert.equal(sampleCell(request({}), {}), 'sample: mlp');
  assert.equal(sampleCell(request({ name: 'mixture' }), {}), 'sample: mixture');
  assert.equal(
    sampleCell(request({ ref: 'mixture', name: 'mixture', options: {} }), { path: 'a.csv', target: 'y' }),
    'sample: mixture',
  );
  const text = sampleCell(request({ options: { hidden: [8, 8] } }), {
    features: ['a, b', 'c'],
    split: { test: 0.3, seed: 1 },
  });
  assert.equal(text, 'sample: {mlp: {hidden: [8, 8]}}\nfeatures: ["a, b", c]\nsplit: {test: 0.3, seed: 1}');
});
