// What a person sees of a cell's result, in the frame where VS Code draws outputs.
import type { Frame, Locator } from 'playwright-core';
import { result, resultMime, type Result } from '../../src/protocol/result';
import type { Workbench } from './workbench';

/** The results in a frame whose heading contains these words. */
export function resultOf(frame: Frame, heading: string): Locator {
  return frame
    .getByRole('group', { name: 'Model Cells result' })
    .filter({ has: frame.getByRole('heading', { name: heading }) });
}

export function figureOf(output: Locator, kind: string): Locator {
  return output.locator(`figure[data-kind="${kind}"]`);
}

/** Turns the mouse wheel over the notebook until something in an output is in view. */
export async function scrollTo(workbench: Workbench, target: Locator): Promise<void> {
  const { page } = workbench;
  const notebook = (await page.locator('.notebookOverlay:visible .cell-list-container').first().boundingBox())!;
  // beside the cells, where nothing else takes the wheel
  await page.mouse.move(notebook.x + 8, notebook.y + notebook.height / 2);
  await workbench.waitFor('something to scroll into view', async () => {
    const box = await target.boundingBox();
    if (!box) return false;
    const below = box.y + Math.min(box.height, notebook.height / 2) - (notebook.y + notebook.height);
    const above = notebook.y - box.y;
    if (below <= 0 && above <= 0) return true;
    // VS Code scrolls by 50 pixels at a time, however far the wheel is turned
    const steps = Math.min(60, Math.ceil(Math.max(below, above) / 50));
    for (let step = 0; step < steps; step++) await page.mouse.wheel(0, below > 0 ? 100 : -100);
    return false;
  });
}

/** Scrolls to a figure and waits until it is drawn. */
export async function drawn(workbench: Workbench, figure: Locator): Promise<void> {
  await scrollTo(workbench, figure);
  await figure.locator('svg.main-svg').first().waitFor({ state: 'attached' });
  await figure.getByText('Drawing…').waitFor({ state: 'detached' });
}

/** The words in a drawing, in the order in which they are drawn. */
export async function wordsIn(figure: Locator, selector: string): Promise<string[]> {
  return figure.locator(`svg.main-svg ${selector}`).evaluateAll((texts) => texts.map((text) => text.textContent));
}

/** The rows of a table as they are shown, by the words of its head. */
export async function tableRows(table: Locator): Promise<{ [column: string]: string }[]> {
  return table.evaluate((element) => {
    // words that only a screen reader gets are not part of the number
    const text = (cell: Element) =>
      [...cell.childNodes]
        .filter((node) => !(node instanceof Element))
        .map((node) => node.textContent)
        .join('')
        .trim();
    const head = [...element.querySelectorAll('thead th')].map(text);
    return [...element.querySelectorAll('tbody tr')].map((row) =>
      Object.fromEntries([...row.children].map((cell, i) => [head[i], text(cell)])),
    );
  });
}

/** The result that a cell holds; it has to be a valid one. */
export async function savedResult(workbench: Workbench, cell: number): Promise<Result> {
  const items = await workbench.outputItems(cell);
  const item = items.find(({ mime }) => mime === resultMime);
  if (!item) throw new Error(`Cell ${cell} holds no result but ${JSON.stringify(items).slice(0, 500)}`);
  return result.parse(JSON.parse(item.text));
}
