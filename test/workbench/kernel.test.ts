// The kernel behaves as people know it from Jupyter: stop, re-run, clear, move, delete, close, split, reload.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { Workbench } from '../support/workbench';

const endless = 'train: {mlp: {max_iter: 100000, n_iter_no_change: 100000, early_stopping: false, tol: 0}}';
const fast = 'train: logistic-regression';
const resultMime = 'application/vnd.model-cells.result+json';

describe('the kernel', () => {
  let workbench: Workbench;
  before(async () => {
    workbench = await Workbench.open({ workspace: 'samples' });
    await workbench.openFile('two-moons.ipynb');
    await setCells('data: data/two-moons.csv\ntarget: moon', fast);
  });
  after(() => workbench.close());

  /** Replaces all cells of the notebook. */
  const setCells = (...texts: string[]) =>
    workbench.evaluate(async (vscode, texts: string[]) => {
      const { notebook } = vscode.window.activeNotebookEditor!;
      const cells = texts.map((text) => new vscode.NotebookCellData(vscode.NotebookCellKind.Code, text, 'model-cell'));
      const edit = new vscode.WorkspaceEdit();
      edit.set(notebook.uri, [
        vscode.NotebookEdit.replaceCells(new vscode.NotebookRange(0, notebook.cellCount), cells),
      ]);
      await vscode.workspace.applyEdit(edit);
    }, texts);

  /** What the results of the cells say, in order; undefined where a cell has none. */
  const results = () =>
    workbench.evaluate(
      (vscode, mime: string) =>
        vscode.window.activeNotebookEditor!.notebook.getCells().map((cell) => {
          const item = cell.outputs.flatMap((output) => output.items).find((each) => each.mime === mime);
          return item ? (JSON.parse(new TextDecoder().decode(item.data)) as Record<string, unknown>) : null;
        }),
      resultMime,
    );

  /** Starts an endless training and waits until it is at work. */
  const startEndless = async (index: number) => {
    await workbench.runCell(index);
    await workbench.waitFor('a running output', async () => (await results())[index]?.['running'] === true);
    // VS Code draws what is in view only
    await workbench.row(index);
    await showsSteps();
  };

  const showsSteps = async () => {
    for (const frame of await workbench.outputFrames())
      await frame
        .getByText(/step \d/)
        .first()
        .waitFor({ timeout: 60_000 });
  };

  const stateOf = async (index: number) => (await workbench.cell(index)).state;
  const waitForState = (index: number, state: string, timeout?: number) =>
    workbench.waitFor(`cell ${index} to be ${state}`, async () => (await stateOf(index)) === state, timeout);

  test('is chosen for a notebook of ours', async () => {
    const label = workbench.page.locator('.kernel-label').first();
    await workbench.waitFor('the kernel', async () => (await label.innerText()) === 'Model Cells');
  });

  test('a stop keeps what was learned, drops what waits, and the next run works', async () => {
    await setCells('data: data/two-moons.csv\ntarget: moon', endless, fast);
    await workbench.runCell(0);
    await workbench.waitForCellDone(0);
    await startEndless(1);
    await workbench.runCell(2);
    await waitForState(2, 'pending');
    await workbench.interrupt();
    await waitForState(1, 'succeeded');
    assert.equal((await results())[1]?.['interrupted'], true);
    assert.match((await workbench.cell(1)).statusBar.join(' | '), /mlp: accuracy .*, stopped/);
    assert.equal(await stateOf(2), 'idle');
    await workbench.runCell(2);
    await waitForState(2, 'succeeded');
  });

  test('outputs cleared during a run come back with its end', async () => {
    await startEndless(1);
    await workbench.execute('notebook.clearAllCellsOutputs');
    assert.deepEqual((await workbench.cell(1)).outputs, []);
    await workbench.interrupt();
    await waitForState(1, 'succeeded');
    assert.equal((await results())[1]?.['verb'], 'train');
  });

  test('a cell that moves takes its run along; a copy does not run', async () => {
    await startEndless(1);
    await workbench.evaluate(async (vscode) => {
      vscode.window.activeNotebookEditor!.selection = new vscode.NotebookRange(1, 2);
      await vscode.commands.executeCommand('notebook.cell.copyDown');
      vscode.window.activeNotebookEditor!.selection = new vscode.NotebookRange(1, 2);
      await vscode.commands.executeCommand('notebook.cell.moveUp');
    });
    assert.equal(await stateOf(0), 'running');
    assert.equal(await stateOf(2), 'idle');
    await workbench.interrupt();
    await waitForState(0, 'succeeded');
    assert.equal((await results())[0]?.['interrupted'], true);
  });

  test('a cell deleted while it runs ends its run; the next one runs', async () => {
    await setCells('data: data/two-moons.csv\ntarget: moon', endless, fast);
    await startEndless(1);
    await workbench.evaluate(async (vscode) => {
      const { notebook } = vscode.window.activeNotebookEditor!;
      const edit = new vscode.WorkspaceEdit();
      edit.set(notebook.uri, [vscode.NotebookEdit.deleteCells(new vscode.NotebookRange(1, 2))]);
      await vscode.workspace.applyEdit(edit);
    });
    await workbench.runCell(1);
    await waitForState(1, 'succeeded');
  });

  test('two notebooks run side by side', async () => {
    await setCells('data: data/two-moons.csv\ntarget: moon', endless);
    await startEndless(1);
    await workbench.openFile('penguins.ipynb');
    await workbench.runCell(2);
    await workbench.waitForCellDone(2);
    assert.equal((await results())[2]?.['verb'], 'data');
    await workbench.save();
    await workbench.closeEditor();
    await workbench.openFile('two-moons.ipynb');
    assert.equal(await stateOf(1), 'running');
    await workbench.interrupt();
    await waitForState(1, 'succeeded');
  });

  test('of two editors one trains and both show it; when it closes, the other takes over', async () => {
    await workbench.save();
    await startEndless(1);
    await workbench.execute('workbench.action.splitEditorRight');
    await workbench.waitFor('two outputs', async () => (await workbench.outputFrames()).length === 2);
    await showsSteps();
    await workbench.execute('workbench.action.focusFirstEditorGroup');
    await workbench.closeEditor();
    await workbench.waitFor('one output', async () => (await workbench.outputFrames()).length === 1);
    await sleep(4000);
    await workbench.interrupt();
    await waitForState(1, 'succeeded', 40_000);
    assert.equal((await results())[1]?.['interrupted'], true);
  });

  test('a notebook closed while it runs says so in the cell', async () => {
    await startEndless(1);
    await workbench.save();
    await workbench.closeEditor();
    await sleep(6000);
    await workbench.openFile('two-moons.ipynb');
    await workbench.waitFor('the sentence', async () => /was closed/.test((await workbench.cell(1)).error ?? ''));
    await workbench.runCell(0);
    await workbench.waitForCellDone(0);
    assert.equal((await results())[0]?.['verb'], 'data');
  });

  test('a cell far below runs without being looked at, and the view stays where it was', async () => {
    await workbench.evaluate(async (vscode) => {
      const text = (i: number) => `# ${i}\n\nText that takes space.\n\nAnd more of it.`;
      const markup = vscode.NotebookCellKind.Markup;
      const cells = Array.from({ length: 30 }, (_, i) => new vscode.NotebookCellData(markup, text(i), 'markdown'));
      const code = vscode.NotebookCellKind.Code;
      cells.push(new vscode.NotebookCellData(code, 'data: data/two-moons.csv\ntarget: moon', 'model-cell'));
      const data = new vscode.NotebookData(cells);
      data.metadata = { metadata: { language_info: { name: 'model-cell' } } };
      const notebook = await vscode.workspace.openNotebookDocument('jupyter-notebook', data);
      await vscode.window.showNotebookDocument(notebook);
    });
    const topOf = () => workbench.evaluate((vscode) => vscode.window.activeNotebookEditor!.visibleRanges[0]?.start);
    await workbench.waitFor('the notebook', async () => (await topOf()) === 0);
    await workbench.runCell(30);
    await workbench.waitForCellDone(30);
    await workbench.waitFor('the top again', async () => (await topOf()) === 0);
    assert.equal((await workbench.cell(30)).error, undefined);
  });

  test('after a reload a trained model is there by its name', async () => {
    await workbench.openFile('two-moons.ipynb');
    await setCells(
      'data: data/two-moons.csv\ntarget: moon',
      'train: {quadratic-discriminant-analysis: {as: bananas}}',
      'sample: bananas',
    );
    await workbench.runCell(0);
    await workbench.waitForCellDone(0);
    await workbench.runCell(1);
    await workbench.waitForCellDone(1);
    await workbench.save();
    await workbench.reload();
    await workbench.openFile('two-moons.ipynb');
    await workbench.runCell(2);
    await workbench.waitForCellDone(2);
    assert.equal((await workbench.cell(2)).error, undefined);
    assert.equal((await results())[2]?.['verb'], 'sample');
  });

  test('a Python notebook keeps its kernel, and a notebook of ours gets ours, when there are several', async () => {
    await workbench.evaluate((vscode) => {
      const python = vscode.notebooks.createNotebookController('python-like', 'jupyter-notebook', 'Python 3', () => {});
      python.supportedLanguages = ['python'];
    });
    const kernel = () => workbench.page.locator('.kernel-label:visible');
    // VS Code remembers the kernel of a file: these have none yet
    const write = (name: string, language: string) =>
      workbench.evaluate(
        async (vscode, name: string, language: string) => {
          const cell = { cell_type: 'code', execution_count: null, id: 'a', metadata: {}, outputs: [], source: [] };
          const metadata = { language_info: { name: language } };
          const text = JSON.stringify({ cells: [cell], metadata, nbformat: 4, nbformat_minor: 5 });
          const [folder] = vscode.workspace.workspaceFolders!;
          await vscode.workspace.fs.writeFile(vscode.Uri.joinPath(folder!.uri, name), new TextEncoder().encode(text));
        },
        name,
        language,
      );
    await write('snakes.ipynb', 'python');
    await write('ours.ipynb', 'model-cell');
    await workbench.openFile('snakes.ipynb');
    await sleep(1500);
    assert.equal(await kernel().first().innerText(), 'Select Kernel');
    await workbench.openFile('ours.ipynb');
    await workbench.waitFor('our kernel', async () => (await kernel().first().innerText()) === 'Model Cells');
  });

  test('nothing went wrong on the way', () => {
    // VS Code looks for the document of a run after it has closed it, and stumbles over rows that move
    const ofVsCode = /NO notebook document|at NotebookCellListView/;
    const errors = workbench.consoleErrors.filter((error) => !ofVsCode.test(error));
    assert.deepEqual(errors, []);
    workbench.network.assertNoOutsideRequests();
  });
});
