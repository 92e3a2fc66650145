// Every kind of figure, drawn by the real Plotly bundle in a real browser.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { after, before, describe, test } from 'node:test';
import * as esbuild from 'esbuild';
import type { FigureKind } from '../../src/protocol/figures';
import { figure as figureSchema } from '../../src/protocol/figures';
import type { Figure } from '../../src/protocol/figures';
import { result as resultSchema } from '../../src/protocol/result';
import { rendererOf } from '../../renderers/figures/index';
import { paperTheme } from '../../renderers/figures/theme';
import { sampleClasses, sampleFigures, sampleKinds, sampleResult } from '../support/figures';
import { renamed } from '../support/renamed';
import { openNotebookPage, render, setTheme } from '../support/notebookPage';
import type { ThemeName } from '../support/notebookPage';
import type { OpenedPage } from '../support/page';

const figures = Object.values(sampleFigures) as Figure[];
const tools = ['zoom in', 'zoom out', 'reset axes'];

/** Names that the legend of each kind must show. */
const legends: { [kind in FigureKind]: string[] } = {
  'decision-boundary': [...sampleClasses, 'decision boundary', 'density p(x | class)', 'training row', 'test row'],
  histograms: sampleClasses,
  'class-balance': [],
  'scatter-matrix': sampleClasses,
  'confusion-matrix': [],
  'loss-curve': ['mlp (training)', 'mlp (validation)', 'logistic-regression'],
  samples: [...sampleClasses, 'real row', 'generated row'],
  'roc-curve': sampleClasses,
  'precision-recall-curve': ['logistic-regression: 0.913', 'gaussian-naive-bayes: 0.815'],
  reliability: ['raw', 'isotonic'],
  // its names stand at the ends of its lines
  curves: [],
  'bayes-ledger': sampleClasses,
  attribution: ['speaks for Gentoo', 'speaks against Gentoo'],
  importance: [],
  'partial-dependence': [...sampleClasses.map((name) => `P(${name} | x)`), 'single rows', 'this row'],
  'shap-summary': ['low value', 'middle', 'high value', 'no order'],
  'image-grid': [],
  'image-attribution': ['speaks for disc', 'speaks against disc'],
  'state-path': ['state A', 'state B'],
  'hidden-states': ['state A', 'state B'],
  'anomaly-scores': ['training rows', 'all rows', 'threshold', 'flagged row', 'other row', 'labelled: moved = yes'],
  uncertainty: [
    ...sampleClasses,
    'ambiguous: high entropy of P(y | x)',
    'unfamiliar: low p(x)',
    'edge of what was seen',
    'sure, though never seen',
    'rows of elsewhere.csv',
  ],
  'label-budget': [
    ...sampleClasses,
    'decision boundary',
    'boundary from labelled rows only',
    'labelled row',
    'row without a label',
  ],
  imputation: ['conditional-mean', 'mean', 'imputed = true'],
  'completed-rows': [...sampleClasses, 'complete row', 'completed row, bar: 1 sd'],
  'token-probabilities': [],
  'text-attribution': ['speaks for Gentoo', 'speaks against Gentoo'],
  'latent-path': [...sampleClasses, 'through the latent space', 'straight line'],
  denoising: [...sampleClasses, 'real row', 'generated row'],
  adversarial: [...sampleClasses.slice(0, 2), "generator's grid", 'real row'],
  'item-map': ['comedy', 'horror'],
  'top-list': [],
};

/** Scrolls to each figure and waits until it is drawn. */
async function drawAll(opened: OpenedPage, id: string): Promise<void> {
  const all = opened.page.locator(`#${id} figure`);
  for (let i = 0; i < (await all.count()); i++) {
    await all.nth(i).scrollIntoViewIfNeeded();
    await all.nth(i).locator('.main-svg').first().waitFor({ state: 'attached' });
  }
}

