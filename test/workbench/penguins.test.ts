// The sample as everybody meets it: run, look, save, come back tomorrow.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { after, before, describe, test } from 'node:test';
import type { Frame, Locator } from 'playwright-core';
import type { Result } from '../../src/protocol/result';
import { drawn, figureOf, resultOf, savedResult, scrollTo, tableRows, wordsIn } from '../support/outputs';
import { Workbench } from '../support/workbench';

const cells = { data: 2, train: 4, sample: 6 };
const species = ['Adelie', 'Chinstrap', 'Gentoo'];
const models = ['logistic-regression', 'gaussian-naive-bayes', 'quadratic-discriminant-analysis', 'mlp'];
const heading = { data: 'penguins.csv', train: '4 models compared', sample: 'quadratic-discriminant-analysis on' };

describe('samples/penguins.ipynb', () => {
  let workbench: Workbench;
  let frame: Frame;
  let trained: Result;
  before(async () => {
    workbench = await Workbench.open({ workspace: 'samples' });
    await workbench.openFile('penguins.ipynb');
  });
  after(() => workbench.close());

  const boundary = () => figureOf(resultOf(frame, heading.train), 'decision-boundary');

  test('has its kernel before anything is run', async () => {
    await workbench.page.locator('.notebook-toolbar-container .kernel-label', { hasText: /^Model Cells$/ }).waitFor();
  });

  test('runs from top to bottom without a question', async () => {
    await workbench.runAll();
    for (const cell of Object.values(cells)) await workbench.waitForCellDone(cell);
    assert.equal(await workbench.page.locator('.quick-input-widget').isVisible(), false);
    for (const cell of Object.values(cells)) {
      const { state, error, outputs } = await workbench.cell(cell);
      assert.deepEqual([state, error], ['succeeded', undefined]);
      assert.deepEqual(outputs, [['application/vnd.model-cells.result+json', 'image/png', 'text/plain']]);
    }
    frame = await workbench.outputFrame();
    trained = await savedResult(workbench, cells.train);
    assert.deepEqual(
      trained.models.map(({ name }) => name),
      models,
    );
  });

  test('says model, headline metric, time and backend below the cell', async () => {
    const { statusBar } = await workbench.cell(cells.train);
    const best = Math.max(...trained.models.map(({ metrics }) => metrics.accuracy!));
    const [, model, time, backend] = statusBar;
    const [name, accuracy] = model!.split(': accuracy ');
    assert.equal(trained.models.find((each) => each.name === name)?.metrics.accuracy, best);
    assert.equal(accuracy, best.toFixed(3));
    assert.match(time!, /^[\d.]+ m?s$/);
    assert.equal(backend, trained.engine.backend);
  });

  test('draws boundaries and densities of four models', async () => {
    await drawn(workbench, boundary());
    const titles = (await wordsIn(boundary(), '.annotation-text')).filter((text) =>
      models.includes(text.split(/\s/)[0]!),
    );
    assert.deepEqual(
      titles.map((title) => title.split(/\s/)[0]),
      models,
    );
    for (const title of titles) assert.ok(title.includes('P('), title);
    assert.deepEqual((await wordsIn(boundary(), '.legendtext')).slice(0, 3), species);
    // a contour for each class of each model with a density, and regions in each panel
    assert.equal((await boundary().locator('svg.main-svg image').count()) >= models.length, true);
    const shown = trained.figures.find(({ kind }) => kind === 'decision-boundary')!;
    assert.deepEqual(
      shown.kind === 'decision-boundary' && shown.panels.map(({ logDensity }) => logDensity !== undefined),
      [false, true, true, false],
    );
  });

  test('shows the numbers of the result, to the digits it shows', async () => {
    const keys = {
      Accuracy: 'accuracy',
      'Balanced accuracy': 'balancedAccuracy',
      F1: 'f1',
      'Log loss': 'logLoss',
      'Brier score': 'brier',
      'Calibration error': 'calibrationError',
      'ROC AUC': 'rocAuc',
      'Average precision': 'averagePrecision',
      'Mean log density': 'logDensity',
    } as const;
    const rows = await tableRows(
      resultOf(frame, heading.train).getByRole('table', { name: 'Quality on the test rows' }),
    );
    assert.deepEqual(
      rows.map(({ Model }) => Model),
      models,
    );
    for (const [i, row] of rows.entries()) {
      assert.deepEqual(Object.keys(row).slice(1), Object.keys(keys));
      for (const [column, key] of Object.entries(keys)) assertShows(row[column]!, trained.models[i]!.metrics[key]);
    }
  });

  test('shows what each model costs', async () => {
    const rows = await tableRows(resultOf(frame, heading.train).getByRole('table', { name: 'Cost' }));
    for (const [i, row] of rows.entries()) {
      const { cost } = trained.models[i]!;
      assertShows(row['Learned numbers']!.replaceAll(',', ''), cost.parameters);
      assertShows(row['Steps']!.replaceAll(',', ''), cost.steps);
      assert.equal(row['Ran on'], cost.backend);
      for (const column of ['Size', 'Fit time', 'Predict, per row'])
        assert.match(row[column]!, /^[\d.]+ (k?B|ms|s|µs)$/);
    }
    assert.deepEqual(
      rows.map(({ Model }) => Model),
      models,
    );
  });

  test('counts the mistakes of each model', async () => {
    const figure = figureOf(resultOf(frame, heading.train), 'confusion-matrix');
    await drawn(workbench, figure);
    const saved = trained.figures.find(({ kind }) => kind === 'confusion-matrix')!;
    assert.ok(saved.kind === 'confusion-matrix');
    const words = (await wordsIn(figure, 'text')).map((text) => text.split(/[\s ]/)[0]);
    for (const { model, counts } of saved.models) {
      const all = counts.flat().reduce((sum, count) => sum + count, 0);
      const right = counts.reduce((sum, row, k) => sum + row[k]!, 0);
      const { accuracy } = trained.models.find(({ name }) => name === model)!.metrics;
      assert.ok(Math.abs(right / all - accuracy!) < 1e-9);
      for (const [k, row] of counts.entries())
        assert.ok(words.includes(String(row[k])), `${row[k]} in ${words.join(' ')}`);
      assert.ok(
        (await figure.locator('figcaption').innerText()).includes(`${model} is wrong on ${all - right} of ${all}`),
      );
    }
  });

  test('draws generated birds over real ones', async () => {
    const sampled = await savedResult(workbench, cells.sample);
    const saved = sampled.figures.find(({ kind }) => kind === 'samples')!;
    assert.ok(saved.kind === 'samples');
    assert.deepEqual(saved.panels[0]!.generated.x.shape, [200]);
    const figure = figureOf(resultOf(frame, heading.sample), 'samples');
    await drawn(workbench, figure);
    assert.deepEqual(await wordsIn(figure, '.legendtext'), [...species, 'real row', 'generated row']);
    assert.ok((await figure.locator('svg.main-svg .point').count()) >= 200);
  });

  test('describes the data', async () => {
    const output = resultOf(frame, heading.data).first();
    const figure = figureOf(output, 'class-balance');
    await drawn(workbench, figure);
    for (const [name, count] of [
      ['Adelie', 152],
      ['Chinstrap', 68],
      ['Gentoo', 124],
    ] as const) {
      const words = await wordsIn(figure, 'text');
      assert.ok(
        words.includes(name) && words.some((text) => text.startsWith(`${count} `)),
        `${name} in ${words.join('|')}`,
      );
    }
    const pairs = figureOf(output, 'scatter-matrix');
    await drawn(workbench, pairs);
    const columns = await tableRows(output.getByRole('table', { name: 'columns' }));
    assert.equal(columns.find(({ column }) => column === 'sex')?.['missing'], '11');
  });

  test('has no serious finding of axe', async () => {
    await scrollTo(workbench, boundary());
    const axe = createRequire(import.meta.url).resolve('axe-core/axe.min.js');
    await frame.evaluate(await readFile(axe, 'utf8'));
    const { serious, passed } = await frame.evaluate(async () => {
      interface Finding {
        id: string;
        impact: string;
        nodes: { html: string; failureSummary: string }[];
      }
      const { axe } = window as unknown as {
        axe: { run(context: unknown): Promise<{ violations: Finding[]; passes: Finding[] }> };
      };
      // the outputs only: the frame around them is VS Code's
      const outputs = [...document.querySelectorAll('.output')].filter(({ shadowRoot }) => shadowRoot);
      const { violations, passes } = await axe.run({ include: outputs.map((each) => [each]).flat() });
      return {
        serious: violations
          .filter(({ impact }) => impact === 'serious' || impact === 'critical')
          .map(({ id, nodes }) => `${id}: ${nodes.map((node) => `${node.html} ${node.failureSummary}`).join('\n')}`),
        passed: passes.map(({ id }) => id),
      };
    });
    for (const rule of ['color-contrast', 'button-name', 'select-name']) assert.ok(passed.includes(rule), rule);
    assert.deepEqual(serious, []);
  });

  test('is saved with a picture and text for places without the extension', async () => {
    await workbench.save();
    const file = JSON.parse(await workbench.readFile('penguins.ipynb')) as {
      cells: { outputs?: { data: { [mime: string]: unknown } }[] }[];
    };
    for (const cell of Object.values(cells)) {
      const [output] = file.cells[cell]!.outputs!;
      assert.match([output!.data['image/png']].flat().join(''), /^iVBORw0KGgo/);
      assert.match([output!.data['text/plain']].flat().join(''), /penguins\.csv, 344 rows/);
    }
    const text = [file.cells[cells.train]!.outputs![0]!.data['text/plain']].flat().join('');
    for (const { name, metrics } of trained.models) {
      assert.match(text, new RegExp(`^${name} +${metrics.accuracy!.toFixed(4)} `, 'm'));
    }
    assert.ok(JSON.stringify(file).length < 3_000_000, `${JSON.stringify(file).length} characters`);
  });

  test('is there after a reload, without running', async () => {
    await workbench.reload();
    await workbench.openFile('penguins.ipynb');
    await workbench.row(cells.train);
    frame = await workbench.outputFrame();
    await resultOf(frame, heading.train).waitFor({ state: 'attached' });
    await drawn(workbench, boundary());
    assert.deepEqual((await wordsIn(boundary(), '.legendtext')).slice(0, 3), species);
    assert.deepEqual((await savedResult(workbench, cells.train)).models, trained.models);
  });

  test('answers from its storage when other axes are chosen', async () => {
    const caption = boundary().locator('figcaption');
    assert.match(await caption.innerText(), /over bill_length_mm and flipper_length_mm/);
    await boundary().getByRole('combobox', { name: 'y' }).selectOption('body_mass_g');
    await boundary()
      .getByText(/over bill_length_mm and body_mass_g/)
      .waitFor({ timeout: 60_000 });
    await workbench.waitFor('the new axis', async () => (await wordsIn(boundary(), 'text')).includes('body_mass_g'));
    // the models were not trained again, and what is saved did not change
    assert.deepEqual((await savedResult(workbench, cells.train)).models, trained.models);
  });

  test('can be sampled after a reload, without training', async () => {
    await workbench.setCell(cells.sample, 'sample: gaussian-naive-bayes\nn: 50');
    await workbench.runCell(cells.sample);
    await workbench.waitForCellDone(cells.sample);
    assert.equal((await workbench.cell(cells.sample)).error, undefined);
    const { models: sampled } = await savedResult(workbench, cells.sample);
    // the very model of the training cell: its fit was timed then
    const before = trained.models.find(({ name }) => name === 'gaussian-naive-bayes')!;
    assert.equal(sampled[0]!.key, before.key);
    assert.equal(sampled[0]!.cost.fitSeconds, before.cost.fitSeconds);
  });

  test('follows the theme, and can be read in each', async () => {
    const colours = new Set<string>();
    for (const theme of ['Light Modern', 'Dark Modern', 'Default High Contrast']) {
      await workbench.setTheme(theme);
      await scrollTo(workbench, boundary());
      let seen: Colours = { texts: [], paper: '' };
      await workbench
        .waitFor(`the figure in ${theme}`, async () => {
          seen = await coloursOf(boundary());
          return seen.texts.length >= 7 && !colours.has(seen.texts[0]!) && leastContrast(seen) >= 4.5;
        })
        .catch(() => assert.fail(`${theme}: contrast ${leastContrast(seen)}, ${JSON.stringify(seen)}`));
      colours.add(seen.texts[0]!);
    }
    await workbench.setTheme('Light Modern');
  });

  test('says nothing on the console and asks for nothing outside', () => {
    assert.deepEqual(workbench.consoleErrors, []);
    workbench.network.assertNoOutsideRequests();
  });
});

