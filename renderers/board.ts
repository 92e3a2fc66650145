import type { Progress } from '../src/protocol/messages';
import type { Result } from '../src/protocol/result';

/** What is known in this webview of a run that has not been saved yet. */
export type RunState =
  { kind: 'running'; progress?: Progress } | { kind: 'finished'; result: Result } | { kind: 'failed' };

type Listener = (state: RunState) => void;

/** States of runs by id: the session writes, outputs read, and neither waits for the other. */
export class RunBoard {
  private readonly states = new Map<string, RunState>();
  private readonly listeners = new Map<string, Set<Listener>>();

  get(runId: string): RunState | undefined {
    return this.states.get(runId);
  }

  set(runId: string, state: RunState): void {
    this.states.set(runId, state);
    for (const listener of this.listeners.get(runId) ?? []) listener(state);
  }

  /** Forgets a run; its output holds everything from now on. */
  delete(runId: string): void {
    this.states.delete(runId);
  }

  /** Returns the function that ends the subscription. */
  subscribe(runId: string, listener: Listener): () => void {
    const set = this.listeners.get(runId) ?? new Set();
    this.listeners.set(runId, set.add(listener));
    return () => {
      set.delete(listener);
      if (set.size === 0) this.listeners.delete(runId);
    };
  }
}
