import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { refuseLinkedPackages } from '../../../tools/install.mjs';

test('packages are not installed through a link, which may lead into another checkout', (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'model-cells-install-'));
  t.after(() => rmSync(folder, { recursive: true }));
  const [own, other, linked] = ['own', 'other', 'linked'].map((name) => join(folder, name)) as [string, string, string];
  mkdirSync(join(own, 'node_modules'), { recursive: true });
  mkdirSync(linked);
  // a junction, where the system has them: it asks for no rights
  symlinkSync(join(own, 'node_modules'), join(linked, 'node_modules'), 'junction');
  refuseLinkedPackages(own);
  refuseLinkedPackages(other);
  assert.throws(() => refuseLinkedPackages(linked), {
    message:
      /linked.node_modules is a symbolic link to .*own.node_modules.*: installing would write there\. Remove the link/,
  });
  // one that leads nowhere, too
  rmSync(own, { recursive: true });
  assert.throws(() => refuseLinkedPackages(linked), /is a symbolic link/);
});
