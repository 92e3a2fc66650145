// The boundary moves while a network trains, and in the end the network draws what a Gaussian cannot.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import type { Frame } from 'playwright-core';
import { drawn, figureOf, resultOf, savedResult, wordsIn } from '../support/outputs';
import { Workbench } from '../support/workbench';

const cells = { data: 1, train: 3, sample: 5 };

interface Look {
  words: string;
  fraction: number;
  /** The live boundary, as an address of its picture; empty where there is none. */
  picture: string;
}

describe('samples/two-moons.ipynb', () => {
  let workbench: Workbench;
  let frame: Frame;
  before(async () => {
    workbench = await Workbench.open({ workspace: 'samples' });
    await workbench.openFile('two-moons.ipynb');
    frame = await workbench.outputFrame();
  });
  after(() => workbench.close());

  test('shows the network while it trains: words, loss and a boundary that moves', async () => {
    await workbench.runCell(cells.data);
    await workbench.waitForCellDone(cells.data);
    await workbench.row(cells.train);
    await watch(frame);
    await workbench.runCell(cells.train);
    await workbench.waitForCellDone(cells.train);
    const looks = (await seen(frame)).filter(({ words }) => words.startsWith('fitting mlp'));
    assert.ok(looks.length >= 5, `${looks.length} looks`);
    const numbers = looks.filter(({ words }) => /step [\d,]+ of [\d,]+ · loss [\d.]+.* · [\d.,]+ steps\/s/.test(words));
    assert.ok(numbers.length >= 3, looks.map(({ words }) => words).join('\n'));
    assert.ok(new Set(looks.map(({ picture }) => picture).filter(Boolean)).size >= 3, 'pictures of the boundary');
    const fractions = looks.map(({ fraction }) => fraction);
    assert.deepEqual(
      fractions,
      fractions.toSorted((a, b) => a - b),
    );
  });

  test('ends with every cell well', async () => {
    await workbench.runCell(cells.sample);
    await workbench.waitForCellDone(cells.sample);
    for (const cell of Object.values(cells)) {
      const { state, error } = await workbench.cell(cell);
      assert.deepEqual([state, error], ['succeeded', undefined]);
    }
  });

  test('the network is right where the Gaussian is not', async () => {
    const { models } = await savedResult(workbench, cells.train);
    const accuracy = Object.fromEntries(models.map(({ id, metrics }) => [id, metrics.accuracy!]));
    assert.ok(accuracy['mlp']! > accuracy['quadratic-discriminant-analysis']! + 0.03, JSON.stringify(accuracy));
    assert.ok(accuracy['mlp']! > 0.93, JSON.stringify(accuracy));
  });

  test('draws what was learned, and the loss on the way', async () => {
    const output = resultOf(frame, '3 models compared');
    const boundary = figureOf(output, 'decision-boundary');
    await drawn(workbench, boundary);
    // two features: nothing to choose
    assert.equal(await boundary.getByRole('group', { name: 'Features that are drawn' }).count(), 0);
    const loss = figureOf(output, 'loss-curve');
    await drawn(workbench, loss);
    assert.ok((await wordsIn(loss, '.legendtext')).some((text) => text.startsWith('mlp')));
  });

  test('says nothing on the console and asks for nothing outside', () => {
    assert.deepEqual(workbench.consoleErrors, []);
    workbench.network.assertNoOutsideRequests();
  });
});

/** Looks at the output that shows progress, again and again, from inside the frame: faster than from here. */
async function watch(frame: Frame): Promise<void> {
  await frame.evaluate(() => {
    const looks: Look[] = [];
    Object.assign(window, { looks });
    setInterval(() => {
      for (const output of document.querySelectorAll('.output')) {
        const progress = output.shadowRoot?.querySelector('.progress');
        if (!progress) continue;
        const text = (selector: string) => progress.querySelector(selector)?.textContent ?? '';
        const canvas = progress.querySelector('canvas');
        const bar = progress.querySelector('[role=progressbar]');
        looks.push({
          words: `${text('.text')} ${text('.numbers')}`,
          fraction: Number(bar?.getAttribute('aria-valuenow') ?? 0),
          picture: canvas?.checkVisibility() ? canvas.toDataURL() : '',
        });
      }
    }, 50);
  });
}

function seen(frame: Frame): Promise<Look[]> {
  return frame.evaluate(() => (window as unknown as { looks: Look[] }).looks);
}
