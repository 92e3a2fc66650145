import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright-core';
import { findChromium } from '../../tools/install.mjs';

const flags = [
  // WebGL also where there is no graphics processor
  '--enable-unsafe-swiftshader',
  '--ignore-gpu-blocklist',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
  '--no-pings',
];

/** Scripts of this package that the page may load, by address: where they are built. */
const scripts = new Map([
  ['/worker.js', './renderer/worker.js'],
  ['/picture.js', './picture.js'],
]);

/** A page of a headless Chromium, served from this machine: a worker wants a secure origin. */
export interface BrowserPage {
  page: Page;
  /** Serves bytes once at the returned address. */
  offer(bytes: Uint8Array): string;
  close(): Promise<void>;
}

/** Undefined, with the reason said, where there is no Chromium or it does not start. */
export async function openBrowserPage(say: (why: string) => void): Promise<BrowserPage | undefined> {
  const executablePath = findChromium();
  if (executablePath === undefined) {
    say('no Chromium, Chrome or Edge was found (CHROME_PATH names one)');
    return undefined;
  }
  try {
    const { chromium } = await import('playwright-core');
    const args = process.getuid?.() === 0 ? [...flags, '--no-sandbox'] : flags;
    const browser = await chromium.launch({ executablePath, headless: true, args });
    const server = await serve();
    const page = await browser.newPage();
    await page.goto(`${server.origin}/`);
    return {
      page,
      offer: server.offer,
      async close() {
        await browser.close();
        await server.close();
      },
    };
  } catch (error) {
    say(`Chromium did not start: ${(error as Error).message.split('\n')[0]}`);
    return undefined;
  }
}

async function serve() {
  const offered = new Map<string, Uint8Array>();
  const server = createServer((request, response) => {
    const path = request.url ?? '/';
    void contentOf(path, offered).then((content) => {
      response.writeHead(content ? 200 : 404, {
        'Content-Type': path.endsWith('.js')
          ? 'text/javascript'
          : path === '/'
            ? 'text/html'
            : 'application/octet-stream',
      });
      response.end(content);
    });
  });
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  let next = 0;
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    offer(bytes: Uint8Array): string {
      const address = `/bytes/${next++}`;
      offered.set(address, bytes);
      return address;
    },
    async close() {
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
    },
  };
}

async function contentOf(path: string, offered: Map<string, Uint8Array>): Promise<Uint8Array | string | undefined> {
  if (path === '/') return '<!doctype html><meta charset="utf-8"><link rel="icon" href="data:,"><body></body>';
  const script = scripts.get(path);
  if (script !== undefined) return readFile(fileURLToPath(new URL(script, import.meta.url)));
  const bytes = offered.get(path);
  offered.delete(path);
  return bytes;
}