describe('figures in the notebook', () => {
  let opened: OpenedPage;
  before(async () => {
    opened = await openNotebookPage();
    await render(opened, 'all', sampleResult(figures));
    await drawAll(opened, 'all');
  });
  after(() => opened.close());

  const card = (kind: string) => opened.page.locator(`#all figure[data-kind="${kind}"]`);

  for (const theme of ['light', 'dark', 'contrast'] as ThemeName[]) {
    test(`follow the ${theme} theme, without being rendered again`, async () => {
      await setTheme(opened, theme);
      const background = { light: 'rgb(255, 255, 255)', dark: 'rgb(31, 31, 31)', contrast: 'rgb(0, 0, 0)' }[theme];
      for (const kind of sampleKinds) {
        await opened.page.waitForFunction(
          ({ kind, background }) => {
            const svg = document
              .querySelector('#all')!
              .shadowRoot!.querySelector<SVGElement>(`figure[data-kind="${kind}"] .main-svg`);
            return svg !== null && getComputedStyle(svg).background.includes(background);
          },
          { kind, background },
          { timeout: 20_000 },
        );
      }
    });
  }

  for (const kind of sampleKinds) {
    test(`${kind}: legend, names of its data, and its sentence are there`, async () => {
      assert.deepEqual(await card(kind).locator('.legendtext').allTextContents(), legends[kind]);
      assert.equal(await card(kind).getAttribute('aria-label'), sampleFigures[kind].title);
      assert.equal(await card(kind).locator('figcaption').innerText(), sampleFigures[kind].summary);
      assert.ok((await card(kind).locator('.main-svg').count()) >= 1);
    });
  }

  test('all text of a figure is inside its picture', async () => {
    for (const kind of sampleKinds) {
      const outside = await card(kind)
        .locator('.plot')
        .evaluate((plot) => {
          const frame = plot.getBoundingClientRect();
          return Array.from(plot.querySelectorAll('text')).flatMap((text) => {
            const box = text.getBoundingClientRect();
            const inside =
              box.width === 0 ||
              (box.left >= frame.left - 1 &&
                box.right <= frame.right + 1 &&
                box.top >= frame.top - 1 &&
                box.bottom <= frame.bottom + 1);
            return inside ? [] : [text.textContent];
          });
        });
      assert.deepEqual(outside, [], kind);
    }
  });

  test('the only tools of Plotly are zoom; there is no share button and no logo', async () => {
    const names = await opened.page
      .locator('#all .modebar-btn')
      .evaluateAll((buttons) => [
        ...new Set(
          buttons.map((button) =>
            (button.getAttribute('aria-label') ?? button.getAttribute('data-title') ?? '').toLowerCase(),
          ),
        ),
      ]);
    assert.deepEqual(names.sort(), [...tools].sort());
    assert.equal(await opened.page.locator('#all :is(.plotlyjsicon, .modebar-btn--logo, a)').count(), 0);
  });

  test('the table shows the numbers of the picture, a page at a time', async () => {
    const figure = card('decision-boundary');
    await figure.getByRole('button', { name: 'Table' }).click();
    assert.equal(await figure.locator('tbody tr').count(), 50);
    await figure.getByText('Rows 1 to 50 of 12,000').waitFor();
    await figure.getByRole('button', { name: 'Next' }).click();
    await figure.getByText('Rows 51 to 100 of 12,000').waitFor();
    assert.equal(await figure.locator('tbody tr').first().locator('td').first().innerText(), 'logistic-regression');
    await figure.getByRole('button', { name: 'Table' }).click();
    assert.equal(await figure.locator('table').count(), 0);
  });

  async function saved(kind: string, button: 'PNG' | 'SVG' | 'CSV') {
    const [download] = await Promise.all([
      opened.page.waitForEvent('download'),
      card(kind).getByRole('button', { name: button }).click(),
    ]);
    return { name: download.suggestedFilename(), bytes: await readFile((await download.path())!) };
  }

  test('PNG, SVG and CSV hold the figure', async () => {
    await setTheme(opened, 'light');
    const png = await saved('confusion-matrix', 'PNG');
    assert.equal(png.name, 'confusion-on-the-test-rows.png');
    assert.equal(png.bytes.subarray(1, 4).toString(), 'PNG');
    const shown = await card('confusion-matrix')
      .locator('.plot')
      .evaluate((plot) => plot.clientWidth);
    assert.equal(png.bytes.readUInt32BE(16), 2 * shown);
    const svg = (await saved('confusion-matrix', 'SVG')).bytes.toString();
    assert.match(svg, /^<svg[^>]*>/);
    for (const name of sampleClasses) assert.ok(svg.includes(name));
    assert.ok(!/<script|<foreignObject|href="http/.test(svg));
    const csv = (await saved('confusion-matrix', 'CSV')).bytes.toString().split('\r\n');
    assert.equal(csv[0], 'model,true class,predicted class,rows');
    assert.equal(csv[1], 'logistic-regression,Adelie,Adelie,37');
    assert.equal(csv.length, 1 + 4 * 9 + 1);
  });

  test('a narrower output is drawn anew, within its width', async () => {
    await opened.page.setViewportSize({ width: 500, height: 900 });
    await opened.page.waitForFunction(
      () => (document.querySelector('#all')!.shadowRoot!.querySelector('figure .main-svg')?.clientWidth ?? 1000) < 480,
    );
    await opened.page.setViewportSize({ width: 940, height: 900 });
    assert.ok(await opened.page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth));
  });

  test('damaged numbers are a sentence in the figure, and the other figures stand', async () => {
    const broken = {
      ...sampleFigures.samples,
      real: { ...sampleFigures.samples.real, x: { ...sampleFigures.samples.real.x, base64: 'AAAA' } },
    };
    await render(opened, 'broken', sampleResult([broken, sampleFigures['class-balance']], { runId: 'broken' }));
    await opened.page.locator('#broken figure').first().scrollIntoViewIfNeeded();
    await opened.page
      .locator('#broken')
      .getByText(/cannot be drawn: its numbers are damaged/)
      .waitFor();
    await opened.page.locator('#broken figure').nth(1).scrollIntoViewIfNeeded();
    await opened.page.locator('#broken figure[data-kind="class-balance"] .main-svg').first().waitFor();
  });

  test('hostile strings are text everywhere, and ask for nothing', async () => {
    const poison =
      '<img src="https://example.org/x.png" onerror="window.hacked=1"><a href="https://example.org/">click</a><b>bold</b>&lt;i&gt;';
    const hostile = renamed(
      resultSchema,
      sampleResult(figures, {
        runId: 'hostile',
        tables: [{ name: 'predictions', columns: ['a', poison], rows: [[poison, 1]] }],
      }),
      (text) => (poison + text).slice(0, 100),
      ['kind', 'type', 'base64', 'runId', 'verb', 'tfjs'],
    );
    await render(opened, 'hostile', hostile);
    assert.equal(await opened.page.locator('#hostile figure').count(), figures.length);
    await drawAll(opened, 'hostile');
    for (const button of await opened.page.locator('#hostile figure').getByRole('button', { name: 'Table' }).all())
      await button.click();
    const found = await opened.page.locator('#hostile').evaluate((host) => {
      const all = Array.from(host.shadowRoot!.querySelectorAll('*'));
      return all
        .filter(
          (element) =>
            ['IMG', 'A', 'SCRIPT', 'IFRAME', 'a', 'foreignObject'].includes(element.tagName) ||
            element.getAttributeNames().some((name) => name.startsWith('on')),
        )
        .map((element) => element.outerHTML.slice(0, 200));
    });
    assert.deepEqual(found, []);
    assert.equal(await opened.page.evaluate(() => 'hacked' in window), false);
    const legend = await opened.page.locator('#hostile figure[data-kind="samples"] .legendtext').first().textContent();
    assert.ok(legend!.startsWith('<img src="https'), legend!);
    opened.network.assertNoOutsideRequests();
  });

  test('no error was logged', () => assert.deepEqual(opened.consoleErrors, []));
});

