// Drives real VS Code in Chromium as a person does, and asks its extension host where looking would not do.
//
//   const workbench = await Workbench.open({ workspace: 'samples' });
//   await workbench.openFile('penguins.ipynb');
//   await workbench.runAll();
//   await workbench.waitForCellDone(1);
//   const frame = await workbench.outputFrame();
//   await workbench.close();
//
// Opening takes seconds: open once per test file and use it in all its tests.
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join, resolve } from 'node:path';
import type { BrowserContext, Page } from 'playwright-core';
import { ensureWorkbench, repository } from '../../tools/install.mjs';
import { launchChromium } from './chromium';
import { NetworkGuard } from './network';
import { NotebookWindow } from './notebook';
import { startProbe, type Probe } from './probe';
import { long } from './window';

export type { Cell, Problem } from './notebook';

export interface OpenOptions {
  /** The folder to open, from the root of the repository. VS Code gets a copy: what it saves is in `workbench.folder`. */
  workspace: string;
  /** As in settings.json. */
  settings?: Record<string, unknown>;
  /** The extension to run; this repository's by default. */
  extension?: string;
  viewport?: { width: number; height: number };
}

/** A server with VS Code on `folder`; what differs between the web build and code-server. */
export interface Served {
  url: string;
  /** What it writes to the console as an error when all is well. */
  ownNoise?: RegExp[];
  /** What its processes asked for outside this machine. */
  outsideRequests?: () => string[];
  close(): Promise<void>;
}
export type Serve = (
  folder: string,
  extensions: { own: string; probe: string },
  settings: Record<string, unknown>,
) => Promise<Served>;

/** A file was opened in a tab that was replaced at once: VS Code writes that as an error. */
const ownNoise = [/Canceled: Canceled/];

export class Workbench extends NotebookWindow {
  /** Errors in the console of VS Code and of its webviews, uncaught ones included. */
  readonly consoleErrors: string[] = [];
  readonly network: NetworkGuard;

  /** A window that is being closed complains about what it can no longer do. */
  private leaving = false;

  private constructor(
    folder: string,
    page: Page,
    probe: Probe,
    readonly context: BrowserContext,
    private readonly closeAll: () => Promise<void>,
    served: Served,
  ) {
    super(folder, page, probe);
    this.network = new NetworkGuard(context, served.outsideRequests);
    const noise = [...ownNoise, ...(served.ownNoise ?? [])];
    page.on('pageerror', (error) => this.consoleErrors.push(String(error.stack ?? error)));
    page.on('console', (message) => {
      if (message.type() !== 'error' || this.leaving || noise.some((pattern) => pattern.test(message.text()))) return;
      this.consoleErrors.push(`${message.text()} (${message.location().url})`);
    });
  }

  static async open(options: OpenOptions, serve: Serve = serveWeb): Promise<Workbench> {
    const closers: (() => Promise<unknown>)[] = [];
    const closeAll = async () => {
      for (const close of closers.splice(0).reverse()) await close();
    };
    try {
      const parent = await mkdtemp(join(tmpdir(), 'model-cells-workspace-'));
      closers.push(() => rm(parent, { recursive: true, force: true, maxRetries: 5 }));
      const source = resolve(repository, options.workspace);
      const folder = join(parent, basename(source));
      await cp(source, folder, { recursive: true });

      const probe = await startProbe();
      closers.push(() => probe.close());
      const extensions = { own: resolve(repository, options.extension ?? '.'), probe: probe.extension };
      const served = await serve(folder, extensions, { ...testSettings, ...options.settings });
      closers.push(() => served.close());
      const browser = await launchChromium(options.viewport);
      closers.push(() => browser.close());

      const page = browser.context.pages()[0] ?? (await browser.context.newPage());
      const workbench = new Workbench(folder, page, probe, browser.context, closeAll, served);
      await page.goto(served.url);
      await workbench.waitUntilReady();
      return workbench;
    } catch (error) {
      await closeAll();
      throw error;
    }
  }

  /** Closes the browser, the server and everything they started, and removes what they wrote. */
  async close(): Promise<void> {
    await this.closeAll();
  }

  /** Reloads the window, as F5 does in a browser. */
  async reload(): Promise<void> {
    await this.waitFor('the backups of saved files to be gone', () => this.backupsAreFresh());
    this.probe.expectRestart();
    this.leaving = true;
    await this.page.reload();
    this.leaving = false;
    await this.waitUntilReady();
  }

  /**
   * VS Code keeps a copy of what is not saved, a second behind, and drops it some moments after a save: a page that is
   * reloaded sooner shows the older copy in place of the file.
   */
  private async backupsAreFresh(): Promise<boolean> {
    const unsaved = await this.evaluate((vscode) => {
      const files = [...vscode.workspace.notebookDocuments, ...vscode.workspace.textDocuments];
      return files.filter(({ uri, isDirty }) => isDirty && uri.scheme !== 'vscode-notebook-cell').length;
    });
    return (await this.page.evaluate(countBackups)) <= unsaved;
  }

  private async waitUntilReady(): Promise<void> {
    await this.page.locator('.monaco-workbench .part.statusbar').waitFor({ timeout: long });
    await this.probe.ready();
  }
}

/** Runs in the page: how many copies of unsaved files VS Code's storage in the browser holds. */
async function countBackups(): Promise<number> {
  const [database, store] = ['vscode-web-db', 'vscode-userdata-store'];
  const answer = <T>(request: IDBRequest<T>) =>
    new Promise<T>((resolve, reject) => {
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error ?? new Error('the database cannot be read'));
    });
  if (!(await indexedDB.databases()).some(({ name }) => name === database)) return 0;
  const open = await answer(indexedDB.open(database));
  try {
    const keys = await answer(open.transaction(store).objectStore(store).getAllKeys());
    return keys.filter((key) => String(key).includes('/Backups/')).length;
  } finally {
    open.close();
  }
}

const testSettings = {
  // tests say when to save
  'files.autoSave': 'off',
  'workbench.colorTheme': 'Light Modern',
  'workbench.reduceMotion': 'on',
  'workbench.tips.enabled': false,
};

async function serveWeb(
  folder: string,
  extensions: { own: string; probe: string },
  settings: Record<string, unknown>,
): Promise<Served> {
  ensureWorkbench();
  const { serveWorkbench } = await import('../../tools/workbench/server.mjs');
  return serveWorkbench({ folder, extension: extensions.own, moreExtensions: [extensions.probe], settings });
}
