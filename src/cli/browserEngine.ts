import { Channel } from '../protocol/channel';
import type { Port } from '../protocol/channel';
import type { EngineProcedures, Progress, WorkerHouseProcedures } from '../protocol/messages';
import type { BrowserPage } from './browser';
import type { Engine } from './engine';
import type { House } from './house';

declare global {
  var modelCellsToNode: (message: unknown) => void;
  var modelCellsToWorker: (message: unknown) => Promise<void>;
}

/** Bytes travel by address: what passes between the page and this process is JSON. */
interface BytesAt {
  bytesAt: string;
}

/** The extension's own worker in a headless browser, with real WebGL. */
export async function openBrowserEngine({ page, offer }: BrowserPage, house: House): Promise<Engine> {
  const listeners: ((message: unknown) => void)[] = [];
  await page.exposeFunction('modelCellsToNode', (message: unknown) =>
    listeners.forEach((listener) => listener(message)),
  );
  await page.evaluate(startWorker);
  const port: Port = {
    send: (message) => void page.evaluate((sent) => modelCellsToWorker(sent), message).catch(() => undefined),
    receive: (listener) => void listeners.push(listener),
  };
  const watchers = new Map<string, (progress: Progress) => void>();
  const channel = new Channel<WorkerHouseProcedures, EngineProcedures>(port, {
    ...house.procedures,
    readFile: async (file) =>
      ({ bytesAt: offer(await house.readFile(file)) }) satisfies BytesAt as unknown as Uint8Array,
    progress: ({ runId, progress }) => watchers.get(runId)?.(progress),
  });
  const crashed = () => channel.close(new Error('the browser page crashed'));
  page.on('crash', crashed);
  page.on('close', crashed);
  return {
    async run(request, onProgress, signal) {
      const { runId } = request;
      const stop = () => void channel.call('interrupt', { runId }).catch(() => undefined);
      watchers.set(runId, onProgress);
      signal.addEventListener('abort', stop);
      try {
        return await channel.call('run', request);
      } finally {
        signal.removeEventListener('abort', stop);
        watchers.delete(runId);
      }
    },
    close: () => Promise.resolve(),
  };
}

/** Runs in the page: starts the worker from its text, as in a notebook, and passes messages on. */
async function startWorker(): Promise<void> {
  const text = await (await fetch('/worker.js')).text();
  const worker = new Worker(URL.createObjectURL(new Blob([text], { type: 'text/javascript' })));
  worker.addEventListener('message', ({ data }) => modelCellsToNode(data));
  globalThis.modelCellsToWorker = async (message) => {
    const answer = message as { output?: { bytesAt?: string } | Uint8Array };
    if (answer.output && 'bytesAt' in answer.output && answer.output.bytesAt !== undefined) {
      answer.output = new Uint8Array(await (await fetch(answer.output.bytesAt)).arrayBuffer());
    }
    worker.postMessage(answer);
  };
}
