// VS Code opens, and so does a notebook: when this fails, look here before looking at the other tests.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { Workbench } from '../support/workbench';

describe('VS Code in the browser', () => {
  let workbench: Workbench;
  before(async () => {
    workbench = await Workbench.open({ workspace: 'samples' });
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

  test('opens a notebook', async () => {
    await workbench.openFile('penguins.ipynb');
    assert.ok((await workbench.cellCount()) > 0);
  });

  test('says nothing bad and asks for nothing outside', () => {
    assert.deepEqual(workbench.consoleErrors, []);
    workbench.network.assertNoOutsideRequests();
  });
});
