// Outputs for people who use a keyboard, a screen reader or other colours.
import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { readFile } from 'node:fs/promises';
import { after, before, describe, test } from 'node:test';
import { sampleFigures, sampleResult } from '../support/figures';
import { openNotebookPage, render, setTheme } from '../support/notebookPage';
import type { NotebookWindow, ThemeName } from '../support/notebookPage';
import type { OpenedPage } from '../support/page';

interface Violation {
  id: string;
  impact: string;
  nodes: { html: string; failureSummary: string }[];
}

const table = {
  name: 'learning-curve',
  columns: ['model', 'rows', 'error'],
  rows: Array.from({ length: 120 }, (_, i) => ['mlp', i * 10, 1 / (i + 1)]),
};

describe('an output', () => {
  let opened: OpenedPage;
  before(async () => {
    opened = await openNotebookPage();
    const axe = createRequire(import.meta.url).resolve('axe-core/axe.min.js');
    await opened.page.addScriptTag({ content: await readFile(axe, 'utf8') });
    await render(opened, 'all', sampleResult(Object.values(sampleFigures), { tables: [table] }));
    await render(opened, 'running', { version: 1, runId: 'r', running: true });
    await opened.page.evaluate((message) => (window as unknown as NotebookWindow).notebook.receive(message), {
      channel: 'model-cells',
      id: 1,
      call: 'show',
      event: true,
      input: {
        runId: 'r',
        progress: {
          text: 'fitting mlp',
          fraction: 0.4,
          step: 10,
          steps: 25,
          loss: 0.4,
          figure: sampleFigures['decision-boundary'],
        },
      },
    });
    const figures = opened.page.locator('#all figure');
    for (let i = 0; i < (await figures.count()); i++) {
      await figures.nth(i).scrollIntoViewIfNeeded();
      await figures.nth(i).locator('.main-svg').first().waitFor({ state: 'attached' });
    }
    await figures.first().getByRole('button', { name: 'Table' }).click();
    await opened.page.locator('#all .chip').click();
  });
  after(() => opened.close());

  for (const theme of ['light', 'dark', 'contrast'] as ThemeName[])
    test(`has no serious finding of axe in the ${theme} theme`, async () => {
      await setTheme(opened, theme);
      await opened.page.waitForTimeout(1500);
      const { violations, passed } = await opened.page.evaluate(async () => {
        const { axe } = window as unknown as {
          axe: {
            run(context: unknown, options: unknown): Promise<{ violations: Violation[]; passes: { id: string }[] }>;
          };
        };
        const { violations, passes } = await axe.run(document.querySelector('main'), { resultTypes: ['violations'] });
        return { violations, passed: passes.map(({ id }) => id) };
      });
      // axe did look inside the outputs
      for (const rule of ['color-contrast', 'button-name', 'select-name', 'aria-progressbar-name'])
        assert.ok(passed.includes(rule), rule);
      const serious = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical');
      assert.deepEqual(
        serious.map(
          ({ id, nodes }) =>
            `${id}: ${nodes.map(({ html, failureSummary }) => `${html} ${failureSummary}`).join('\n')}`,
        ),
        [],
      );
    });

  test('is reached by Tab in the order of reading', async () => {
    const reached: string[] = [];
    await opened.page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur());
    await opened.page.mouse.click(1, 1);
    for (let i = 0; i < 24; i++) {
      await opened.page.keyboard.press('Tab');
      reached.push(
        await opened.page.evaluate(() => {
          const element = document.querySelector('#all')!.shadowRoot!.activeElement;
          return element
            ? (element.getAttribute('aria-label') ?? element.textContent ?? '').slice(0, 40) || element.tagName
            : '';
        }),
      );
    }
    const at = (name: RegExp) => reached.findIndex((each) => name.test(each));
    assert.ok(at(/Ran on WebGL/) >= 0, reached.join(' | '));
    assert.ok(at(/Ran on WebGL/) < at(/Quality on the test rows/));
    assert.ok(at(/bill_length_mm/) < at(/^Table$/) && at(/^Table$/) < at(/^PNG$/) && at(/^PNG$/) < at(/^SVG$/));
    assert.ok(at(/zoom in/i) > at(/^SVG$/), reached.join(' | '));
  });

  test('keeps the keys that work inside it, and lets the others pass', async () => {
    await opened.page.evaluate(() => {
      const seen: string[] = [];
      Object.assign(window, { seen });
      document.addEventListener('keydown', ({ key, ctrlKey }) => seen.push((ctrlKey ? 'ctrl+' : '') + key));
    });
    await opened.page.locator('#all').getByRole('button', { name: 'Table' }).first().focus();
    for (const key of ['ArrowDown', 'ArrowUp', 'Home', 'End', 'PageDown', 'Escape', 'Control+ArrowDown'])
      await opened.page.keyboard.press(key);
    const seen = await opened.page.evaluate(() => (window as unknown as { seen: string[] }).seen);
    assert.deepEqual(
      seen.filter((key) => !key.endsWith('Control')),
      ['Escape', 'ctrl+ArrowDown'],
    );
  });

  test('a button works with Enter and Space', async () => {
    const button = opened.page.locator('#all figure').nth(1).getByRole('button', { name: 'Table' });
    await button.focus();
    await opened.page.keyboard.press('Enter');
    assert.equal(await button.getAttribute('aria-pressed'), 'true');
    await opened.page.keyboard.press('Space');
    assert.equal(await button.getAttribute('aria-pressed'), 'false');
  });

  test('focus is visible', async () => {
    const button = opened.page.locator('#all').getByRole('button', { name: 'PNG' }).first();
    await button.focus();
    await opened.page.keyboard.press('Shift+Tab');
    await opened.page.keyboard.press('Tab');
    const style = await button.evaluate(
      (element) => getComputedStyle(element).outlineStyle + getComputedStyle(element).outlineWidth,
    );
    assert.equal(style, 'solid2px');
  });

  test('tells the progress of a run politely, not at every step', async () => {
    const told = await opened.page.evaluate(async () => {
      const region = document.querySelector('#running')!.shadowRoot!.querySelector('[aria-live]')!;
      const texts: string[] = [];
      new MutationObserver(() => texts.push(region.textContent!)).observe(region, {
        childList: true,
        characterData: true,
        subtree: true,
      });
      for (let step = 0; step < 15; step++) {
        (window as unknown as NotebookWindow).notebook.receive({
          channel: 'model-cells',
          id: 2,
          call: 'show',
          event: true,
          input: { runId: 'r', progress: { text: 'fitting mlp', step } },
        });
        await new Promise((done) => setTimeout(done, 100));
      }
      return texts;
    });
    assert.ok(told.length <= 1, `${told.length} announcements in 1.5 s`);
  });

  test('keeps still where motion is unwanted', async () => {
    await opened.page.evaluate(() => {
      document.body.classList.add('vscode-reduce-motion');
      document.documentElement.style.setProperty('--vscode-editor-background', '#fefefe');
    });
    await opened.page.waitForFunction(
      () => document.querySelector('#running')!.shadowRoot!.querySelector('.output.still') !== null,
    );
    const animation = await opened.page
      .locator('#running .fill')
      .evaluate((fill) => getComputedStyle(fill).animationName);
    assert.equal(animation, 'none');
  });
});