// an attribute that has no effect where it stands (`unused`) is no mistake: panels of one figure share their axes' style
describe('Plotly knows every attribute', () => {
  let opened: OpenedPage;
  before(async () => {
    // the product's bundle does not offer `validate`
    const { outputFiles } = await esbuild.build({
      stdin: {
        contents:
          "const P = require('plotly.js/lib/core'); P.register([require('plotly.js/lib/bar'), require('plotly.js/lib/contour'), require('plotly.js/lib/heatmap')]); globalThis.validate = (data, layout) => P.validate(data, layout);",
        resolveDir: process.cwd(),
      },
      bundle: true,
      write: false,
      define: { global: 'globalThis', 'define.amd': 'false', 'process.env.NODE_DEBUG': 'false' },
      alias: { stream: 'stream-browserify' },
      loader: { '.css': 'text', '.glsl': 'text' },
      logLevel: 'error',
    });
    opened = await openNotebookPage({ texts: { '/validate.js': outputFiles[0]!.text } });
    await opened.page.addScriptTag({ url: '/validate.js' });
  });
  after(() => opened.close());

  for (const kind of sampleKinds)
    test(kind, async () => {
      const figure = figureSchema.parse(sampleFigures[kind]);
      const issues = await opened.page.evaluate(
        ({ data, layout }) =>
          (
            window as unknown as {
              validate(data: unknown, layout: unknown): { code: string; msg: string }[] | undefined;
            }
          )
            .validate(data, layout)
            ?.flatMap(({ code, msg }) => (code === 'unused' ? [] : [msg])) ?? [],
        rendererOf(figure).spec(figure, paperTheme, 900) as { data: unknown; layout: unknown },
      );
      assert.deepEqual([...new Set(issues)], []);
    });
});
