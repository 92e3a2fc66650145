// A mistake is underlined while it is written, says the same when the cell is run, and stops no other cell.
import assert from 'node:assert/strict';
import { copyFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { repository } from '../../tools/install.mjs';
import { writeNotebook } from '../support/notebookFile';
import { savedResult } from '../support/outputs';
import { Workbench } from '../support/workbench';

const data = 'data: data/shapes.csv\ntarget: kind';

/** A cell, the text that is underlined, and the sentence; `found`: only when it is run. */
const mistakes: { text: string; at: string; says: RegExp }[] = [
  { text: 'data: data/shapes.csv\ntargt: kind', at: 'targt', says: /did you mean target\?/ },
  { text: `${data}\nfeatures: [widht]`, at: 'widht', says: /did you mean width\?/ },
  { text: 'data: data/shape.csv', at: 'data/shape.csv', says: /missing file.*did you mean data\/shapes\.csv\?/ },
  { text: `${data}\ntrain: logistic-regresion`, at: 'logistic-regresion', says: /did you mean logistic-regression\?/ },
  {
    text: `${data}\ntrain:\n  mlp: {hiden_layer_sizes: [4]}`,
    at: 'hiden_layer_sizes',
    says: /did you mean hidden_layer_sizes\?/,
  },
  { text: `${data}\ntrain:\n  mlp: {alpha: -1}`, at: '-1', says: /alpha.*(at least|0)/ },
  { text: `${data}\nsample: logistic-regression`, at: 'logistic-regression', says: /learns P\(y \| x\) only/ },
  { text: `${data}\ntrain: [mlp`, at: '', says: /bracket.*not closed/ },
];

/** Files that hold something else than a table, and what is said of them. */
const files: { name: string; says: RegExp }[] = [
  { name: 'empty.csv', says: /the file is empty/ },
  { name: 'header.csv', says: /no rows/ },
  { name: 'picture.csv', says: /looks like a PNG picture/ },
  { name: 'tildes.csv', says: /unknown column: kind.*separated by/ },
  { name: 'one-class.csv', says: /one class only/ },
];

describe('mistakes', () => {
  let workbench: Workbench;
  before(async () => {
    workbench = await Workbench.open({ workspace: 'test/fixtures/workspaces/small' });
    const write = (name: string, text: string) => writeFile(join(workbench.folder, name), text);
    await write('empty.csv', '');
    await write('header.csv', 'a,kind\n');
    await write('tildes.csv', `a~kind\n${Array.from({ length: 200_000 }, (_, i) => `${i}~x`).join('\n')}\n`);
    await write('one-class.csv', `a,kind\n${Array.from({ length: 30 }, (_, i) => `${i % 7},x`).join('\n')}\n`);
    await copyFile(join(repository, 'media', 'icon.png'), join(workbench.folder, 'picture.csv'));
    const bad = [
      ...mistakes.map(({ text }) => text),
      ...files.map(({ name }) => `data: ${name}\ntarget: kind\ntrain: lda`),
    ];
    await writeNotebook(workbench, 'mistakes.ipynb', [...bad, `${data}\ntrain: gaussian-naive-bayes`]);
    await workbench.openFile('mistakes.ipynb');
  });
  after(() => workbench.close());

  test('are underlined where they stand', async () => {
    for (const [cell, { at, says }] of mistakes.entries()) {
      const found = async () => (await workbench.problems()).filter((problem) => problem.cell === cell);
      await workbench.waitFor(`a problem in cell ${cell}`, async () => (await found()).length > 0);
      const [problem, ...more] = await found();
      assert.deepEqual(more, []);
      assert.match(problem!.message, says);
      if (at !== '') assert.equal(problem!.text, at);
    }
  });

  test('say the same when all cells are run, and the last cell runs', async () => {
    await workbench.runAll();
    const last = mistakes.length + files.length;
    await workbench.waitForCellDone(last);
    const problems = await workbench.problems();
    for (const [cell, { says }] of mistakes.entries()) {
      const { error, state } = await workbench.cell(cell);
      assert.equal(state, 'failed');
      assert.match(error!, says);
      assert.equal(error, problems.find((problem) => problem.cell === cell)!.message);
    }
    assert.equal((await savedResult(workbench, last)).models[0]!.id, 'gaussian-naive-bayes');
  });

  test('in a file are said in the cell', async () => {
    for (const [i, { says }] of files.entries()) {
      const { error, state } = await workbench.cell(mistakes.length + i);
      assert.equal(state, 'failed');
      assert.match(error!, says);
    }
  });

  test('nothing is said on the console and nothing asked for outside', () => {
    assert.deepEqual(workbench.consoleErrors, []);
    workbench.network.assertNoOutsideRequests();
  });
});
