// The renderer in a page that looks to it like a notebook's webview, with a worker that only plays the engine.
import assert from 'node:assert/strict';
import { after, afterEach, before, describe, test } from 'node:test';
import type { Locator } from 'playwright-core';
import { pack } from '../../src/protocol/packing';
import { fakeEngine } from '../support/fakeEngine';
import { sampleFigures, sampleResult } from '../support/figures';
import { openNotebookPage, render } from '../support/notebookPage';
import type { NotebookWindow } from '../support/notebookPage';
import type { OpenedPage } from '../support/page';

const boundary = sampleFigures['decision-boundary'];
const history = Array.from({ length: 20 }, (_, step) => ({ step, loss: Math.exp(-step / 5) }));
const progress = [
  { text: 'reading penguins.csv', loss: null },
  {
    text: 'fitting mlp',
    model: 'mlp',
    fraction: 0.3,
    step: 120,
    steps: 400,
    loss: 0.231,
    stepsPerSecond: 310,
    secondsLeft: 1.2,
    history,
    figure: { ...boundary, panels: boundary.panels.slice(3) },
  },
];
const point = boundary.panels.map(({ model, family, logDensity, logPrior }) => ({
  model,
  family,
  posterior: pack('f64', [0.125, 0.25, 0.625], [3, 1, 1]),
  ...(logDensity ? { logDensity: pack('f64', [-1.25, -2.5, -60.125], [3, 1, 1]), logPrior } : {}),
}));
const engine = fakeEngine({ result: sampleResult([boundary]), figure: boundary, progress, point: point.reverse() });
const csv = 'a,b\n1,2\n';

const plan = (verb: string, path = '') => ({ verb, data: { path }, models: [], options: {} });

