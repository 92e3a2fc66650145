// One VS Code window: its commands, its files, and what it says.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import type { InHost, Probe } from './probe';

/** How long a person would wait for a reaction, and for something to load or to be computed. */
export const short = 20_000;
export const long = 90_000;

export class Window {
  constructor(
    /** The folder that VS Code has open. */
    readonly folder: string,
    readonly page: Page,
    protected readonly probe: Probe,
  ) {}

  /** Evaluates a function in the extension host; it sees `vscode`, its parameters (as JSON) and nothing else. */
  evaluate<P extends unknown[], T>(body: InHost<P, T>, ...parameters: P): Promise<T> {
    return this.probe.evaluate(body, ...parameters);
  }

  /** Runs a command by its id. Does not return before it has ended: see `command` for those that wait for a person. */
  async execute(id: string, ...parameters: unknown[]): Promise<void> {
    await this.evaluate(
      async (vscode, id: string, parameters: unknown[]) => {
        await vscode.commands.executeCommand(id, ...parameters);
      },
      id,
      parameters,
    );
  }

  /** A file of the open folder as it is on disk. */
  readFile(path: string): Promise<string> {
    return readFile(join(this.folder, path), 'utf8');
  }

  /** Runs a command from the command palette by its title. */
  async command(title: string): Promise<void> {
    await this.pickQuickly('F1', `>${title}`, title);
  }

  protected async pickQuickly(key: string, text: string, entry: string): Promise<void> {
    const widget = this.page.locator('.quick-input-widget');
    const input = widget.locator('input.input');
    await this.page.keyboard.press('Escape');
    await this.page.keyboard.press(key);
    await input.waitFor({ timeout: short });
    await input.fill(text);
    const row = widget.locator('.quick-input-list-entry').filter({ hasText: entry }).first();
    await row.waitFor({ timeout: short });
    await row.click();
    await widget.waitFor({ state: 'hidden', timeout: short });
  }

  async closeEditor(): Promise<void> {
    await this.execute('workbench.action.closeActiveEditor');
  }

  async save(): Promise<void> {
    await this.execute('workbench.action.files.save');
  }

  /** A theme by its id, such as `Dark Modern`, `Light Modern`, `Default High Contrast`. */
  async setTheme(id: string): Promise<void> {
    await this.evaluate(
      (vscode, id: string) => vscode.workspace.getConfiguration('workbench').update('colorTheme', id, true),
      id,
    );
    await this.waitFor(`the theme ${id}`, () =>
      this.evaluate(
        (vscode, id: string) => vscode.workspace.getConfiguration('workbench').get('colorTheme') === id,
        id,
      ),
    );
    const dark = /dark|high contrast$/i.test(id);
    await this.page
      .locator(
        dark
          ? '.monaco-workbench.vs-dark, .monaco-workbench.hc-black'
          : '.monaco-workbench.vs, .monaco-workbench.hc-light',
      )
      .waitFor({ timeout: short });
  }

  async notifications(): Promise<string[]> {
    return this.page.locator('.notifications-toasts .notification-list-item-message').allInnerTexts();
  }

  async screenshot(path: string): Promise<void> {
    await this.page.screenshot({ path });
  }

  /** Asks again and again until the answer is yes. */
  async waitFor(what: string, holds: () => Promise<boolean>, timeout = short): Promise<void> {
    const end = Date.now() + timeout;
    while (!(await holds())) {
      if (Date.now() > end) throw new Error(`Waited ${timeout / 1000} s for ${what}.`);
      await new Promise((done) => setTimeout(done, 100));
    }
  }
}
