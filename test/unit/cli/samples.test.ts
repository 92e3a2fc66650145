// Every sample notebook runs from the first to the last cell: courses are made of them.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { cp, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { result as resultSchema } from '../../../src/protocol/result';
import { repository } from '../../../tools/install.mjs';
import { temporaryFolder } from './support';

/** Samples whose classes cannot be told apart by much more, which is what they are about, and the accuracy to reach. */
const overlapping = new Map([
  ['calibration.ipynb', 0.75],
  ['weather-states.ipynb', 0.75],
]);

const folder = await temporaryFolder();
await cp(join(repository, 'samples'), folder, { recursive: true });

for (const notebook of readdirSync(folder).filter((file) => file.endsWith('.ipynb'))) {
  test(notebook, async () => {
    const command = [join(repository, 'dist', 'cli.mjs'), 'execute', notebook, '--json', 'results.json'];
    const { status, stderr } = spawnSync(process.execPath, command, {
      cwd: folder,
      encoding: 'utf8',
      env: { ...process.env, PATH: '', CHROME_PATH: '' },
    });
    assert.equal(status, 0, stderr);
    const { cells } = JSON.parse(await readFile(join(folder, notebook), 'utf8')) as { cells: { cell_type: string }[] };
    const results = JSON.parse(await readFile(join(folder, 'results.json'), 'utf8')) as unknown[];
    assert.equal(results.length, cells.filter(({ cell_type }) => cell_type === 'code').length);
    for (const result of results) {
      const { models, figures, data } = resultSchema.parse(result);
      assert.ok(figures.length > 0);
      const guess = 1 / (data.classes?.length ?? 1);
      for (const { metrics, name } of models) {
        if (metrics.balancedAccuracy !== undefined) assert.ok(metrics.balancedAccuracy > guess + 0.2, name);
        if (metrics.accuracy !== undefined) assert.ok(metrics.accuracy > (overlapping.get(notebook) ?? 0.8), name);
      }
    }
  });
}
