// Cells read and write files of the workspace, and no others.
import assert from 'node:assert/strict';
import { access, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { Workbench } from '../support/workbench';

describe('files of the workspace', () => {
  let workbench: Workbench;
  before(async () => {
    workbench = await Workbench.open({ workspace: 'samples' });
    await writeFile(join(workbench.folder, '..', 'secret.csv'), 'a,b\n1,2\n');
    await workbench.openFile('two-moons.ipynb');
    await run(1, 'data: data/two-moons.csv\ntarget: moon');
  });
  after(() => workbench.close());

  /** Runs a cell with this text; the error it shows, if any. */
  const run = async (index: number, text: string) => {
    await workbench.setCell(index, text);
    await workbench.runCell(index);
    await workbench.waitForCellDone(index);
    return (await workbench.cell(index)).error;
  };

  const exists = (...path: string[]) =>
    access(join(workbench.folder, ...path)).then(
      () => true,
      () => false,
    );

  test('a file that is missing, or a folder, is told with what was meant', async () => {
    assert.match((await run(1, 'data: data/two-moon.csv'))!, /missing file: .*did you mean data\/two-moons\.csv\?/);
    assert.match((await run(1, 'data: two-moons.csv'))!, /did you mean data\/two-moons\.csv\?/);
    assert.match((await run(1, 'data: data'))!, /is a folder of other files, too.*data\/shapes/);
    await workbench.waitFor('a problem in the cell', async () => (await workbench.problems()).length > 0);
    assert.deepEqual(
      (await workbench.problems()).map(({ text }) => text),
      ['data'],
    );
  });

  test('a folder of pictures is read as one file', async () => {
    assert.equal(await run(1, 'data: data/shapes'), undefined);
    await workbench.waitFor('no problem in the cell', async () => (await workbench.problems()).length === 0);
  });

  test('nothing outside the workspace is read', async () => {
    for (const path of [
      '../secret.csv',
      'data/../../secret.csv',
      '/etc/passwd',
      'file:///etc/passwd',
      '%2e%2e/secret.csv',
    ]) {
      assert.match((await run(1, `data: '${path}'`))!, /outside the workspace/, path);
    }
  });

  test('generated rows are written to a new file, and over an existing one only when asked to', async () => {
    assert.equal(await run(1, 'data: ./data/../data/two-moons.csv\ntarget: moon'), undefined);
    const sample = 'sample: quadratic-discriminant-analysis\nn: 20\nto: out/generated.csv';
    assert.equal(await run(5, sample), undefined);
    const [header, ...rows] = (await workbench.readFile('out/generated.csv')).trim().split('\n');
    assert.match(header!, /x1,x2,moon/);
    assert.equal(rows.length, 20);
    assert.match((await run(5, sample))!, /out\/generated\.csv is there already.*overwrite: true/);
    assert.equal(await run(5, `${sample}\noverwrite: true`), undefined);
  });

  test('nothing is written outside the workspace, to hidden files, or over a folder', async () => {
    const sample = (path: string) => run(5, `sample: quadratic-discriminant-analysis\nto: '${path}'`);
    assert.match((await sample('../generated.csv'))!, /outside the workspace/);
    assert.match((await sample('.git/hooks/generated.csv'))!, /begin with a dot/);
    assert.match((await sample('data'))!, /is a folder/);
    assert.ok(!(await exists('..', 'generated.csv')) && !(await exists('.git')));
  });
});
