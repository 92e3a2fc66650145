// Exploring what is no text: the notebook that is made runs, though nothing is known of the columns before.
import assert from 'node:assert/strict';
import { copyFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { repository } from '../../tools/install.mjs';
import { Workbench } from '../support/workbench';

/** The format of MNIST: two bytes 0, unsigned bytes, the number of dimensions, their lengths, the values. */
function idx(sizes: number[], valueAt: (i: number) => number): Uint8Array {
  const header = sizes.flatMap((size) => [0, 0, 0, size]);
  const values = Array.from({ length: sizes.reduce((product, size) => product * size, 1) }, (_, i) => valueAt(i));
  return Uint8Array.from([0, 0, 8, sizes.length, ...header, ...values]);
}

describe('exploring', () => {
  let workbench: Workbench;
  before(async () => {
    workbench = await Workbench.open({ workspace: 'samples' });
    const at = (name: string) => join(workbench.folder, 'data', name);
    await copyFile(join(repository, 'test', 'fixtures', 'formats', 'encodings.parquet'), at('typed.parquet'));
    // light and dark pictures of 4 x 4
    await writeFile(
      at('tiny-images-idx3-ubyte'),
      idx([60, 4, 4], (i) => (Math.floor(i / 16) % 2) * 100 + ((i * 7) % 50)),
    );
    await writeFile(
      at('tiny-labels-idx1-ubyte'),
      idx([60], (i) => i % 2),
    );
    // answers VS Code's question about notebooks
    await workbench.openFile('penguins.ipynb');
  });
  after(() => workbench.close());

  /** Explores a file or folder and waits until its notebook has run. Returns the cells. */
  const explore = async (command: string, path: string, count: number) => {
    await workbench.evaluate(
      (vscode, id: string, below: string) => {
        const [folder] = vscode.workspace.workspaceFolders!;
        void vscode.commands.executeCommand(id, vscode.Uri.joinPath(folder!.uri, ...below.split('/')));
      },
      command,
      path,
    );
    const isThere = async () =>
      (await workbench.cellCount()) === count && (await workbench.cell(1)).source.includes(path);
    await workbench.waitFor(`${count} cells`, isThere, 60_000);
    await workbench.waitForCellDone(count - 1);
    return workbench.cells();
  };

  test('a Parquet file is described, and nothing is claimed of its columns before', async () => {
    const [introduction, data] = await explore('modelCells.exploreFile', 'data/typed.parquet', 2);
    assert.match(
      introduction!.source,
      /`data\/typed\.parquet`\n\nThe cell below shows its columns\. Write `target: column`/,
    );
    assert.equal(data!.source, 'data: data/typed.parquet');
    assert.deepEqual([data!.error, data!.state], [undefined, 'succeeded']);
    assert.deepEqual(await workbench.problems(), []);
  });

  test('a folder of pictures is described and its folders are told apart', async () => {
    const [introduction, data, train] = await explore('modelCells.exploreFolder', 'data/shapes', 3);
    assert.match(
      introduction!.source,
      /\d+ pictures\. The folder of each is its class: `circle`, `square`, `triangle`\./,
    );
    assert.equal(data!.source, 'data: data/shapes');
    assert.match(train!.source, /^train: \[[\w-]+, [\w-]+\]$/);
    assert.deepEqual([data!.error, train!.error, train!.state], [undefined, undefined, 'succeeded']);
    assert.deepEqual(await workbench.problems(), []);
  });

  test('pictures in an IDX file find the labels beside them', async () => {
    const [, data, train] = await explore('modelCells.exploreFile', 'data/tiny-images-idx3-ubyte', 3);
    assert.equal(data!.source, 'data: data/tiny-images-idx3-ubyte\nlabels: data/tiny-labels-idx1-ubyte');
    assert.deepEqual([data!.error, train!.error, train!.state], [undefined, undefined, 'succeeded']);
  });

  test('a folder without pictures is refused in a sentence', async () => {
    await workbench.evaluate((vscode) => {
      const [folder] = vscode.workspace.workspaceFolders!;
      void vscode.commands.executeCommand('modelCells.exploreFolder', folder!.uri);
    });
    await workbench.waitFor('a notice', async () =>
      (await workbench.notifications()).some((text) => /is a folder of other files, too/.test(text)),
    );
  });

  test('completion offers the folder of pictures beside the files', async () => {
    await workbench.typeInCell(1, 'data: data/', { replace: true });
    const offered = await workbench.suggestions();
    assert.ok(offered.includes('data/shapes'), offered.join());
    assert.ok(!offered.some((each) => each.startsWith('data/shapes/')), offered.join());
  });

  test('nothing went wrong on the way', () => {
    // what the notice of the refusal says
    const errors = workbench.consoleErrors.filter((error) => !error.includes('is a folder of other files'));
    assert.deepEqual(errors, []);
    workbench.network.assertNoOutsideRequests();
  });
});
