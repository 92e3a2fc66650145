// The sample notebook, run through the VS Code API in a Node extension host: what `npm run test:desktop` does elsewhere.
import { test } from 'node:test';
import { bundleTestModule } from '../../tools/desktop/bundle.mjs';
import { runTestModule } from '../support/codeServer';

test('runs the penguins from the first cell to the last', { timeout: 240_000 }, async () => {
  await runTestModule(await bundleTestModule(), 'samples');
});
