// What a reader may change in figures of unusual rows and of doubt.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fakeEngine } from '../support/fakeEngine';
import { sampleFigures, sampleResult } from '../support/figures';
import { openNotebookPage, render } from '../support/notebookPage';

test('moving the threshold flags other rows at once, in the picture, in words and in the table', async () => {
  const opened = await openNotebookPage();
  try {
    await render(opened, 'one', sampleResult([sampleFigures['anomaly-scores']]));
    const card = opened.page.locator('figure[data-kind="anomaly-scores"]');
    await card.locator('.main-svg').first().waitFor();
    const rows = () => card.locator('tbody tr').count();
    const readout = () => card.locator('output').textContent();
    const before = await rows();
    assert.ok(before >= 3);
    assert.match((await readout())!, new RegExp(`^1\\.0 % of training rows below: ${before} of 172 flagged`));
    const slider = card.locator('input[type=range]');
    await slider.focus();
    for (let i = 0; i < 60; i++) await slider.press('ArrowRight');
    const now = await rows();
    assert.ok(now > before);
    assert.match((await readout())!, new RegExp(`${now} of 172 flagged, precision .* %, recall .* %$`));
    assert.equal(await slider.getAttribute('aria-valuetext'), await readout());
    assert.match((await card.locator('figcaption').textContent())!, new RegExp(`${now} of 172 flagged`));
    await opened.page.waitForFunction(
      (text) =>
        document
          .querySelector('#one')!
          .shadowRoot!.querySelector('figure .main-svg')!
          .parentElement!.textContent!.includes(text),
      `${now} of 172 flagged`,
    );
    assert.deepEqual(opened.consoleErrors, []);
    opened.network.assertNoOutsideRequests();
  } finally {
    await opened.close();
  }
});

for (const kind of ['anomaly-scores', 'uncertainty'] as const) {
  test(`${kind} is drawn over other features; what was chosen besides stays`, async () => {
    const figure = sampleFigures[kind];
    const worker = fakeEngine({ result: sampleResult([figure]), figure, progress: [] });
    const opened = await openNotebookPage({ texts: { '/renderer/worker.js': worker } });
    try {
      await render(opened, 'one', sampleResult([figure]));
      const card = opened.page.locator(`figure[data-kind="${kind}"]`);
      await card.locator('.main-svg').first().waitFor();
      const slider = card.locator('input[type=range]');
      const x = card.locator('select').first();
      await x.selectOption('bill_depth_mm');
      if (kind === 'anomaly-scores') {
        await slider.focus();
        for (let i = 0; i < 30; i++) await slider.press('ArrowRight');
      }
      const words =
        kind === 'anomaly-scores' ? await card.locator('output').textContent() : 'uncertainty of bill_depth_mm';
      // the title of the plane's axis: behind the histogram in one kind, the first of all in the other
      await card
        .locator(kind === 'anomaly-scores' ? '.x2title' : '.xtitle')
        .filter({ hasText: 'bill_depth_mm' })
        .waitFor();
      assert.ok((await card.locator('figcaption').textContent())!.includes(words!));
      // the same feature twice: the axes change places
      await card.locator('select').nth(1).selectOption('bill_depth_mm');
      assert.equal(await x.inputValue(), 'flipper_length_mm');
      await x.selectOption('body_mass_g');
      await card.locator('.trouble:not([hidden])').waitFor();
      assert.match((await card.locator('.trouble').textContent())!, /the model is no longer kept/);
      assert.deepEqual(opened.consoleErrors, []);
    } finally {
      await opened.close();
    }
  });
}
