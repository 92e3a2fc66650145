import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { result as resultSchema, resultMime } from '../../../src/protocol/result';
import type { Result } from '../../../src/protocol/result';
import { repository } from '../../../tools/install.mjs';
import { clouds, temporaryFolder, writeNotebook } from './support';

/** The built command, without the browser that would draw pictures. */
function modelCells(folder: string, ...parameters: string[]) {
  return spawnSync(process.execPath, [join(repository, 'dist', 'cli.mjs'), ...parameters], {
    cwd: folder,
    encoding: 'utf8',
    env: withoutBrowser,
  });
}

const withoutBrowser = { ...process.env, PATH: '', CHROME_PATH: '' };

async function resultsOf(folder: string): Promise<Result[]> {
  const all = JSON.parse(await readFile(join(folder, 'results.json'), 'utf8')) as unknown[];
  return all.map((one) => resultSchema.parse(one));
}

const folder = await temporaryFolder();
await writeFile(join(folder, 'clouds.csv'), clouds);

describe('model-cells execute', () => {
  test('Ctrl+C stops the cell that runs, and what is done is written', async () => {
    await writeNotebook(join(folder, 'long.ipynb'), [
      'data: clouds.csv\ntarget: kind',
      'train:\n  mlp: {max_iter: 100000, early_stopping: false}',
      'sample: gmm',
    ]);
    const parameters = ['execute', 'long.ipynb', '--out', 'long.out.ipynb', '--json', 'results.json'];
    const run = spawn(process.execPath, [join(repository, 'dist', 'cli.mjs'), ...parameters, '--backend', 'wasm'], {
      cwd: folder,
      env: withoutBrowser,
    });
    let said = '';
    run.stderr.setEncoding('utf8').on('data', (text: string) => {
      if (!said.includes('fitting') && (said + text).includes('fitting')) run.kill('SIGINT');
      said += text;
    });
    const [status] = (await once(run, 'close')) as [number];
    assert.equal(status, 130, said);
    const results = await resultsOf(folder);
    assert.deepEqual(
      results.map(({ verb, interrupted }) => [verb, interrupted]),
      [
        ['data', undefined],
        ['train', true],
      ],
    );
    assert.ok(results[1]!.models[0]!.metrics.accuracy! > 0.5);
    assert.match(await readFile(join(folder, 'long.out.ipynb'), 'utf8'), /"train"/);
    assert.doesNotMatch(said, /sample: gmm/);
  });

  test('runs a notebook: outputs, results, nothing on stdout', async () => {
    await writeNotebook(join(folder, 'a.ipynb'), [
      'data: clouds.csv\ntarget: kind',
      { text: '# words', kind: 'markdown' },
      'train:\n  quadratic-discriminant-analysis: {as: mine}',
      '# a cell of comments only',
      'sample: mine\nn: 5\nto: new.csv',
    ]);
    const { status, stdout, stderr } = modelCells(
      folder,
      'execute',
      'a.ipynb',
      '--out',
      'b.ipynb',
      '--json',
      'results.json',
      '--backend',
      'wasm',
    );
    assert.equal(status, 0, stderr);
    assert.equal(stdout, '');
    assert.match(stderr, /Without pictures: no Chromium/);
    assert.match(stderr, /cell 3: train:/);
    const results = await resultsOf(folder);
    assert.deepEqual(
      results.map(({ verb }) => verb),
      ['data', 'train', 'sample'],
    );
    assert.equal(results[1]!.engine.backend, 'wasm');
    assert.equal(results[1]!.models[0]!.name, 'mine');
    assert.ok(results[1]!.models[0]!.metrics.accuracy! > 0.8);
    assert.equal((await readFile(join(folder, 'new.csv'), 'utf8')).trim().split('\n').length, 6);
    const { cells } = JSON.parse(await readFile(join(folder, 'b.ipynb'), 'utf8')) as {
      cells: { outputs?: { data: Record<string, unknown> }[] }[];
    };
    const shown = cells.flatMap(({ outputs = [] }) => outputs.map(({ data }) => data[resultMime]));
    assert.deepEqual(shown, JSON.parse(await readFile(join(folder, 'results.json'), 'utf8')));
  });

  test('stops at the first failing cell, with its place, and keeps what came before', async () => {
    await writeNotebook(join(folder, 'a.ipynb'), [
      'data: clouds.csv\ntarget: kind',
      { text: 'x', kind: 'markdown' },
      'sample: logistic-regression',
      'train: logistic-regression',
    ]);
    const { status, stdout, stderr } = modelCells(
      folder,
      'execute',
      'a.ipynb',
      '--inplace',
      '--json',
      'results.json',
      '--backend',
      'cpu',
    );
    assert.equal(status, 1);
    assert.equal(stdout, '');
    assert.match(stderr, /cell 3, line 1:9: logistic-regression learns P\(y \| x\) only/);
    assert.equal((await resultsOf(folder)).length, 1);
    const { cells } = JSON.parse(await readFile(join(folder, 'a.ipynb'), 'utf8')) as {
      cells: { outputs?: { output_type: string; ename?: string }[] }[];
    };
    assert.deepEqual(
      cells.map(({ outputs }) => outputs?.map(({ output_type }) => output_type)),
      [['display_data'], undefined, ['error'], []],
    );
  });

  test('a mistake in a cell is told with line and column; without WebGL the result says why', async () => {
    await writeNotebook(join(folder, 'a.ipynb'), ['data: clouds.csv\ntarget: kind', 'data: clouds.csv\ntargt: kind']);
    const { status, stderr } = modelCells(folder, 'execute', 'a.ipynb', '--json', 'results.json', '--backend', 'webgl');
    assert.equal(status, 1);
    assert.match(stderr, /cell 2, line 2:1: unknown key: targt; did you mean target/);
    const [first] = await resultsOf(folder);
    assert.match(first!.engine.reason!, /webgl is not used/);
  });

  test('--version and --help answer on stdout; a wrong command says how it is meant', () => {
    assert.match(modelCells(folder, '--version').stdout, /^\d+\.\d+\.\d+\n$/);
    assert.match(modelCells(folder, '--help').stdout, /^Usage: model-cells execute/);
    const { status, stderr } = modelCells(folder, 'execute');
    assert.equal(status, 2);
    assert.match(stderr, /expected one notebook\n\nUsage/);
  });
});
