import { writeFile } from 'node:fs/promises';
import type { Result } from '../protocol/result';
import type { ExecuteCommand } from './arguments';
import { openBrowserPage } from './browser';
import type { BrowserPage } from './browser';
import { openBrowserEngine } from './browserEngine';
import type { Engine } from './engine';
import { CellFailure, executeCells } from './execute';
import { NotebookFiles } from './files';
import { House } from './house';
import { openNodeEngine } from './nodeEngine';
import { Notebook } from './notebook';
import { Pictures } from './pictures';
import { TerminalReporter } from './terminal';

/**
 * `model-cells execute`: outputs and results are written also when a cell failed or the user stopped it, as far as it came.
 * Resolves with whether it was stopped.
 */
export async function runExecute({ notebook: path, out, json, backend }: ExecuteCommand): Promise<boolean> {
  const notebook = await Notebook.read(path);
  const house = new House(await NotebookFiles.of(path, process.cwd()));
  const terminal = new TerminalReporter(process.stderr);
  const signal = stoppedByUser(terminal);
  const browser =
    backend === 'webgl' || out !== undefined
      ? await openBrowserPage((why) => terminal.say(browserMissing(why, backend === 'webgl')))
      : undefined;
  try {
    const engine = await openEngine(backend, browser, house);
    const pictures = browser && out !== undefined ? new Pictures(browser) : undefined;
    const results: Result[] = [];
    let failure: unknown;
    try {
      await executeCells(
        notebook,
        backend,
        engine,
        terminal,
        async (cell, result) => {
          results.push(result);
          notebook.setResult(cell, result, await pictures?.draw(result));
        },
        signal,
      );
    } catch (error) {
      failure = error;
      if (error instanceof CellFailure) notebook.setError(error.cell, error.code, error.words);
    }
    if (out !== undefined) await notebook.write(out);
    if (json !== undefined) await writeFile(json, `${JSON.stringify(results, null, 1)}\n`);
    if (failure !== undefined) throw failure;
    return signal.aborted;
  } finally {
    await browser?.close();
  }
}

/** Comes with the first Ctrl+C; the second ends the process, as it would have without us. */
function stoppedByUser(terminal: TerminalReporter): AbortSignal {
  const stop = new AbortController();
  process.once('SIGINT', () => {
    terminal.say('  stopping: what is learned by now is kept; Ctrl+C again leaves at once');
    stop.abort();
  });
  return stop.signal;
}

function openEngine(
  backend: ExecuteCommand['backend'],
  browser: BrowserPage | undefined,
  house: House,
): Promise<Engine> {
  if (backend !== 'webgl') return openNodeEngine(backend, house);
  return browser
    ? openBrowserEngine(browser, house)
    : openNodeEngine(backend, house, 'webgl is not used: no browser could be started');
}

function browserMissing(why: string, forEngine: boolean): string {
  return forEngine ? `Without WebGL and pictures: ${why}.` : `Without pictures: ${why}.`;
}
