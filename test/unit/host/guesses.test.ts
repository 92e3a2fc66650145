import assert from 'node:assert/strict';
import { test } from 'node:test';
import { firstModels, guessTarget } from '../../../src/host/commands/guesses';
import type { ColumnTraits } from '../../../src/host/commands/guesses';
import { catalogue } from '../language/catalogue';

const words = (name: string, count: number): ColumnTraits => ({ name, kind: 'categorical', levels: Array.from({ length: count }, (_, i) => `v${i}`) });
const numbers = (name: string): ColumnTraits => ({ name, kind: 'numeric' });

test('the target is the last column with few different values', () => {
  assert.equal(guessTarget([words('island', 3), numbers('mass'), words('species', 3), numbers('year')]), 'species');
  assert.equal(guessTarget([words('class', 2), words('town', 400), words('always', 1)]), 'class');
  assert.equal(guessTarget([numbers('x'), { name: 'remarks', kind: 'text' }]), undefined);
  assert.equal(guessTarget([]), undefined);
});

test('the first models are one of each kind, as far as there are', () => {
  const families = firstModels(catalogue).map(({ family }) => family);
  assert.deepEqual(families, ['discriminative', 'generative']);
  assert.deepEqual(firstModels({ models: [], tasks: [], formats: [] }), []);
});
