// A plain page in Chromium, without VS Code: for the engine on WebGL, for figures, for what the renderer draws.
import { readFile, stat } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join, resolve, sep } from 'node:path';
import type { Page } from 'playwright-core';
import { repository } from '../../tools/install.mjs';
import { launchChromium } from './chromium';
import { NetworkGuard } from './network';

export interface PageOptions {
  /** What the page's address begins with, and the folder (from the root of the repository) that is served there. */
  folders?: Record<string, string>;
  /** Texts served at an address, such as `{ '/index.html': '<!doctype html>…' }`. */
  texts?: Record<string, string>;
  /** The address to open; '/' by default. Where nothing is served there, an empty page is. */
  path?: string;
  viewport?: { width: number; height: number };
}

export interface OpenedPage {
  page: Page;
  /** Address of the server, without a slash at the end. */
  origin: string;
  network: NetworkGuard;
  /** Errors in the console and uncaught ones. */
  consoleErrors: string[];
  close(): Promise<void>;
}

const types: Record<string, string> = {
  '.css': 'text/css',
  '.csv': 'text/csv',
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.mjs': 'text/javascript',
  '.json': 'application/json',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.wasm': 'application/wasm',
};

export async function openPage({
  folders = {},
  texts = {},
  path = '/',
  viewport,
}: PageOptions = {}): Promise<OpenedPage> {
  const pages = { '/': '<!doctype html><meta charset="utf-8"><link rel="icon" href="data:,"><body></body>', ...texts };

  const server = createServer((request, response) => {
    void find(decodeURIComponent(new URL(request.url ?? '/', 'http://localhost').pathname)).then((found) => {
      response.writeHead(found ? 200 : 404, { 'Content-Type': found?.type ?? 'text/plain' });
      response.end(found?.content);
    });
  });
  async function find(address: string): Promise<{ type: string; content: string | Buffer } | undefined> {
    const type = types[extname(address)] ?? (address === path ? types['.html']! : 'application/octet-stream');
    const text = pages[address as keyof typeof pages];
    if (text !== undefined) return { type, content: text };
    for (const [prefix, folder] of Object.entries(folders)) {
      const root = resolve(repository, folder);
      const file = join(root, address.slice(prefix.length));
      if (!address.startsWith(prefix) || !file.startsWith(root + sep)) continue;
      if ((await stat(file).catch(() => undefined))?.isFile()) return { type, content: await readFile(file) };
    }
    return undefined;
  }
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const origin = `http://localhost:${(server.address() as AddressInfo).port}`;

  const browser = await launchChromium(viewport);
  const network = new NetworkGuard(browser.context);
  const consoleErrors: string[] = [];
  const page = browser.context.pages()[0] ?? (await browser.context.newPage());
  page.on('pageerror', (error) => consoleErrors.push(String(error.stack ?? error)));
  page.on('console', (message) => {
    if (message.type() === 'error') consoleErrors.push(message.text());
  });
  await page.goto(origin + path);
  return {
    page,
    origin,
    network,
    consoleErrors,
    async close() {
      await browser.close();
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
    },
  };
}
