import assert from 'node:assert/strict';
import { test } from 'node:test';
import { firstModels, guessTarget } from '../../../src/host/commands/guesses';
import type { ColumnTraits } from '../../../src/host/commands/guesses';
import { catalogue } from '../language/catalogue';

const words = (name: string, count: number): ColumnTraits => ({
  name,
  kind: 'categorical',
  levels: Array.from({ length: count }, (_, i) => `v${i}`),
});
const numbers = (name: string): ColumnTraits => ({ name, kind: 'numeric' });

test('the target is a column whose name says so, else the last with few different words, else with few numbers', () => {
  const codes = (name: string, count: number) => ({ ...words(name, count), kind: 'numeric' as const });
  const guess = (...columns: ColumnTraits[]) => guessTarget(columns)?.name;
  assert.equal(guess(words('species', 3), words('island', 3), numbers('mass'), words('sex', 2)), 'species');
  assert.equal(guess(words('island', 3), numbers('mass'), words('moon', 2), codes('year', 3)), 'moon');
  assert.equal(guess(words('kind', 2), words('town', 400), words('always', 1)), 'kind');
  assert.equal(guess(codes('stage', 4), codes('digit', 10), codes('age', 15), numbers('x')), 'digit');
  assert.equal(guess(numbers('target'), { name: 'remarks', kind: 'text' }), undefined);
  assert.equal(guess(), undefined);
});

test('the first models are one of each kind, as far as there are', () => {
  const families = firstModels(catalogue).map(({ family }) => family);
  assert.deepEqual(families, ['discriminative', 'generative']);
  assert.deepEqual(firstModels({ models: [], tasks: [], formats: [] }), []);
});
