import type { Result } from '../protocol/result';
import type { BrowserPage } from './browser';

declare global {
  var modelCellsPicture: (result: Result) => Promise<string | undefined>;
}

/** Draws the static picture of a result, PNG in base64, with the renderer's own code in a headless page. */
export class Pictures {
  private loaded: Promise<unknown> | undefined;

  constructor(private readonly browser: BrowserPage) {}

  async draw(result: Result): Promise<string | undefined> {
    const { page } = this.browser;
    this.loaded ??= page.addScriptTag({ url: '/picture.js' });
    await this.loaded;
    // as text: Playwright's types for a structure as deep as a result are too much for the compiler
    return page.evaluate((text) => modelCellsPicture(JSON.parse(text) as Result), JSON.stringify(result));
  }
}
