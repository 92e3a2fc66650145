// What else happens to a notebook while its cells run, and to one that is not ours. The rest is in kernel.test.ts.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import type { Frame } from 'playwright-core';
import { writeNotebook } from '../support/notebookFile';
import { savedResult } from '../support/outputs';
import { Workbench } from '../support/workbench';

const data = 'data: data/shapes.csv\ntarget: kind';
/** Trains until it is stopped. */
const endless = `${data}\ntrain:\n  mlp: {max_iter: 100000, n_iter_no_change: 100000, tol: 0}`;
const quick = `${data}\ntrain: gaussian-naive-bayes`;

describe('a notebook that runs', () => {
  let workbench: Workbench;
  before(async () => {
    workbench = await Workbench.open({ workspace: 'test/fixtures/workspaces/small' });
  });
  after(() => workbench.close());

  const open = async (name: string, ...parameters: [Parameters<typeof writeNotebook>[2], { language: 'python' }?]) => {
    await writeNotebook(workbench, name, ...parameters);
    await workbench.openFile(name);
  };
  /** Waits until a network has made some steps, as a person sees it. */
  const trainingSeen = async (cell: number): Promise<Frame> => {
    const frame = await workbench.outputFrame();
    const numbers = frame.locator('.progress .numbers', { hasText: /step \d\d/ });
    const inView = async () => {
      // outputs above it grow
      await workbench.row(cell);
      return numbers.isVisible();
    };
    await workbench.waitFor('a network that makes steps', inView, 60_000);
    return frame;
  };
  const summaries = () =>
    workbench.evaluate((vscode) =>
      vscode.window.activeNotebookEditor!.notebook.getCells().map((cell) => cell.executionSummary?.success ?? null),
    );
  const runsAgain = async (cell: number) => {
    await workbench.setCell(cell, quick);
    await workbench.runCell(cell);
    await workbench.waitFor('the next run', async () => (await summaries())[cell] === true);
    assert.equal((await savedResult(workbench, cell)).verb, 'train');
  };
  const discard = async () => {
    await workbench.execute('workbench.action.files.revert');
    await workbench.closeEditor();
  };

  test('Run All passes over empty cells and reaches the last of many, out of view', async () => {
    await open('long.ipynb', [...Array<string[]>(9).fill([data, '', '# later']).flat(), '', '', quick]);
    await workbench.runAll();
    await workbench.waitForCellDone(29);
    await savedResult(workbench, 29);
    assert.deepEqual(await summaries(), Array(30).fill(true));
    assert.deepEqual(await workbench.outputItems(1), []);
    await discard();
  });

  test('cells that wait are run when the running one is deleted', async () => {
    await open('delete.ipynb', [endless, quick, `${data}\nsample: gaussian-naive-bayes`]);
    await workbench.runAll();
    await trainingSeen(0);
    await workbench.evaluate(async (vscode) => {
      const edit = new vscode.WorkspaceEdit();
      const range = new vscode.NotebookRange(0, 1);
      edit.set(vscode.window.activeNotebookEditor!.notebook.uri, [vscode.NotebookEdit.deleteCells(range)]);
      await vscode.workspace.applyEdit(edit);
    });
    await workbench.waitFor('the runs of the next cells', async () => {
      return (await summaries()).every((success) => success === true);
    });
    assert.equal((await savedResult(workbench, 0)).verb, 'train');
    assert.equal((await savedResult(workbench, 1)).verb, 'sample');
    await discard();
  });

  test('a tab closed while cells run and wait opens again with a sentence, and runs', async () => {
    await open('closed.ipynb', [endless, quick]);
    await workbench.runAll();
    await trainingSeen(0);
    await workbench.save();
    await workbench.closeEditor();
    await workbench.openFile('closed.ipynb');
    await workbench.waitFor('the sentence', async () => /was closed/.test((await workbench.cell(0)).error ?? ''));
    await workbench.waitFor('no cell that runs', async () => {
      const states = (await workbench.cells()).map(({ state }) => state);
      return states.every((state) => state !== 'running' && state !== 'pending');
    });
    assert.equal(await (await workbench.outputFrame()).locator('.progress').count(), 0);
    await runsAgain(0);
    await discard();
  });

  test('a Python notebook is left alone: its cells, its metadata, its outputs', async () => {
    await open('snakes.ipynb', ['print("hello")', '1 + 1'], { language: 'python' });
    const read = async () => {
      const { cells, metadata } = JSON.parse(await workbench.readFile('snakes.ipynb')) as {
        cells: { metadata: unknown; source: string | string[] }[];
        metadata: unknown;
      };
      return { cells: cells.map(({ metadata, source }) => ({ metadata, source: [source].flat().join('') })), metadata };
    };
    const before = await read();
    await workbench.execute('notebook.execute');
    await new Promise((done) => setTimeout(done, 2000));
    for (const cell of await workbench.cells()) {
      assert.deepEqual([cell.language, cell.state, cell.outputs, cell.error], ['python', 'idle', [], undefined]);
    }
    assert.equal(await workbench.evaluate((vscode) => vscode.window.activeNotebookEditor!.notebook.isDirty), false);
    await workbench.save();
    assert.deepEqual(await read(), before);
    await workbench.page.keyboard.press('Escape');
    await discard();
  });

  test('a window reloaded while a cell runs says that the run has ended, and runs again', async () => {
    await open('reload.ipynb', [endless]);
    await workbench.runAll();
    await trainingSeen(0);
    await workbench.save();
    await workbench.reload();
    await workbench.openFile('reload.ipynb');
    const frame = await workbench.outputFrame();
    const shown = frame.getByText('This run did not finish; run the cell again.');
    await workbench.waitFor('the sentence', async () => {
      return (await shown.isVisible()) || /was closed.*Run the cell again/.test((await workbench.cell(0)).error ?? '');
    });
    // the sentence is of the saved output, which can be drawn before the extension has come up again
    await workbench.waitFor('the cell to rest', async () => (await workbench.cell(0)).state !== 'running');
    await runsAgain(0);
    await discard();
  });

  test('nothing went wrong on the way, and nothing was asked for outside', () => {
    // VS Code cancels runs of a document that it has closed already
    const errors = workbench.consoleErrors.filter((error) => !/NO notebook document/.test(error));
    assert.deepEqual(errors, []);
    workbench.network.assertNoOutsideRequests();
  });
});