describe('the renderer', () => {
  let opened: OpenedPage;
  before(async () => {
    opened = await openNotebookPage({ texts: { '/renderer/worker.js': engine, '/data.csv': csv } });
  });
  after(() => opened.close());
  afterEach(() => opened.network.assertNoOutsideRequests());

  const call = (name: string, input: unknown, id = 1000, event = true) =>
    opened.page.evaluate((message) => (window as unknown as NotebookWindow).notebook.receive(message), {
      channel: 'model-cells',
      id,
      call: name,
      input,
      event,
    });
  const answer = (id: number, output: unknown) =>
    opened.page.evaluate((message) => (window as unknown as NotebookWindow).notebook.receive(message), {
      channel: 'model-cells',
      id,
      output,
    });
  const sent = () => opened.page.evaluate(() => (window as unknown as NotebookWindow).notebook.sent);
  /** The first message with this name about this run, when it comes. */
  async function message(name: string, runId?: string) {
    await opened.page.waitForFunction(
      ({ name, runId }) =>
        (window as unknown as NotebookWindow).notebook.sent.some(
          (each) => each.call === name && (runId === undefined || (each.input as { runId: string }).runId === runId),
        ),
      { name, runId },
      { timeout: 30_000 },
    );
    return (await sent()).find(
      (each) => each.call === name && (runId === undefined || (each.input as { runId: string }).runId === runId),
    )!;
  }
  const run = (runId: string, verb: string, path?: string) =>
    call('run', { runId, plan: plan(verb, path), backend: 'auto', trained: {} });

  test('says hello once with an id of its own', async () => {
    const hellos = (await sent()).filter(({ call }) => call === 'hello');
    assert.equal(hellos.length, 1);
    assert.match((hellos[0]!.input as { instance: string }).instance, /^[0-9a-f-]{36}$/);
  });

  test('answers that it is alive', async () => {
    await call('alive', {}, 77, false);
    await opened.page.waitForFunction(() =>
      (window as unknown as NotebookWindow).notebook.sent.some((each) => each.id === 77 && each.output === true),
    );
  });

  test('a run shows progress in its output and then the result, without being rendered again', async () => {
    await render(opened, 'a', { version: 1, runId: 'run-a', running: true });
    await run('run-a', 'wait');
    const output = opened.page.locator('#a');
    await output.getByText(/step 120 of 400 · loss 0\.231 · 310 steps\/s · 1\.2 s left/).waitFor();
    const painted = await output.locator('canvas').evaluate((canvas: HTMLCanvasElement) => {
      const pixels = canvas.getContext('2d')!.getImageData(0, 0, canvas.width, canvas.height).data;
      return new Set(Array.from({ length: 200 }, (_, i) => pixels.slice(4 * i * 345, 4 * i * 345 + 3).join())).size;
    });
    assert.ok(painted > 10, `${painted} colours in the live boundary`);
    assert.equal((await output.locator('svg path').nth(1).getAttribute('d'))!.split('L').length, 20);
    await call('interrupt', { runId: 'run-a' });
    await output.getByText('4 models compared on penguins.csv').waitFor();
    const finished = (await message('finished', 'run-a')).input as { result: { runId: string }; picture: string };
    assert.equal(finished.result.runId, 'run-a');
    const png = Buffer.from(finished.picture, 'base64');
    assert.equal(png.subarray(1, 4).toString(), 'PNG');
    assert.ok(
      png.readUInt32BE(16) >= 675 && png.length < 350_000,
      `${png.readUInt32BE(16)} pixels wide, ${png.length} bytes`,
    );
  });

  test('progress reaches the host as JSON without null for a number', async () => {
    const all = (await sent())
      .filter(({ call, input }) => call === 'progress' && (input as { runId: string }).runId === 'run-a')
      .map(({ input }) => (input as { progress: object }).progress);
    assert.ok(all.length >= 1);
    assert.deepEqual(all[0], { text: 'reading penguins.csv' });
    for (const each of all) assert.ok(!JSON.stringify(each).includes('null'));
  });

  test('the saved result that follows changes nothing that is drawn', async () => {
    await opened.page.locator('#a figure .main-svg').first().waitFor();
    await opened.page.evaluate(() =>
      document.querySelector('#a')!.shadowRoot!.querySelector('figure')!.setAttribute('data-mark', 'kept'),
    );
    await render(opened, 'a', sampleResult([boundary], { runId: 'run-a' }));
    assert.equal(await opened.page.locator('#a figure').first().getAttribute('data-mark'), 'kept');
    await render(opened, 'a', sampleResult([], { runId: 'run-b' }));
    assert.equal(await opened.page.locator('#a figure').count(), 0);
  });

  test('the bytes of a file come by fetch', async () => {
    await run('run-file', 'train', 'data.csv');
    const located = await message('locate');
    assert.deepEqual(located.input, { path: 'data.csv' });
    await answer(located.id, { uri: 'file:///data.csv', address: 'data.csv', size: csv.length, version: '1' });
    const { input } = await message('finished', 'run-file');
    assert.deepEqual((input as { result: { notes: string[] } }).result.notes, [`read ${csv.length} bytes`]);
    assert.ok(!(await sent()).some(({ call }) => call === 'readChunk'));
  });

  test('and from the host where fetch fails, in pieces', async () => {
    await run('run-chunks', 'train', 'far.csv');
    await opened.page.waitForFunction(
      () => (window as unknown as NotebookWindow).notebook.sent.filter((each) => each.call === 'locate').length === 2,
    );
    const located = (await sent()).filter(({ call }) => call === 'locate')[1]!;
    const size = 1_600_000;
    await answer(located.id, { uri: 'file:///far.csv', address: 'nowhere/far.csv', size, version: '1' });
    const lengths: number[] = [];
    for (let piece = 0; piece < 3; piece++) {
      await opened.page.waitForFunction(
        (count) =>
          (window as unknown as NotebookWindow).notebook.sent.filter((each) => each.call === 'readChunk').length >
          count,
        piece,
      );
      const request = (await sent()).filter(({ call }) => call === 'readChunk')[piece]!;
      const { length, offset } = request.input as { length: number; offset: number };
      assert.equal(
        offset,
        lengths.reduce((sum, each) => sum + each, 0),
      );
      lengths.push(length);
      const base64 = Buffer.alloc(length, 65).toString('base64');
      assert.ok(base64.length <= 1_000_000);
      await answer(request.id, base64);
    }
    const { input } = await message('finished', 'run-chunks');
    assert.deepEqual((input as { result: { notes: string[] } }).result.notes, [`read ${size} bytes`]);
  });

  test('an interrupted run returns what it has', async () => {
    await run('run-stop', 'wait');
    await message('progress', 'run-stop');
    await call('interrupt', { runId: 'run-stop' });
    const { input } = await message('finished', 'run-stop');
    assert.equal((input as { result: { interrupted: boolean } }).result.interrupted, true);
  });

  test('a mistake of the user’s keeps its code and place', async () => {
    await run('run-mistake', 'mistake');
    const { error } = (await message('failed', 'run-mistake')).input as { error: object };
    assert.deepEqual(error, { message: 'unknown column: bil_length', code: 'unknown-column', at: ['features', 0] });
  });

  test('something else than a result is not passed on', async () => {
    await run('run-nonsense', 'nonsense');
    const { error } = (await message('failed', 'run-nonsense')).input as { error: { message: string } };
    assert.match(error.message, /something else than a result/);
  });

  test('a crash of the worker fails its run, and the next run has a new worker', async () => {
    await run('run-crash', 'crash');
    const { error } = (await message('failed', 'run-crash')).input as { error: { code: string; message: string } };
    assert.equal(error.code, 'engine-crashed');
    assert.match(error.message, /out of memory/);
    await run('run-after', 'train');
    await message('finished', 'run-after');
  });

  test('a run that does not answer an interrupt is ended', async () => {
    await run('run-hang', 'hang');
    await call('interrupt', { runId: 'run-hang' });
    const { error } = (await message('failed', 'run-hang')).input as { error: { code: string } };
    assert.equal(error.code, 'interrupted');
  });

  test('progress of a run in another window is shown', async () => {
    await render(opened, 'other', { version: 1, runId: 'elsewhere', running: true });
    await call('show', { runId: 'elsewhere', progress: { text: 'fitting there', fraction: 0.5 } });
    await opened.page.locator('#other').locator('.text').getByText('fitting there').waitFor();
    assert.equal(await opened.page.locator('#other [role=progressbar]').getAttribute('aria-valuenow'), '50');
  });

  test('a run that nobody knows did not finish', async () => {
    await render(opened, 'old', { version: 1, runId: 'long-ago', running: true });
    await opened.page
      .locator('#old')
      .getByText('This run did not finish; run the cell again.')
      .waitFor({ timeout: 10_000 });
  });

  test('what is no result is a sentence, never markup', async () => {
    const cases: [unknown, RegExp][] = [
      ['{"version":1', /damaged: it is not JSON/],
      ['', /damaged/],
      [null, /damaged/],
      [{ version: 2, anything: '<b>' }, /newer version of Model Cells \(format 2\)/],
      [{ version: 1, runId: 'x', html: '<img src=x onerror="window.hacked=1">' }, /damaged at/],
      [{ ...sampleResult([]), figures: [{ kind: '<img src=x onerror="window.hacked=1">' }] }, /damaged at figures\.0/],
      [{ ...sampleResult([]), notes: Array.from({ length: 5000 }, () => 'x') }, /damaged at notes/],
      [{ ...sampleResult([]), ['__proto__']: { polluted: true }, version: '1' }, /damaged/],
    ];
    for (const [i, [value, expected]] of cases.entries()) {
      await render(opened, `bad-${i}`, value);
      const text = await opened.page.locator(`#bad-${i} .output`).innerText();
      assert.match(text, expected);
      assert.equal(await opened.page.locator(`#bad-${i} :is(img, a, b, script)`).count(), 0);
    }
    assert.equal(await opened.page.evaluate(() => 'hacked' in window || 'polluted' in {}), false);
  });

  test('choosing other features asks the engine and redraws in place', async () => {
    await render(opened, 'plane', sampleResult([boundary], { runId: 'run-plane' }));
    const figure = opened.page.locator('#plane figure');
    await figure.scrollIntoViewIfNeeded();
    await figure.locator('.main-svg').first().waitFor();
    const axes = figure.getByRole('group', { name: 'Features that are drawn' }).locator('select');
    const [x, y] = [axes.nth(0), axes.nth(1)];
    await x.selectOption('bill_depth_mm');
    await opened.page.waitForFunction(
      () => document.querySelector('#plane')!.shadowRoot!.querySelector('figure')!.getAttribute('aria-busy') === 'true',
    );
    await figure.getByText('plane of bill_depth_mm and flipper_length_mm').waitFor();
    await opened.page.waitForFunction(() =>
      document.querySelector('#plane')!.shadowRoot!.querySelector('.plot')!.textContent!.includes('bill_depth_mm'),
    );
    // the same feature twice: the axes change places
    await y.selectOption('bill_depth_mm');
    await figure.getByText('plane of flipper_length_mm and bill_depth_mm').waitFor();
    assert.equal(await x.inputValue(), 'flipper_length_mm');
    await x.selectOption('body_mass_g');
    await figure
      .getByText(/could not be drawn over body_mass_g and bill_depth_mm: the model is no longer kept/)
      .waitFor();
    assert.equal(await x.inputValue(), 'flipper_length_mm');
    assert.equal(await figure.getAttribute('aria-busy'), 'false');
  });

  describe('a decision boundary', () => {
    const figure = () => opened.page.locator('#maps figure');
    const cells = (row: number) => figure().locator('.reading tbody tr').nth(row).locator('td').allTextContents();
    const state = (text: RegExp) => figure().locator('.reading .state').getByText(text).waitFor();
    before(async () => {
      await render(opened, 'maps', sampleResult([boundary], { runId: 'run-maps' }));
      await figure().scrollIntoViewIfNeeded();
      await figure().locator('.main-svg').first().waitFor();
    });

    /** A place in the first panel, as shares of its sides. */
    async function inPanel(across: number, down: number) {
      const box = (await figure().locator('.draglayer .xy .nsewdrag').boundingBox())!;
      return { x: box.x + across * box.width, y: box.y + down * box.height };
    }

    test('reads all models under the pointer, with the same cross in every panel', async () => {
      const at = await inPanel(0.3, 0.6);
      await opened.page.mouse.move(at.x - 5, at.y);
      await opened.page.mouse.move(at.x, at.y);
      await state(/nearest grid point; click for exact/);
      assert.equal(await figure().locator('.crosshair > div:visible').count(), 4);
      const [logistic, bayes] = [await cells(0), await cells(1)];
      assert.deepEqual(logistic.slice(3), Array<string>(7).fill('—'));
      assert.match(bayes[3]!, /^−\d+\.\d\d$/);
      assert.match(bayes[9]!, /^−\d+\.\d\d$/);
      await opened.page.mouse.move(at.x, at.y + 800);
      await opened.page.mouse.move(2, 2);
      assert.equal(await figure().locator('.crosshair > div:visible').count(), 0);
    });

    test('moving is answered at once', async () => {
      const at = await inPanel(0.3, 0.5);
      const milliseconds = await figure()
        .locator('.plot')
        .evaluate((plot, { x, y }) => {
          const from = performance.now();
          for (let i = 0; i < 40; i++)
            plot.dispatchEvent(new PointerEvent('pointermove', { clientX: x + i, clientY: y }));
          return (performance.now() - from) / 40;
        }, at);
      assert.ok(milliseconds < 50, `${milliseconds} ms a move`);
    });

    test('a click pins the point and asks the engine', async () => {
      const at = await inPanel(0.5, 0.4);
      await opened.page.mouse.click(at.x, at.y);
      await state(/^Pinned; exact values\.$/);
      assert.deepEqual((await cells(0)).slice(0, 4), ['12.50 %', '25.00 %', '62.50 %', '—']);
      assert.deepEqual((await cells(1)).slice(3, 6), ['−1.25', '−2.50', '−60.13']);
      // the pinned point stays where it is
      await opened.page.mouse.move(at.x + 60, at.y + 30);
      assert.equal((await cells(0))[0], '12.50 %');
      await figure().getByRole('button', { name: 'Release' }).click();
      await opened.page.mouse.move(at.x + 60, at.y + 30);
      assert.notEqual((await cells(0))[0], '12.50 %');
    });

    test('works by keyboard and by number, and tells screen readers', async () => {
      await opened.page.mouse.move(2, 2);
      await figure().locator('.crosshair').focus();
      const field = figure().locator('.reading input').first();
      const start = Number(await field.inputValue());
      await opened.page.keyboard.press('Shift+ArrowLeft');
      await opened.page.keyboard.press('ArrowRight');
      const moved = Number(await field.inputValue());
      assert.ok(Math.abs(moved - (start - (7 * 30) / 59)) < 0.02, `${start} to ${moved}`);
      await figure()
        .locator('.spoken[aria-live=polite]')
        .getByText(/^bill_length_mm \d+\.\d+, flipper_length_mm .*logistic-regression: \w+ \d+ %/)
        .waitFor({ state: 'attached' });
      await opened.page.keyboard.press('Enter');
      await state(/exact values/);
      await opened.page.keyboard.press('Escape');
      await state(/nearest grid point/);
      await field.fill('41.5');
      await field.press('Enter');
      await state(/exact values/);
      assert.equal((await cells(0))[2], '62.50 %');
    });

    test('shows other maps at once, and keeps them over other features', async () => {
      const [show, label, x] = [0, 1, 2].map((i) => figure().locator('select').nth(i)) as [Locator, Locator, Locator];
      assert.deepEqual(await show.locator('option').allTextContents(), [
        'regions',
        'P(class | x)',
        'log p(x)',
        'entropy of P(y | x)',
        'densities p(x | class)',
      ]);
      assert.equal(await label.isVisible(), false);
      await show.selectOption('posterior');
      await label.selectOption('Gentoo');
      await figure().locator('.annotation-text').getByText('P(Gentoo | x)').waitFor();
      assert.equal(await figure().locator('.colorbar').count(), 1);
      await show.selectOption('evidence');
      await figure().locator('.annotation-text').getByText('log p(x) in nats').waitFor();
      // the pinned point is still there
      assert.equal((await cells(0))[2], '62.50 %');
      await x.selectOption('bill_depth_mm');
      await figure().getByText('plane of bill_depth_mm').waitFor();
      await state(/^Move over a panel/);
      await figure().locator('.annotation-text').getByText('log p(x) in nats').waitFor();
      await show.selectOption('regions');
      await figure().locator('.colorbar').waitFor({ state: 'detached' });
    });

    test('without kept models gives the values of the picture and says so', async () => {
      const result = sampleResult([boundary], { runId: 'run-unkept' });
      const models = result.models.map((model) => ({ ...model, key: undefined }));
      await render(opened, 'maps', { ...result, models });
      await figure().scrollIntoViewIfNeeded();
      await figure().locator('.main-svg').first().waitFor();
      await figure().locator('.crosshair').focus();
      await opened.page.keyboard.press('Enter');
      await state(/The models are not kept: run the cell again/);
      await opened.page.evaluate(() => (window as unknown as NotebookWindow).notebook.dispose('maps'));
    });
  });

  test('disposing lets go of everything, and the output can come back', async () => {
    await opened.page.evaluate(() => (window as unknown as NotebookWindow).notebook.dispose('plane'));
    assert.equal(await opened.page.locator('#plane figure').count(), 0);
    await render(opened, 'plane', sampleResult([boundary], { runId: 'run-plane' }));
    await opened.page.locator('#plane figure .main-svg').first().waitFor();
    await opened.page.evaluate(() => (window as unknown as NotebookWindow).notebook.dispose());
    assert.equal(await opened.page.locator('figure').count(), 0);
  });

  test('no error was logged but the crash', () => {
    assert.deepEqual(
      opened.consoleErrors.filter((error) => !/404|out of memory/.test(error)),
      [],
    );
  });
});

