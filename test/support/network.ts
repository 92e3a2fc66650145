// A test fails when a page asks for anything outside this machine. The browser could not reach it (see chromium.ts);
// this says what was asked for.
import assert from 'node:assert/strict';
import type { BrowserContext, Request, WebSocket } from 'playwright-core';

/**
 * Files of the workspace and of extensions have addresses `https://<scheme>+<authority>.vscode-resource.vscode-cdn.net/…`
 * inside a webview. The webview's service worker answers them from VS Code itself; they leave only when it does not.
 */
const answeredInWebview = '.vscode-resource.vscode-cdn.net';

export class NetworkGuard {
  private readonly outside = new Set<string>();

  /** @param elsewhere what was asked for by other processes than the browser */
  constructor(
    context: BrowserContext,
    private readonly elsewhere: () => string[] = () => [],
  ) {
    const look = (request: Request) => {
      const host = outsideHost(request.url());
      if (host !== undefined && !host.endsWith(answeredInWebview)) this.note(request.method(), request.url());
    };
    context.on('request', look);
    context.on('requestfailed', (request) => {
      // an aborted request (a closed page) never got past the service worker; an unknown name did
      if (outsideHost(request.url()) !== undefined && request.failure()?.errorText === 'net::ERR_NAME_NOT_RESOLVED') {
        this.note(request.method(), request.url());
      }
    });
    context.on('response', (response) => {
      if (outsideHost(response.url()) !== undefined && !response.fromServiceWorker()) this.note('', response.url());
    });
    const lookAtSocket = (socket: WebSocket) => {
      if (outsideHost(socket.url()) !== undefined) this.note('WebSocket', socket.url());
    };
    for (const page of context.pages()) page.on('websocket', lookAtSocket);
    context.on('page', (page) => page.on('websocket', lookAtSocket));
  }

  private note(method: string, url: string): void {
    this.outside.add(`${method} ${url}`.trim());
  }

  assertNoOutsideRequests(): void {
    assert.deepEqual([...this.outside, ...this.elsewhere()], [], 'requests that leave this machine');
  }
}

/** The host of an address that is not on this machine. */
function outsideHost(address: string): string | undefined {
  const { protocol, hostname } = new URL(address);
  if (!/^(https?|wss?|ftp):$/.test(protocol)) return undefined; // data:, blob:, about:
  const local =
    hostname === 'localhost' || hostname.endsWith('.localhost') || hostname === '127.0.0.1' || hostname === '[::1]';
  return local ? undefined : hostname;
}
