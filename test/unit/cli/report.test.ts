import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { readCommand, UsageError } from '../../../src/cli/arguments';
import { runReport } from '../../../src/cli/runReport';
import { resultMime } from '../../../src/protocol/result';
import { sampleFigures, sampleResult } from '../../support/figures';
import { temporaryFolder } from './support';

test('report takes a notebook and a file to write', () => {
  assert.deepEqual(readCommand(['report', 'a.ipynb', 'b.html']), {
    name: 'report',
    notebook: 'a.ipynb',
    out: 'b.html',
  });
  assert.throws(() => readCommand(['report', 'a.ipynb']), UsageError);
});

test('a notebook with saved results becomes one HTML file', async () => {
  const folder = await temporaryFolder();
  const notebook = {
    nbformat: 4,
    nbformat_minor: 5,
    metadata: {},
    cells: [
      { cell_type: 'markdown', source: ['# Title\n', 'prose'], metadata: {} },
      {
        cell_type: 'code',
        source: 'train: lda',
        metadata: {},
        outputs: [
          {
            output_type: 'display_data',
            data: {
              [resultMime]: sampleResult([sampleFigures.curves]),
              'image/png': ['iVBO', 'Rw0='],
              'text/plain': 'x',
            },
          },
        ],
      },
      {
        cell_type: 'code',
        source: 'x',
        metadata: {},
        outputs: [{ output_type: 'error', ename: 'a', evalue: 'wrong', traceback: [] }],
      },
      {
        cell_type: 'code',
        source: 'y',
        metadata: {},
        outputs: [{ output_type: 'stream', name: 'stdout', text: ['one\n', 'two'] }],
      },
    ],
  };
  await writeFile(join(folder, 'n.ipynb'), JSON.stringify(notebook));
  await runReport({ notebook: join(folder, 'n.ipynb'), out: join(folder, 'n.html') });
  const html = await readFile(join(folder, 'n.html'), 'utf8');
  for (const part of [
    '<h1>Title</h1>',
    'base64,iVBORw0=',
    sampleFigures.curves.summary,
    'wrong',
    'one\ntwo',
    '<title>n</title>',
  ])
    assert.ok(html.includes(part), part);
});