test('under VS Code’s optional content security policy, a run works and its picture is drawn', async () => {
  const policy =
    "default-src 'none'; script-src 'self' 'unsafe-inline' 'unsafe-eval'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; connect-src 'self'; child-src data:; font-src data:";
  const opened = await openNotebookPage({
    headers: `<meta http-equiv="Content-Security-Policy" content="${policy}">`,
    texts: { '/renderer/worker.js': engine },
  });
  try {
    await render(opened, 'a', { version: 1, runId: 'run-a', running: true });
    await opened.page.evaluate((message) => (window as unknown as NotebookWindow).notebook.receive(message), {
      channel: 'model-cells',
      id: 1,
      call: 'run',
      input: { runId: 'run-a', plan: plan('train'), backend: 'auto', trained: {} },
      event: true,
    });
    await opened.page.waitForFunction(
      () => (window as unknown as NotebookWindow).notebook.sent.some((each) => each.call === 'finished'),
      undefined,
      { timeout: 30_000 },
    );
    const picture = await opened.page.evaluate(
      () =>
        (
          (window as unknown as NotebookWindow).notebook.sent.find((each) => each.call === 'finished')!.input as {
            picture: string;
          }
        ).picture,
    );
    assert.ok(picture.length > 20_000);
  } finally {
    await opened.close();
  }
});

