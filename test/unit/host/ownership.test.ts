import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isOurs, namesUs, withOurs } from '../../../src/host/ownership';

const python = { metadata: { kernelspec: { name: 'python3', language: 'python' }, language_info: { name: 'python' } } };

test('a notebook is ours by its metadata or by all of its code', () => {
  assert.ok(isOurs({ metadata: { language_info: { name: 'model-cell' } } }, []));
  assert.ok(isOurs({ metadata: { kernelspec: { name: 'anything', language: 'model-cell' } } }, ['model-cell']));
  assert.ok(isOurs({}, ['model-cell', 'model-cell']));
});

test('a Python notebook, an empty one and one with a single cell of ours are not', () => {
  assert.ok(!isOurs(python, ['python']));
  assert.ok(!isOurs(python, ['python', 'model-cell']));
  assert.ok(!isOurs({}, []));
  assert.ok(!isOurs({ metadata: null }, ['python']));
  assert.ok(!isOurs({ metadata: { kernelspec: 'model-cell' } }, []));
});

test('our metadata makes a notebook ours and keeps what else it says', () => {
  const adopted = withOurs({ nbformat: 4, metadata: { title: 'Penguins', kernelspec: { name: 'python3' } } });
  assert.ok(namesUs(adopted));
  assert.equal(adopted['nbformat'], 4);
  assert.equal((adopted['metadata'] as { title: string }).title, 'Penguins');
});
