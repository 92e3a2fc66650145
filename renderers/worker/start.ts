import { Problem } from '../../src/data/problem';

/** Sent by the line that is added after the engine's text: everything before it ran. */
const started = 'model-cells engine started';
const startTimeout = 60_000;

/**
 * Starts the engine from its text. Workers of a webview start from `blob:` or `data:` addresses only, and under VS Code's
 * optional content security policy only from `data:`.
 */
export async function startWorker(engineUrl: URL): Promise<Worker> {
  const source = `${await fetchText(engineUrl)}\n;postMessage(${JSON.stringify(started)});`;
  const blobUrl = URL.createObjectURL(new Blob([source], { type: 'text/javascript' }));
  try {
    return await launch(blobUrl);
  } catch {
    return await launch(`data:text/javascript;charset=utf-8,${encodeURIComponent(source)}`);
  } finally {
    URL.revokeObjectURL(blobUrl);
  }
}

async function fetchText(url: URL): Promise<string> {
  const response = await fetch(url);
  if (!response.ok)
    throw new Problem(
      'engine-missing',
      `The engine could not be loaded (status ${response.status}). Reload the window; reinstall the extension if that does not help.`,
    );
  return response.text();
}

function launch(url: string): Promise<Worker> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(url);
    const stop = new AbortController();
    const fail = (why: string) => {
      stop.abort();
      clearTimeout(timer);
      worker.terminate();
      reject(new Problem('engine-start', `The engine did not start: ${why}. Reload the window.`));
    };
    const timer = setTimeout(() => fail(`no answer within ${startTimeout / 1000} s`), startTimeout);
    const { signal } = stop;
    worker.addEventListener('error', (event) => fail(event.message || 'workers are not allowed here'), { signal });
    worker.addEventListener(
      'message',
      ({ data }) => {
        if (data !== started) return;
        stop.abort();
        clearTimeout(timer);
        resolve(worker);
      },
      { signal },
    );
  });
}
