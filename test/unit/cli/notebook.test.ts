import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { Notebook } from '../../../src/cli/notebook';
import { Problem } from '../../../src/data/problem';
import { resultMime } from '../../../src/protocol/result';
import { sampleFigures, sampleResult } from '../../support/figures';
import { temporaryFolder, writeNotebook } from './support';

test('writing an unchanged notebook changes no byte', async () => {
  const folder = await temporaryFolder();
  const path = join(folder, 'a.ipynb');
  const before = await writeNotebook(path, ['data: x.csv', { text: '# é "quoted"\n\ttext', kind: 'markdown' }]);
  await (await Notebook.read(path)).write(join(folder, 'b.ipynb'));
  assert.equal(await readFile(join(folder, 'b.ipynb'), 'utf8'), before);
});

test('model cells: by language of the cell, else of the notebook', async () => {
  const folder = await temporaryFolder();
  const path = join(folder, 'a.ipynb');
  await writeNotebook(path, [
    'data: x.csv',
    { text: 'print()', language: 'python' },
    { text: 'text', kind: 'markdown' },
    'train:\n- mlp',
  ]);
  const numbered = (await Notebook.read(path)).cells();
  assert.deepEqual(numbered, [
    { number: 1, text: 'data: x.csv' },
    { number: 4, text: 'train:\n- mlp' },
  ]);
  const cell = { cell_type: 'code', metadata: {}, source: 'data: x.csv', outputs: [], execution_count: null };
  for (const metadata of [
    { language_info: { name: 'model-cell' } },
    { kernelspec: { name: 'model-cells', language: 'model-cell' } },
  ]) {
    await writeFile(path, JSON.stringify({ cells: [cell], metadata, nbformat: 4, nbformat_minor: 5 }));
    assert.equal((await Notebook.read(path)).cells().length, 1);
  }
  await writeFile(
    path,
    JSON.stringify({ cells: [cell], metadata: { language_info: { name: 'python' } }, nbformat: 4 }),
  );
  assert.equal((await Notebook.read(path)).cells().length, 0);
});

test('outputs are what the extension writes; other cells stay as they were', async () => {
  const folder = await temporaryFolder();
  const path = join(folder, 'a.ipynb');
  await writeNotebook(path, ['data: x.csv', { text: 'print()', language: 'python' }, 'train: mlp']);
  const notebook = await Notebook.read(path);
  const result = sampleResult([sampleFigures['class-balance']]);
  notebook.setResult(1, result, 'AAAA');
  notebook.setError(3, 'unknown-model', 'unknown model: mpl');
  await notebook.write(path);
  const { cells, metadata } = JSON.parse(await readFile(path, 'utf8')) as {
    cells: {
      execution_count: number | null;
      outputs: { output_type: string; data?: Record<string, unknown>; [key: string]: unknown }[];
    }[];
    metadata: unknown;
  };
  assert.deepEqual(metadata, { custom: { kept: true } });
  assert.deepEqual(
    cells.map((cell) => cell.execution_count),
    [1, null, 2],
  );
  const [shown] = cells[0]!.outputs;
  assert.equal(shown!.output_type, 'display_data');
  assert.deepEqual(Object.keys(shown!.data!), [resultMime, 'image/png', 'text/plain']);
  assert.deepEqual(shown!.data![resultMime], JSON.parse(JSON.stringify(result)));
  assert.deepEqual(cells[1]!.outputs, []);
  assert.deepEqual(cells[2]!.outputs, [
    { ename: 'unknown-model', evalue: 'unknown model: mpl', output_type: 'error', traceback: ['unknown model: mpl'] },
  ]);
});

test('what is no notebook is refused in a sentence', async () => {
  const folder = await temporaryFolder();
  const path = join(folder, 'a.ipynb');
  await assert.rejects(
    Notebook.read(path),
    (error: Problem) => error instanceof Problem && error.code === 'missing-file',
  );
  for (const text of ['', '{', '[]', '{"nbformat":3,"worksheets":[]}', 'null']) {
    await writeFile(path, text);
    await assert.rejects(
      Notebook.read(path),
      (error: Problem) => error instanceof Problem && error.code === 'invalid-notebook',
      text,
    );
  }
});
