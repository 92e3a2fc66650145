// What a person does in a figure, asked of the real engine: clear a feature, change the plane, move a slider; and the report.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import type { Frame, Locator } from 'playwright-core';
import { drawn, figureOf, resultOf, wordsIn } from '../support/outputs';
import { Workbench } from '../support/workbench';

describe('controls', () => {
  let workbench: Workbench;
  let frame: Frame;
  before(async () => {
    workbench = await Workbench.open({ workspace: 'samples' });
    await workbench.openFile('penguins.ipynb');
    frame = await workbench.outputFrame();
    await run('data: data/penguins.csv\ntarget: species\nignore: [island, sex]');
  });
  after(() => workbench.close());

  /** Runs the first code cell with this text, without an error. */
  const run = async (text: string) => {
    await workbench.setCell(2, text);
    await workbench.runCell(2);
    await workbench.waitForCellDone(2);
    assert.equal((await workbench.cell(2)).error, undefined);
  };

  /** Waits until something in a figure is another than before. */
  const changed = (figure: Locator, what: string, before: string, read: () => Promise<string>) =>
    workbench.waitFor(`${what} to change`, async () => (await figure.count()) > 0 && (await read()) !== before, 30_000);

  test('a feature of a row is cleared, and the models answer again', async () => {
    await run('classify: gaussian-naive-bayes\nrow: 5');
    const ledger = figureOf(resultOf(frame, 'gaussian-naive-bayes'), 'bayes-ledger');
    await drawn(workbench, ledger);
    const words = () => ledger.locator('figcaption, .summary').last().innerText();
    const before = await words();
    await ledger.getByRole('checkbox', { name: 'bill_length_mm is known' }).press('Space');
    await changed(ledger, 'the ledger', before, words);
    await ledger.getByRole('button', { name: 'Reset', exact: true }).press('Enter');
    await workbench.waitFor('the first answer', async () => (await words()) === before, 30_000);
  });

  test('generated rows are drawn over two other features', async () => {
    await run('sample: gaussian-naive-bayes\nn: 60');
    const samples = figureOf(resultOf(frame, 'gaussian-naive-bayes'), 'samples');
    await drawn(workbench, samples);
    const axes = async () => (await wordsIn(samples, '.xtitle, .ytitle')).join(' × ');
    const before = await axes();
    const lists = samples.getByRole('group', { name: 'Features that are drawn' }).getByRole('combobox');
    await lists.first().selectOption('body_mass_g');
    await changed(samples, 'the plane', before, axes);
    assert.match(await axes(), /body_mass_g/);
  });

  test('the number of labels is moved', async () => {
    await run('semi-supervised: gaussian-naive-bayes\nlabels: [3, 20]\ndraws: 2');
    const budget = figureOf(resultOf(frame, 'gaussian-naive-bayes'), 'label-budget');
    await drawn(workbench, budget);
    const slider = budget.getByRole('slider', { name: 'Labels per class' });
    const shown = () => budget.getByRole('group', { name: 'Labels that are kept' }).innerText();
    const before = await shown();
    const start = await slider.inputValue();
    await slider.press(start === '0' ? 'ArrowRight' : 'ArrowLeft');
    await changed(budget, 'the words beside the slider', before, shown);
  });

  test('the notebook is written as one HTML file', async () => {
    await workbench.evaluate((vscode) => {
      // not awaited: it waits for a person
      void vscode.commands.executeCommand('modelCells.exportReport');
    });
    const dialog = workbench.page.locator('.quick-input-widget');
    await dialog.locator('input.input').waitFor();
    await workbench.waitFor('a proposed path', async () =>
      /penguins\.html$/.test(await dialog.locator('input.input').inputValue()),
    );
    await workbench.page.keyboard.press('Enter');
    const read = () => workbench.readFile('penguins.html').catch(() => '');
    await workbench.waitFor('the report', async () => (await read()).includes('</html>'), 30_000);
    const html = await read();
    assert.match(html, /gaussian-naive-bayes/);
    assert.doesNotMatch(html, /<script[^>]+src=|https?:\/\/(?!www\.w3\.org)/, 'it needs nothing from outside');
  });
});
