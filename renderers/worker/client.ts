import { Problem } from '../../src/data/problem';
import { Channel, Transfer } from '../../src/protocol/channel';
import type { Figure } from '../../src/protocol/figures';
import type {
  EngineProcedures,
  Progress,
  QueryRequest,
  RunRequest,
  WorkerHouseProcedures,
} from '../../src/protocol/messages';
import type { Result } from '../../src/protocol/result';
import { readWorkspaceFile } from './files';
import type { HostChannel } from './files';
import { startWorker } from './start';

/** How long a stopped run may take to return what it learned, in milliseconds; then the engine is started afresh. */
const interruptPatience = 8000;

interface Running {
  worker: Worker;
  channel: Channel<WorkerHouseProcedures, EngineProcedures>;
}

/** The renderer's side of the engine: one worker, started when it is first needed and again after a crash. */
export class EngineClient {
  private running: Promise<Running> | undefined;
  private readonly listeners = new Map<string, (progress: Progress) => void>();

  /** @param engineUrl where the engine's text is; workers cannot load it themselves */
  constructor(
    private readonly engineUrl: URL,
    private readonly host: HostChannel,
  ) {}

  /** Runs a plan; errors that a user caused are `Problem`s. */
  async run(request: RunRequest, onProgress: (progress: Progress) => void): Promise<Result> {
    this.listeners.set(request.runId, onProgress);
    try {
      return await (await this.start()).channel.call('run', request);
    } finally {
      this.listeners.delete(request.runId);
    }
  }

  async query(request: QueryRequest): Promise<Figure> {
    return (await this.start()).channel.call('query', request);
  }

  /** Asks a run to return what it has; an engine that does not answer is ended. */
  interrupt(runId: string): void {
    const running = this.running;
    if (!running || !this.listeners.has(runId)) return;
    void running.then(({ channel }) => channel.notify('interrupt', { runId })).catch(() => undefined);
    setTimeout(() => {
      if (this.listeners.has(runId) && this.running === running) {
        this.end(
          new Problem(
            'interrupted',
            'The run was stopped before it had anything to show. The engine did not answer and was started afresh.',
          ),
        );
      }
    }, interruptPatience);
  }

  /** Stops the worker and fails whatever it was doing. */
  end(reason: Error): void {
    const running = this.running;
    this.running = undefined;
    void running
      ?.then(({ worker, channel }) => {
        worker.terminate();
        channel.close(reason);
      })
      .catch(() => undefined);
  }

  private start(): Promise<Running> {
    if (!this.running) {
      const starting = this.open();
      this.running = starting;
      starting.catch(() => {
        if (this.running === starting) this.running = undefined;
      });
    }
    return this.running;
  }

  private async open(): Promise<Running> {
    const worker = await startWorker(this.engineUrl);
    const crashed = (event: Event) => {
      const why = event instanceof ErrorEvent && event.message ? `: ${event.message}` : '';
      this.end(
        new Problem(
          'engine-crashed',
          `The engine stopped unexpectedly${why}. Run the cell again; with less data or a smaller model if it happens twice.`,
        ),
      );
    };
    worker.addEventListener('error', crashed);
    worker.addEventListener('messageerror', crashed);
    const port = {
      send: (message: unknown, transfer: Transferable[] = []) => worker.postMessage(message, transfer),
      receive: (listener: (message: unknown) => void) =>
        worker.addEventListener('message', (event: MessageEvent<unknown>) => listener(event.data)),
    };
    const { host } = this;
    const channel = new Channel<WorkerHouseProcedures, EngineProcedures>(port, {
      locate: (input) => host.call('locate', input),
      readModel: (input) => host.call('readModel', input),
      writeModel: (input) => host.call('writeModel', input),
      writeFile: (input) => host.call('writeFile', input),
      readFile: async (file) => {
        const bytes = await readWorkspaceFile(file, host);
        return new Transfer(bytes, [bytes.buffer]) as unknown as Uint8Array;
      },
      progress: ({ runId, progress }) => this.listeners.get(runId)?.(progress),
    });
    return { worker, channel };
  }
}
