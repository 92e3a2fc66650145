// The cell language in VS Code: problems with quick fixes, completion, hover. What each says is tested in test/unit/language.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import type { CodeAction } from 'vscode';
import { Workbench } from '../support/workbench';

/** Cells of samples/penguins.ipynb. */
const dataCell = 2;
const trainCell = 4;

describe('writing cells', () => {
  let workbench: Workbench;
  before(async () => {
    workbench = await Workbench.open({ workspace: 'samples' });
    await workbench.openFile('penguins.ipynb');
  });
  after(() => workbench.close());

  const problemsSoon = async (least: number) => {
    await workbench.waitFor(`${least} problems`, async () => (await workbench.problems()).length >= least);
    return workbench.problems();
  };

  test('the sample has no problems', async () => {
    await workbench.setCell(trainCell, 'trian: mlp');
    await problemsSoon(1);
    await workbench.setCell(trainCell, 'train: mlp');
    await workbench.waitFor('no problems', async () => (await workbench.problems()).length === 0);
    assert.deepEqual(await workbench.problems(), []);
  });

  test('mistakes are underlined where they stand: a key, a file, a column, a model', async () => {
    await workbench.setCell(dataCell, 'data: data/pengins.csv\ntargt: species');
    await workbench.setCell(trainCell, 'data: data/penguins.csv\nfeatures: [bil_length]\ntrain: logistic-regresion');
    const found = (await problemsSoon(4)).map(({ cell, text, message }) => [
      cell,
      text,
      /did you mean (\S+)\?/.exec(message)?.[1],
    ]);
    assert.deepEqual(found.sort(), [
      [dataCell, 'data/pengins.csv', 'data/penguins.csv'],
      [dataCell, 'targt', 'target'],
      [trainCell, 'bil_length', 'bill_length_mm'],
      [trainCell, 'logistic-regresion', 'logistic-regression'],
    ]);
    assert.ok((await workbench.squiggles(trainCell)) > 0);
  });

  test('quick fixes mend all of it', async () => {
    await workbench.evaluate(
      async (vscode, indices: number[]) => {
        for (const index of indices) {
          const { document } = vscode.window.activeNotebookEditor!.notebook.cellAt(index);
          for (const { range } of vscode.languages.getDiagnostics(document.uri).toReversed()) {
            const actions = await vscode.commands.executeCommand<CodeAction[]>(
              'vscode.executeCodeActionProvider',
              document.uri,
              range,
              vscode.CodeActionKind.QuickFix.value,
            );
            const mend = actions.find((action) => action.isPreferred);
            if (mend?.edit) await vscode.workspace.applyEdit(mend.edit);
          }
        }
      },
      [dataCell, trainCell],
    );
    await workbench.waitFor('no problems', async () => (await workbench.problems()).length === 0);
    const sources = [await workbench.cell(dataCell), await workbench.cell(trainCell)].map((cell) => cell.source);
    assert.deepEqual(sources, [
      'data: data/penguins.csv\ntarget: species',
      'data: data/penguins.csv\nfeatures: [bill_length_mm]\ntrain: logistic-regression',
    ]);
  });

  test('completion offers what the file has, in the middle of an unfinished line', async () => {
    await workbench.typeInCell(trainCell, 'target: ', { replace: true });
    assert.ok((await workbench.suggestions()).includes('species'));
    await workbench.page.keyboard.press('Escape');
    await workbench.typeInCell(trainCell, 'data: ', { replace: true });
    assert.ok((await workbench.suggestions()).includes('data/penguins.csv'));
    await workbench.page.keyboard.press('Escape');
    await workbench.typeInCell(trainCell, 'train: quad', { replace: true });
    assert.equal((await workbench.suggestions())[0], 'quadratic-discriminant-analysis');
    await workbench.page.keyboard.press('Enter');
    await workbench.waitFor('the completed word', async () => {
      return (await workbench.cell(trainCell)).source === 'train: quadratic-discriminant-analysis';
    });
  });

  test('hover explains a model and a column', async () => {
    assert.match(await workbench.hover(trainCell, 'quadratic-discriminant-analysis'), /generative, learns P\(x, y\)/);
    assert.match(await workbench.hover(dataCell, 'species'), /categorical/);
  });

  test('nothing is said on the console and nothing asked for outside', () => {
    assert.deepEqual(workbench.consoleErrors, []);
    workbench.network.assertNoOutsideRequests();
  });
});