test('pictures that a model in training makes are painted as they come', async () => {
  const figure = sampleFigures['image-grid'];
  const worker = fakeEngine({
    result: sampleResult([]),
    figure,
    progress: [{ text: 'fitting vae', model: 'vae', step: 1, steps: 2, figure }],
  });
  const opened = await openNotebookPage({ texts: { '/renderer/worker.js': worker } });
  try {
    await render(opened, 'a', { version: 1, runId: 'run-a', running: true });
    const input = { runId: 'run-a', plan: plan('wait'), backend: 'auto', trained: {} };
    await opened.page.evaluate((message) => (window as unknown as NotebookWindow).notebook.receive(message), {
      channel: 'model-cells',
      id: 1000,
      call: 'run',
      input,
      event: true,
    });
    const canvas = opened.page.locator('#a canvas');
    await canvas.waitFor();
    assert.equal(await canvas.getAttribute('aria-label'), 'Generated pictures so far');
    await opened.page.locator('#a .tag').getByText(figure.title).waitFor();
    const shades = await canvas.evaluate((element: HTMLCanvasElement) => {
      const { data } = element.getContext('2d')!.getImageData(0, 0, element.width, element.height);
      const grey = Array.from({ length: data.length / 4 }, (_, i) => data.subarray(4 * i, 4 * i + 4)).filter(
        ([red, green, blue, alpha]) => red === green && green === blue && alpha === 255,
      );
      return new Set(grey.map(([red]) => red)).size;
    });
    assert.ok(shades > 10, `${shades} shades of grey`);
    assert.deepEqual(opened.consoleErrors, []);
  } finally {
    await opened.close();
  }
});
