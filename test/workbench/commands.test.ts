// A notebook without a word of YAML: the commands that ask, write cells and run them.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { Workbench } from '../support/workbench';

describe('commands', () => {
  let workbench: Workbench;
  before(async () => {
    workbench = await Workbench.open({ workspace: 'samples' });
    // answers VS Code's question about notebooks
    await workbench.openFile('penguins.ipynb');
  });
  after(() => workbench.close());

  const picker = () => workbench.page.locator('.quick-input-widget');

  /** Waits for a question, answers it with the entry of that name, or with what is proposed. */
  const answer = async (title: RegExp, entry?: string) => {
    await picker().locator('.quick-input-title').filter({ hasText: title }).waitFor();
    const entries = picker().locator('.quick-input-list-entry');
    await entries.first().waitFor();
    const offered = await entries.allInnerTexts();
    if (entry === undefined) await workbench.page.keyboard.press('Enter');
    else {
      // typed as a person would: of a long list, only what is in view is there to be clicked
      await picker().locator('input.input').fill(entry);
      await entries.filter({ hasText: entry }).first().click();
    }
    return offered;
  };

  /** Starts a command with a cell, as its button in the cell's toolbar does. */
  const startOnCell = (id: string, index: number) =>
    workbench.evaluate(
      (vscode, id: string, index: number) => {
        // not awaited: it waits for a person
        void vscode.commands.executeCommand(id, vscode.window.activeNotebookEditor!.notebook.cellAt(index));
      },
      id,
      index,
    );

  const waitForCells = (count: number) =>
    workbench.waitFor(`${count} cells`, async () => (await workbench.cellCount()) === count, 60_000);

  test('exploring a file makes and runs a notebook, and says that the target is a guess', async () => {
    await workbench.evaluate((vscode) => {
      const [folder] = vscode.workspace.workspaceFolders!;
      const file = vscode.Uri.joinPath(folder!.uri, 'data', 'penguins.csv');
      void vscode.commands.executeCommand('modelCells.exploreFile', file);
    });
    await waitForCells(3);
    await workbench.waitForCellDone(2);
    // it comes a moment after the run
    await workbench.waitFor('a status bar', async () => /accuracy/.test((await workbench.cell(2)).statusBar.join()));
    const [introduction, data, train] = await workbench.cells();
    assert.match(introduction!.source, /guess: `species`/);
    assert.equal(data!.source, 'data: data/penguins.csv\ntarget: species');
    assert.deepEqual([data!.error, train!.error], [undefined, undefined]);
    assert.match(train!.source, /^train: \[[\w-]+, [\w-]+\]$/);
    assert.match(train!.statusBar.join(' | '), /[\w-]+: accuracy [01]\.\d{3} \| .*s \| (webgl|wasm|cpu)/);
  });

  test('a model is added to a cell', async () => {
    const { source } = await workbench.cell(2);
    await startOnCell('modelCells.addModel', 2);
    const offered = await answer(/Add a model/, 'mlp');
    assert.match(offered.join('\n'), /generative, learns P\(x, y\)[^]*generates rows/);
    const extended = source.replace(']', ', mlp]');
    await workbench.waitFor('the model in the cell', async () => (await workbench.cell(2)).source === extended);
  });

  test('sampling from a cell offers what can generate rows, and runs', async () => {
    await startOnCell('modelCells.sampleModel', 2);
    await waitForCells(4);
    await workbench.waitForCellDone(3);
    const { source, error, state } = await workbench.cell(3);
    assert.deepEqual([source, error, state], ['sample: gaussian-naive-bayes', undefined, 'succeeded']);
  });

  test('sampling from a cell without a generative model says why not', async () => {
    await workbench.setCell(2, 'train: logistic-regression');
    await startOnCell('modelCells.sampleModel', 2);
    await workbench.waitFor('a notice', async () =>
      (await workbench.notifications()).some((text) => /learns P\(y \| x\) only.*gaussian-naive-bayes/.test(text)),
    );
    assert.equal(await workbench.cellCount(), 4);
  });

  test('training on workspace data asks four questions, inserts two cells and runs them', async () => {
    await workbench.openFile('penguins.ipynb');
    const count = await workbench.cellCount();
    await workbench.page.keyboard.press('F1');
    await picker().locator('input.input').fill('>Model Cells: Train on Workspace Data');
    await picker().locator('.quick-input-list-entry').first().click();
    const files = await answer(/file/, 'data/penguins.csv');
    assert.ok(files.includes('data/two-moons.csv'), String(files));
    const targets = await answer(/target/, 'sex');
    assert.match(targets[0]!, /^species/);
    const features = await answer(/features/);
    assert.ok(!features.some((feature) => feature.startsWith('sex')));
    await answer(/models/);
    await waitForCells(count + 2);
    const at = await workbench.evaluate(
      (vscode) =>
        vscode.window
          .activeNotebookEditor!.notebook.getCells()
          .find((cell) => cell.document.getText().includes('target: sex'))?.index,
    );
    await workbench.waitForCellDone(at! + 1);
    const [data, train] = [await workbench.cell(at!), await workbench.cell(at! + 1)];
    assert.equal(data.source, 'data: data/penguins.csv\ntarget: sex');
    assert.match(train.source, /^train: \[/);
    assert.deepEqual([data.error, train.error], [undefined, undefined]);
  });

  test('nothing went wrong on the way', () => {
    assert.deepEqual(workbench.consoleErrors, []);
    workbench.network.assertNoOutsideRequests();
  });
});
