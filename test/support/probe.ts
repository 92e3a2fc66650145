// The test's end of the probe extension: evaluates functions in the extension host of a running VS Code.
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import type * as vscode from 'vscode';
import { repository } from '../../tools/install.mjs';

/** Runs in the extension host: it sees `vscode` and its parameters, and nothing of the test around it. */
export type InHost<P extends unknown[], T> = (api: typeof vscode, ...parameters: P) => T | PromiseLike<T>;

interface Question {
  id: number;
  source: string;
  parameters: unknown[];
  resolve(value: unknown): void;
  reject(error: Error): void;
}

export interface Probe {
  /** The folder of the extension to install. */
  extension: string;
  /** Resolves when an extension host has come up since the last call of `expectRestart`. */
  ready(): Promise<void>;
  expectRestart(): void;
  evaluate<P extends unknown[], T>(body: InHost<P, T>, ...parameters: P): Promise<T>;
  close(): Promise<void>;
}

const patience = 120_000;

export async function startProbe(): Promise<Probe> {
  let last = 0;
  let waiting: Question[] = [];
  const asked = new Map<number, Question>();
  let poll: ServerResponse | undefined;
  let hello = withResolvers();

  const server = createServer((request, response) => {
    response.setHeader('Access-Control-Allow-Origin', '*');
    void handle(request.url ?? '', request, response);
  });
  async function handle(url: string, request: NodeJS.ReadableStream, response: ServerResponse): Promise<void> {
    if (url === '/next') {
      poll?.end('{}');
      poll = response;
      response.on('close', () => {
        if (poll === response) poll = undefined;
      });
      send();
      return;
    }
    const body = JSON.parse((await text(request)) || '{}') as { id?: number; value?: unknown; error?: string };
    response.end();
    if (url === '/hello') {
      // a new extension host: whatever the one before was asked is lost
      for (const question of asked.values()) question.reject(new Error('The extension host was started again.'));
      asked.clear();
      hello.resolve();
      return;
    }
    const question = asked.get(body.id ?? -1);
    asked.delete(body.id ?? -1);
    if (body.error !== undefined) question?.reject(new Error(`In the extension host: ${body.error}`));
    else question?.resolve(body.value);
  }
  function send(): void {
    const question = poll && waiting.shift();
    if (!poll || !question) return;
    asked.set(question.id, question);
    poll.end(JSON.stringify({ id: question.id, source: question.source, parameters: question.parameters }));
    poll = undefined;
  }

  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const extension = await mkdtemp(join(tmpdir(), 'model-cells-probe-'));
  await cp(join(repository, 'test', 'support', 'probe-extension'), extension, { recursive: true });
  const main = join(extension, 'extension.js');
  await writeFile(main, (await readFile(main, 'utf8')).replace('PROBE_ADDRESS', address));

  return {
    extension,
    ready: () => within(patience, hello.promise, 'The extension host did not start.'),
    expectRestart() {
      hello = withResolvers();
    },
    evaluate<P extends unknown[], T>(body: InHost<P, T>, ...parameters: P): Promise<T> {
      const answered = new Promise<unknown>((resolve, reject) => {
        waiting.push({ id: ++last, source: body.toString(), parameters, resolve, reject });
        send();
      });
      return within(
        patience,
        answered,
        `No answer from the extension host to: ${body.toString().slice(0, 300)}`,
      ) as Promise<T>;
    },
    async close() {
      waiting = [];
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
      await rm(extension, { recursive: true, force: true });
    },
  };
}

function withResolvers(): { promise: Promise<void>; resolve(): void } {
  let resolve = () => {};
  const promise = new Promise<void>((done) => (resolve = done));
  return { promise, resolve };
}

async function within<T>(milliseconds: number, promise: Promise<T>, message: string): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`${message} (${milliseconds / 1000} s)`)), milliseconds);
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}
