// Links of the file system lead out of the workspace; only a host with a disk sees that they are links.
import assert from 'node:assert/strict';
import { mkdir, readdir, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { openInCodeServer } from '../support/codeServer';
import type { Workbench } from '../support/workbench';

describe('links in the workspace', () => {
  let workbench: Workbench;
  before(async () => {
    workbench = await openInCodeServer({ workspace: 'samples' });
    await mkdir(join(workbench.folder, '..', 'elsewhere'));
    await symlink(join(workbench.folder, '..', 'elsewhere'), join(workbench.folder, 'folder'));
    await symlink(join(workbench.folder, '..', 'elsewhere', 'new.csv'), join(workbench.folder, 'dangling.csv'));
    await workbench.openFile('two-moons.ipynb');
    await workbench.runCell(1);
    await workbench.waitForCellDone(1);
  });
  after(() => workbench.close());

  for (const path of ['folder/generated.csv', 'folder/deep/generated.csv', 'dangling.csv']) {
    test(`nothing is written through ${path}`, async () => {
      const text = `sample: quadratic-discriminant-analysis\nto: ${path}\noverwrite: true`;
      await workbench.setCell(5, text);
      await workbench.runCell(5);
      await workbench.waitForCellDone(5);
      assert.match((await workbench.cell(5)).error ?? '', /is not written: (folder|dangling\.csv) is a link/);
      assert.deepEqual(await readdir(join(workbench.folder, '..', 'elsewhere')), []);
    });
  }
});
