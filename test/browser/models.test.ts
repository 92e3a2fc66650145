// Every model and both kernels on WebGL, in real Chromium.
import { build } from 'esbuild';
import assert from 'node:assert/strict';
import { after, before, suite, test } from 'node:test';
import type { ModelsWindow } from '../support/modelsPage';
import { openPage } from '../support/page';
import type { OpenedPage } from '../support/page';

suite('models on WebGL', () => {
  let opened: OpenedPage;
  before(async () => {
    const bundled = await build({
      entryPoints: ['test/support/modelsPage.ts'],
      bundle: true,
      write: false,
      format: 'iife',
      mainFields: ['module', 'browser', 'main'],
      loader: { '.wasm': 'binary' },
      logLevel: 'error',
    });
    opened = await openPage();
    await opened.page.addScriptTag({ content: bundled.outputFiles[0]!.text });
  });
  after(() => opened.close());

  test('keep their contract', async (t) => {
    const names = await opened.page.evaluate(() => (globalThis as unknown as ModelsWindow).prepare());
    assert.ok(names.length > 50);
    for (const [index, name] of names.entries()) {
      await t.test(name, async () => {
        assert.equal(await opened.page.evaluate((i) => (globalThis as unknown as ModelsWindow).run(i), index), null);
      });
    }
    assert.deepEqual(opened.consoleErrors, []);
  });
});
