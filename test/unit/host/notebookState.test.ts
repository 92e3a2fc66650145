import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isModelKey, surplus } from '../../../src/host/modelKeys';
import { NotebookStates } from '../../../src/host/notebookState';
import { readRunId, readSavedResult, restoreState } from '../../../src/host/savedResult';
import type { Result } from '../../../src/protocol/result';
import { makeModel, makeResult } from './sampleResult';

/** Keeps JSON, as VS Code does. */
function makeMemory() {
  const texts = new Map<string, string>();
  return {
    get: (key: string): unknown => (texts.has(key) ? JSON.parse(texts.get(key)!) : undefined),
    update(key: string, value: unknown) {
      texts.set(key, JSON.stringify(value));
      return Promise.resolve();
    },
  };
}

const bytes = (value: unknown) => new TextEncoder().encode(typeof value === 'string' ? value : JSON.stringify(value));
const saved = (result: Result) => readSavedResult(bytes(result))!;

test('what a cell leaves outlives the window, for each notebook apart', async () => {
  const memory = makeMemory();
  const before = new NotebookStates(memory);
  await before.setData('a', { path: 'iris.csv', target: 'species' });
  await before.addModels('a', [makeModel('mixture', {}, { id: 'gaussian-mixture', key: '0123abcd' })]);
  const after = new NotebookStates(memory);
  assert.deepEqual(after.of('a'), {
    data: { path: 'iris.csv', target: 'species' },
    trained: { mixture: { model: 'gaussian-mixture', key: '0123abcd' } },
  });
  assert.deepEqual(after.of('b'), { trained: {} });
  assert.deepEqual([after.has('a'), after.has('b')], [true, false]);
});

test('new data keeps the trained models, a mistake in it forgets the data', async () => {
  const states = new NotebookStates(makeMemory());
  await states.addModels('a', [makeModel('m', {}, { key: '0123abcd' })]);
  await states.setData('a', { path: 'iris.csv' });
  await states.setData('a', undefined);
  assert.deepEqual(states.of('a'), { trained: { m: { model: 'm', key: '0123abcd' } } });
});

test('a model without a key, or with one that is no hash, is not remembered', async () => {
  const states = new NotebookStates(makeMemory());
  await states.addModels('a', [makeModel('none', {}), makeModel('bad', {}, { key: '../../secret' })]);
  assert.deepEqual(states.of('a'), { trained: {} });
});

test('only hashes are keys', () => {
  assert.deepEqual(
    ['0123abcd', 'f'.repeat(64), '', '../a', 'ABCDEF01', 'abc', 'f'.repeat(200), 7, undefined].map(isModelKey),
    [true, true, false, false, false, false, false, false, false],
  );
});

test('the newest models are kept', async () => {
  const times: Record<string, number> = { a: 3, b: 1, c: 2, d: 4 };
  const modified = (name: string) => Promise.resolve(times[name]!);
  assert.deepEqual(await surplus(Object.keys(times), modified, 2), ['c', 'b']);
  assert.deepEqual(await surplus(Object.keys(times), () => assert.fail('nobody needs the ages'), 4), []);
});

test('the state of a notebook that was sent by somebody comes from its results, the last one winning', () => {
  const data = makeResult({
    verb: 'data',
    models: [],
    plan: { verb: 'data', data: { path: 'a.csv', split: { test: 0.3, seed: 7 } } },
  });
  const state = restoreState([
    saved(data),
    saved(makeResult()),
    saved(makeResult({ models: [makeModel('mlp', {}, { key: 'ffffffff' })] })),
  ]);
  assert.deepEqual(state, {
    data: { path: 'a.csv', split: { test: 0.3, seed: 7 } },
    trained: {
      mlp: { model: 'mlp', key: 'ffffffff' },
      'gaussian-naive-bayes': { model: 'gaussian-naive-bayes', key: 'ffff0000' },
    },
  });
});

test('damaged, unfinished and foreign outputs are no results, and never an exception', () => {
  const damaged = [
    '',
    '{',
    '[]',
    'null',
    '7',
    { version: 2 },
    { version: 1, runId: 'r', running: true },
    { ...makeResult(), models: [{}] },
  ];
  for (const value of damaged) assert.equal(readSavedResult(bytes(value)), undefined, JSON.stringify(value));
  const strange = [
    7,
    [],
    { path: 3 },
    { path: 'a', features: 'b' },
    { path: 'a', split: { test: 'x' } },
    { path: 'a', split: { folds: 5 } },
  ].map((data) => saved(makeResult({ verb: 'data', models: [], plan: { data } })));
  assert.deepEqual(restoreState(strange), { trained: {} });
});

test('a run is found in its output before and after it has ended', () => {
  assert.equal(readRunId(bytes({ version: 1, runId: 'r1', running: true })), 'r1');
  assert.equal(readRunId(bytes(makeResult())), 'r1');
  assert.equal(readRunId(bytes({ runId: 7 })), undefined);
});