/** "98.1 %" shows 0.98058, "−15.345" shows -15.3447, "–" shows nothing. */
function assertShows(shown: string, value: number | undefined): void {
  if (value === undefined) return assert.equal(shown, '–');
  const match = /^([−-]?)(\d+(?:\.(\d+))?)( %)?$/.exec(shown);
  assert.ok(match, `${shown} for ${value}`);
  const [, sign, digits, decimals = '', percent] = match;
  const number = (sign === '' ? 1 : -1) * Number(digits);
  const half = 0.5 * 10 ** -decimals.length + 1e-9;
  assert.ok(Math.abs(number - (percent === undefined ? value : 100 * value)) <= half, `${shown} for ${value}`);
}

interface Colours {
  texts: string[];
  paper: string;
}

/** Colours of the words in a drawing, and of what is behind them. */
function coloursOf(figure: Locator): Promise<Colours> {
  return figure.evaluate((element) => ({
    texts: [
      ...element.querySelectorAll('svg.main-svg .legendtext, svg.main-svg .xtick text, svg.main-svg .gtitle'),
    ].map((text) => getComputedStyle(text).fill),
    paper: getComputedStyle(element.closest('.output')!).backgroundColor,
  }));
}

function leastContrast({ texts, paper }: Colours): number {
  const behind = luminance(paper);
  return Math.min(
    ...texts.map(luminance).map((text) => (Math.max(text, behind) + 0.05) / (Math.min(text, behind) + 0.05)),
  );
}

/** Relative luminance of `rgb(r, g, b)` (WCAG 2). */
function luminance(colour: string): number {
  const [r = 0, g = 0, b = 0] = (colour.match(/[\d.]+/g) ?? []).map((part) => {
    const value = Number(part) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}
