import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { catalogue } from '../../src/engine/catalogue';
import { repository } from '../../tools/install.mjs';
import { withTables } from '../../tools/make-readme.mjs';

test("the README's tables are those of the registries", async () => {
  const readme = await readFile(join(repository, 'README.md'), 'utf8');
  assert.equal(readme, await withTables(readme, catalogue), 'run: npm run build && node tools/make-readme.mjs');
});
