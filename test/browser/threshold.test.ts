// The threshold of unusual rows, moved by a reader.
import assert from 'node:assert/strict';
import { test } from 'node:test';
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
