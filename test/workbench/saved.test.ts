// A notebook comes from somebody else: nothing in its saved outputs is run, and what is damaged is said.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import type { Frame } from 'playwright-core';
import { resultMime } from '../../src/protocol/result';
import { writeNotebook } from '../support/notebookFile';
import { Workbench } from '../support/workbench';

const script = '<img src=x onerror="window.attacked = true"><script>window.attacked = true</script>';
const inner = 'https://attacker.example/a.png';
const markup = `${script}<a href="javascript:window.attacked=true">x</a><img src="${inner}"><b style="position:fixed">x</b>`;

/** A valid result that holds markup wherever it may hold text. */
const base = {
  version: 1,
  runId: 'r1',
  verb: 'data',
  data: {
    path: markup,
    hash: 'h',
    rows: 2,
    features: [markup],
    target: markup,
    classes: [markup, 'b'],
    train: 1,
    validation: 0,
    test: 1,
    missingCells: 0,
    unlabelled: 0,
  },
  engine: { backend: 'cpu', device: markup.slice(0, 300), precision: 'float64', tfjs: '4', seed: 1, reason: markup },
  models: [
    {
      name: markup,
      id: markup,
      family: 'generative',
      capabilities: ['Classifier'],
      options: { a: markup },
      metrics: { accuracy: 0.5 },
      cost: { parameters: 1, bytes: 1, fitSeconds: 1, steps: 1, backend: 'cpu' },
      history: [],
    },
  ],
  tables: [{ name: markup, columns: [markup], rows: [[markup]] }],
  figures: [
    {
      kind: 'class-balance',
      title: markup,
      summary: markup,
      target: markup,
      classes: [markup, 'b'],
      counts: [1, 1],
      unlabelled: 0,
    },
  ],
  notes: [markup],
  seconds: 1,
  plan: { verb: 'data', data: { path: '../../../etc/passwd' }, models: [], options: {} },
};
const packed = { type: 'f64', shape: [4_000_000_000, 4_000_000_000], base64: '' };
const huge = {
  ...base,
  figures: [
    {
      kind: 'scatter-matrix',
      title: 'huge',
      summary: 'huge',
      features: ['a', 'b'],
      classes: ['c'],
      values: packed,
      label: packed,
    },
  ],
};

const outputs: { name: string; value: unknown; says: RegExp }[] = [
  { name: 'markup', value: base, says: /<script>window\.attacked/ },
  { name: 'huge shapes', value: huge, says: /cannot be drawn.*damaged/ },
  { name: 'a newer version', value: { ...base, version: 99 }, says: /newer version.*99/ },
  { name: 'not a result', value: { version: 1, html: markup }, says: /damaged/ },
  { name: 'a list', value: [markup], says: /damaged/ },
  {
    name: 'a run that never ended',
    value: { version: 1, runId: 'r2', running: true },
    says: /did not finish|was closed/,
  },
  { name: 'a polluted prototype', value: JSON.parse('{"__proto__":{"attacked":true},"version":1}'), says: /damaged/ },
];

describe('saved outputs of somebody else', () => {
  let workbench: Workbench;
  let frame: Frame;
  before(async () => {
    workbench = await Workbench.open({
      workspace: 'test/fixtures/workspaces/small',
      viewport: { width: 1400, height: 2400 },
    });
    const cells = outputs.map(({ value }) => ({
      code: 'data: data/shapes.csv',
      outputs: [{ output_type: 'display_data', metadata: {}, data: { [resultMime]: value } }],
    }));
    await writeNotebook(workbench, 'hostile.ipynb', cells);
    await workbench.openFile('hostile.ipynb');
    await workbench.row(0);
    frame = await workbench.outputFrame();
  });
  after(() => workbench.close());

  for (const [cell, { name, says }] of outputs.entries()) {
    test(`${name}: shown as words`, async () => {
      await workbench.row(cell);
      const errorOf = async () => (await workbench.cell(cell)).error ?? '';
      const texts = () =>
        frame
          .getByRole('group', { name: 'Model Cells result' })
          .evaluateAll((all) => all.map((each) => each.textContent));
      await workbench.waitFor(`words that match ${says}`, async () => {
        return says.test(await errorOf()) || (await texts()).some((text) => says.test(text));
      });
    });
  }

  test('nothing of it ran, and nothing was fetched', async () => {
    for (const each of workbench.page.frames()) {
      const attacked = await each.evaluate(() => 'attacked' in window || 'attacked' in {}).catch(() => false);
      assert.equal(attacked, false);
    }
    assert.equal(await frame.getByText(/^This output is damaged/).count(), 3);
    const elements = await frame.locator('.output img, .output script, .output a[href], .output b[style]').count();
    assert.equal(elements, 0);
    workbench.network.assertNoOutsideRequests();
    assert.deepEqual(workbench.consoleErrors, []);
  });

  test('the notebook is still of use', async () => {
    const last = outputs.length - 1;
    await workbench.runCell(last);
    await workbench.waitForCellDone(last);
    assert.equal((await workbench.cell(last)).error, undefined);
  });
});
