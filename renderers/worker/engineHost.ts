import { EngineMemory } from '../../src/engine/memory';
import type { Environment } from '../../src/engine/environment';
import { runQuery } from '../../src/engine/queries/index';
import { runPlan } from '../../src/engine/run';
import type { Channel } from '../../src/protocol/channel';
import type { Figure } from '../../src/protocol/figures';
import type {
  BackendChoice,
  EngineProcedures,
  Progress,
  QueryRequest,
  RunRequest,
  WorkerHouseProcedures,
} from '../../src/protocol/messages';
import { toBase64 } from '../../src/protocol/packing';
import type { Result } from '../../src/protocol/result';
import { openBackend } from './backend';
import type { BackendName, OpenBackend } from './backend';
import { breathe } from './breathe';

/** How long the house may take to answer, in milliseconds; reading a large file over a slow line takes longest. */
const patience = { question: 60_000, file: 30 * 60_000 };
/** How often a lost graphics context is looked for, in milliseconds: a read that waits for one never settles. */
const watchInterval = 500;

class ContextLost extends Error {}

/** Runs plans one at a time, on a backend that is opened when first needed and replaced when it dies. */
export class EngineHost {
  private readonly memory = new EngineMemory();
  private readonly running = new Map<string, AbortController>();
  private readonly broken = new Map<BackendName, string>();
  private backend: { choice: BackendChoice; opened: Promise<OpenBackend> } | undefined;
  private queue: Promise<unknown> = Promise.resolve();
  private opening: Promise<unknown> = Promise.resolve();

  constructor(private readonly house: Channel<EngineProcedures, WorkerHouseProcedures>) {}

  run(request: RunRequest): Promise<Result> {
    const controller = new AbortController();
    this.running.set(request.runId, controller);
    const work = this.queue.then(async () => {
      try {
        return await this.guarded(request.backend, (backend, lost) =>
          runPlan(
            request,
            this.environment(backend, lost, request.runId),
            this.memory,
            AbortSignal.any([controller.signal, lost]),
          ),
        );
      } finally {
        this.running.delete(request.runId);
      }
    });
    this.queue = work.catch(() => undefined);
    return work;
  }

  interrupt(runId: string): void {
    this.running.get(runId)?.abort();
  }

  /** Answers between the steps of a run, on the run's backend; otherwise on the one that was asked for. */
  query(request: QueryRequest): Promise<Figure> {
    const choice = this.running.size > 0 && this.backend ? this.backend.choice : request.backend;
    return this.guarded(choice, (backend, lost) => runQuery(request, this.environment(backend, lost), this.memory));
  }

  /** Does the work; when the graphics context goes meanwhile, once more on a new one, and then on the next backend. */
  private async guarded<T>(
    choice: BackendChoice,
    work: (backend: OpenBackend, lost: AbortSignal) => Promise<T>,
  ): Promise<T> {
    const losses: string[] = [];
    for (;;) {
      const backend = await this.open(choice, losses);
      try {
        return await unlessLost(backend, (lost) => work(backend, lost));
      } catch (error) {
        if (!(error instanceof ContextLost)) throw error;
        losses.push(`the context of ${backend.name} was lost during this run, which began again`);
        if (losses.length > 1) this.broken.set(backend.name, 'its context was lost twice');
        await this.close();
      }
    }
  }

  /** The backend of a choice, opened anew where another one is open or the open one is dead. */
  private open(choice: BackendChoice, reasons: readonly string[]): Promise<OpenBackend> {
    // one after the other: a run and a question may come at once
    const next = this.opening.then(() => this.openNow(choice, reasons));
    this.opening = next.catch(() => undefined);
    return next;
  }

  private async openNow(choice: BackendChoice, reasons: readonly string[]): Promise<OpenBackend> {
    if (this.backend?.choice === choice) {
      const backend = await this.backend.opened;
      if (!backend.isLost()) return backend;
    }
    await this.close();
    const opened = openBackend(choice, this.broken, reasons);
    const backend = { choice, opened };
    this.backend = backend;
    opened.catch(() => {
      if (this.backend === backend) this.backend = undefined;
    });
    return opened;
  }

  private async close(): Promise<void> {
    const backend = this.backend;
    this.backend = undefined;
    await backend?.opened.then((opened) => opened.close()).catch(() => undefined);
  }

  private environment(backend: OpenBackend, lost: AbortSignal, runId?: string): Environment {
    const { house } = this;
    return {
      backend: backend.description,
      kernel: backend.kernel,
      locate: (path) => house.call('locate', { path }, patience.question),
      readFile: (file) => house.call('readFile', file, patience.file),
      writeFile: (path, bytes, overwrite) =>
        house.call('writeFile', { path, base64: toBase64(bytes), overwrite }, patience.file),
      readModel: async (key) => (await house.call('readModel', { key }, patience.question)) ?? undefined,
      writeModel: (key, model) => house.call('writeModel', { key, model }, patience.question),
      now: () => performance.now(),
      breathe,
      progress: (progress: Progress) => {
        if (runId !== undefined && !lost.aborted) house.notify('progress', { runId, progress });
      },
    };
  }
}

/**
 * Fails as soon as the context is lost, and also when it was found lost at the end: reads then gave zeros. The work is told
 * by a signal, since it may go on.
 */
async function unlessLost<T>(backend: OpenBackend, work: (lost: AbortSignal) => Promise<T>): Promise<T> {
  const ending = new AbortController();
  let watch: ReturnType<typeof setInterval> | undefined;
  const lost = new Promise<never>((_, reject) => {
    const fail = () => {
      ending.abort();
      reject(new ContextLost('the graphics context was lost'));
    };
    backend.onLost(fail);
    watch = setInterval(() => {
      if (backend.isLost()) fail();
    }, watchInterval);
  });
  // nobody waits for it when the work ends first
  lost.catch(() => undefined);
  try {
    const result = await Promise.race([work(ending.signal), lost]);
    if (backend.isLost()) throw new ContextLost('the graphics context was lost');
    return result;
  } catch (error) {
    // what failed on a lost context failed because of it
    if (backend.isLost()) throw new ContextLost('the graphics context was lost', { cause: error });
    throw error;
  } finally {
    clearInterval(watch);
  }
}
