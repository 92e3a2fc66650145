import { Problem } from '../data/problem';
import type { Progress, RunRequest } from '../protocol/messages';
import type { Result } from '../protocol/result';
import type { Webview } from './webview';

/** Milliseconds. */
export interface Patience {
  /** Between two signs of life. */
  heartbeat: number;
  /** Heartbeats without any message after which a webview counts as gone. */
  misses: number;
  /** Until the cell is brought into view, when no webview has answered. */
  beforeReveal: number;
  /** Until a run without a webview is given up. */
  beforeGivingUp: number;
  /** Until a notebook whose last webview is gone counts as closed: a tab that moves comes back. */
  beforeClosed: number;
}

export const patience: Patience = {
  heartbeat: 2000,
  misses: 15,
  beforeReveal: 1500,
  beforeGivingUp: 30_000,
  beforeClosed: 3000,
};

export interface Finished {
  result: Result;
  /** PNG in base64. */
  picture?: string;
}

interface Run {
  request: RunRequest;
  owner?: Webview;
  stopping: boolean;
  timers: ReturnType<typeof setTimeout>[];
  missed: number;
  reveal(): void;
  resolve(finished: Finished): void;
  reject(error: Error): void;
}

/**
 * The engine of one notebook: one of its webviews, the one that has been there longest. When that goes, the next takes
 * over and the run starts again there; when the last one goes, the run ends.
 */
export class NotebookEngine {
  /** In the order in which they said hello. */
  private readonly webviews: Webview[] = [];
  private current: Run | undefined;
  private readonly begun = new Set<string>();

  constructor(private readonly wait: Patience = patience) {}

  /** Runs one request; `reveal` brings the cell into view, which makes VS Code load the renderer. */
  run(request: RunRequest, reveal: () => void): Promise<Finished> {
    return new Promise<Finished>((resolve, reject) => {
      this.current = { request, reveal, resolve, reject, stopping: false, timers: [], missed: 0 };
      this.assign(this.current);
    });
  }

  /** Asks the run to stop and to return what it has; asked again, ends it at once. */
  interrupt(): void {
    const run = this.current;
    if (!run) return;
    if (run.stopping || !run.owner) return this.end(run)?.reject(stopped());
    run.stopping = true;
    run.owner.channel.notify('interrupt', { runId: run.request.runId });
  }

  opened(webview: Webview): void {
    this.webviews.push(webview);
    if (this.current && !this.current.owner) this.assign(this.current);
  }

  lost(webview: Webview): void {
    const at = this.webviews.indexOf(webview);
    if (at >= 0) this.webviews.splice(at, 1);
    const run = this.current;
    if (run?.owner !== webview) return;
    if (run.stopping) this.end(run)?.reject(stopped());
    else if (this.webviews.length > 0) this.assign(run);
    else this.awaitReturn(run);
  }

  heard(webview: Webview): void {
    if (this.current?.owner === webview) this.current.missed = 0;
  }

  /** Looks at once whether the webviews are still there: a tab was closed. */
  check(): void {
    for (const webview of [...this.webviews]) webview.channel.call('alive', {}, this.wait.heartbeat).catch(() => {});
  }

  /** Announces a run, before anything of it is shown. */
  begin(runId: string): void {
    this.begun.add(runId);
  }

  /** Whether a run began here, and so ends here; the output of any other that is not finished will never be. */
  knows(runId: string): boolean {
    return this.begun.has(runId);
  }

  /** The notebook is closed. */
  close(): void {
    if (this.current) this.end(this.current)?.reject(closed());
  }

  progress(from: Webview, runId: string, progress: Progress): void {
    if (this.current?.owner !== from || this.current.request.runId !== runId) return;
    for (const webview of this.webviews) if (webview !== from) webview.channel.notify('show', { runId, progress });
  }

  finished(runId: string, finished: Finished): void {
    if (this.current?.request.runId === runId) this.end(this.current)?.resolve(finished);
  }

  failed(runId: string, error: Error): void {
    if (this.current?.request.runId === runId) this.end(this.current)?.reject(error);
  }

  /** Gives the run to the first webview, or waits for one. */
  private assign(run: Run): void {
    clear(run);
    const owner = this.webviews[0];
    if (!owner) {
      delete run.owner;
      this.later(run, this.wait.beforeReveal, () => run.reveal());
      this.later(run, this.wait.beforeGivingUp, () => this.end(run)?.reject(unseen()));
      return;
    }
    run.owner = owner;
    run.missed = 0;
    owner.channel.notify('run', run.request);
    this.beat(run, owner);
  }

  private awaitReturn(run: Run): void {
    clear(run);
    delete run.owner;
    this.later(run, this.wait.beforeClosed, () => this.end(run)?.reject(closed()));
  }

  /** Counted in beats and not by the clock: a computer that wakes from sleep has missed none. */
  private beat(run: Run, owner: Webview): void {
    this.later(run, this.wait.heartbeat, () => {
      run.missed++;
      if (run.missed > this.wait.misses) return owner.lose();
      owner.channel.call('alive', {}, this.wait.heartbeat * this.wait.misses).catch(() => {});
      this.beat(run, owner);
    });
  }

  private later(run: Run, milliseconds: number, act: () => void): void {
    run.timers.push(setTimeout(act, milliseconds));
  }

  private end(run: Run): Run | undefined {
    clear(run);
    if (this.current !== run) return undefined;
    this.current = undefined;
    return run;
  }
}

function clear(run: Run): void {
  for (const timer of run.timers.splice(0)) clearTimeout(timer);
}

function stopped(): Problem {
  return new Problem('interrupted', 'The run was stopped before there was a result to show.');
}

export function closed(): Problem {
  return new Problem(
    'notebook-closed',
    'The notebook was closed, or its page stopped answering, while this cell was running: there is no result. Run the cell again.',
  );
}

function unseen(): Problem {
  return new Problem(
    'no-renderer',
    'The output of this cell did not come into view, so its engine could not start. Scroll to the cell, expand its output if it is collapsed, and run it again.',
  );
}
