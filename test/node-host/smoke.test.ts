// The extension runs in a Node extension host, as in desktop VS Code, WSL, SSH and code-server.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { openInCodeServer } from '../support/codeServer';
import type { Workbench } from '../support/workbench';

describe('VS Code with a Node extension host', () => {
  let workbench: Workbench;
  before(async () => {
    workbench = await openInCodeServer({ workspace: 'samples' });
  });
  after(() => workbench.close());

  test('runs the extension', async () => {
    const activated = await workbench.evaluate(async (vscode) => {
      const extension = vscode.extensions.getExtension('model-cells.model-cells');
      await extension?.activate();
      return extension?.isActive;
    });
    assert.equal(activated, true);
  });

  test('is Node', async () => {
    const version = await workbench.evaluate(() =>
      typeof process === 'undefined' ? undefined : process.versions.node,
    );
    assert.match(version ?? '', /^24\./);
  });

  test('opens a notebook', async () => {
    await workbench.openFile('penguins.ipynb');
    assert.ok((await workbench.cellCount()) > 0);
  });

  test('says nothing bad and asks for nothing outside', () => {
    assert.deepEqual(workbench.consoleErrors, []);
    workbench.network.assertNoOutsideRequests();
  });
});
