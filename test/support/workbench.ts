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
    this.probe.expectRestart();
    this.leaving = true;
    await this.page.reload();
    this.leaving = false;
    await this.waitUntilReady();
  }

  private async waitUntilReady(): Promise<void> {
    await this.page.locator('.monaco-workbench .part.statusbar').waitFor({ timeout: long });
    await this.probe.ready();
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
