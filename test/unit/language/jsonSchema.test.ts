import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parse } from 'yaml';
import { catalogue as real } from '../../../src/engine/catalogue';
import { jsonSchema } from '../../../src/language/jsonSchema';
import { parseCell } from '../../../src/language/parseCell';
import { canDo } from '../../../src/language/registry';
import type { Json } from '../../../src/protocol/cards';
import { catalogue } from './catalogue';
import { goodCells } from './cells';
import { isValid } from './schema';

const schema = jsonSchema(catalogue);
const accepts = (text: string): boolean => isValid(parse(text) as Json, schema, schema);

for (const text of goodCells) {
  test(`the schema accepts ${JSON.stringify(text)}`, () => assert.ok(accepts(text)));
}

const badCells = [
  'trian: mlp',
  'train:',
  'train: []',
  'train: {}',
  'train: mlp\nsample: gmm',
  'train: mlp\nn: 3',
  'learning-curve: mlp',
  'data:',
  'data: [a.csv]',
  'features: []',
  'features: [a, a]',
  'features: {a: 1}',
  'train: [mlp, [gmm]]',
  'train: {mlp: 3}',
  'train: {mlp: {as: __proto__}}',
  'sample: logreg',
  'sample: [gmm, {mlp: }]',
  'sample: {mixture: {components: 3}}',
  'train: {gmm: {component: 3}}',
  'train: {mlp: {activation: rel}}',
  'train: {gmm: {components: 0}}',
  'train: {gmm: {components: 2.5}}',
  'train: {gmm: {components: bec}}',
  'train: {gmm: {components: "3"}}',
  'train: {logreg: {C: 0}}',
  'train: {mlp: {hidden: [16, 0]}}',
  'train: {mlp: {hidden: [1,1,1,1,1,1,1,1,1]}}',
  'train: {mlp: {early_stopping: yes}}',
  'train: mlp\nshow: boundry',
  'sample: gmm\nn: 1e9',
  'sample: gmm\ngiven: 3',
  'sample: gmm\ngiven: {a: [1]}',
  'split: 0.3',
  'split: {test: 1.5}',
  'split: {by: fold, test: 0.3}',
  'split: {folds: 5, test: 0.3}',
  'split: {folds: 1}',
  'split: {tset: 0.3}',
  'mlp',
  '- mlp',
  '{}',
];

for (const text of badCells) {
  test(`schema and parser refuse ${JSON.stringify(text)}`, () => {
    assert.equal(accepts(text), false);
    assert.equal(parseCell(text, { catalogue, names: new Map([['mixture', 'gaussian-mixture']]) }).plan, undefined);
  });
}

test('the schema of the real cards uses known keywords only and accepts a plain cell of each verb and model', () => {
  const whole = jsonSchema(real);
  for (const task of real.tasks.filter(({ models }) => models === 'required')) {
    for (const card of real.models) {
      if (!canDo(card, task)) continue;
      if (task.parameters.some((parameter) => parameter.required)) continue;
      assert.ok(isValid({ [task.id]: card.id }, whole, whole), `${task.id}: ${card.id}`);
      assert.ok(parseCell(`${task.id}: ${card.id}`, { catalogue: real }).plan, `${task.id}: ${card.id}`);
    }
  }
});

test('the schema survives JSON', () => {
  assert.deepEqual(JSON.parse(JSON.stringify(schema)), schema);
});
