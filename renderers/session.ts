import { Channel, toWire } from '../src/protocol/channel';
import type { Figure } from '../src/protocol/figures';
import type {
  BackendChoice,
  HostProcedures,
  Progress,
  QueryRequest,
  RendererProcedures,
  RunRequest,
} from '../src/protocol/messages';
import type { Result } from '../src/protocol/result';
import type { RunBoard } from './board';
import type { RendererContext } from './context';
import { relay } from './relay';
import { checkResult } from './saved';
import { EngineClient } from './worker/client';

/** The picture is for places without the extension: a run does not wait for it longer than this, in milliseconds. */
const picturePatience = 20_000;

/** This webview's part of the conversation with the extension: takes runs, gives them to the engine, reports on them. */
export class Session {
  private readonly host: Channel<RendererProcedures, HostProcedures>;
  private readonly engine: EngineClient;
  private backend: BackendChoice = 'auto';

  constructor(
    context: RendererContext,
    private readonly board: RunBoard,
    engineUrl: URL,
    private readonly drawPicture: (result: Result) => Promise<string | undefined>,
  ) {
    const port = {
      send: (message: unknown) => context.postMessage?.(message),
      receive: (listener: (message: unknown) => void) => void context.onDidReceiveMessage?.(listener),
    };
    this.host = new Channel<RendererProcedures, HostProcedures>(port, {
      run: (request) => void this.run(request),
      interrupt: ({ runId }) => this.engine.interrupt(runId),
      show: ({ runId, progress }) => this.board.set(runId, { kind: 'running', progress }),
      alive: () => true,
    });
    this.engine = new EngineClient(engineUrl, this.host);
    this.host.notify('hello', { instance: crypto.randomUUID() });
  }

  /** Asks a question about a finished run; starts the engine if it is not there. */
  query(request: Omit<QueryRequest, 'backend'>): Promise<Figure> {
    return this.engine.query({ ...request, backend: this.backend });
  }

  private async run(request: RunRequest): Promise<void> {
    const { runId } = request;
    this.backend = request.backend;
    this.board.set(runId, { kind: 'running' });
    const report = relay((progress: Progress) => this.host.notify('progress', { runId, progress }));
    try {
      const result = await this.engine.run(request, (progress) => {
        this.board.set(runId, { kind: 'running', progress });
        report(progress);
      });
      const checked = checkResult(result);
      if (checked.kind === 'sentence')
        throw new Error(`the engine returned something else than a result. ${checked.text}`);
      // shown here at once; the host's copy follows when the picture is ready
      this.board.set(runId, { kind: 'finished', result: checked.result });
      const picture = await this.picture(checked.result);
      this.host.notify('finished', { runId, result: checked.result, ...(picture === undefined ? {} : { picture }) });
    } catch (error) {
      this.board.set(runId, { kind: 'failed' });
      this.host.notify('failed', { runId, error: toWire(error) });
    } finally {
      // by then the output has been rendered with the saved result
      setTimeout(() => this.board.delete(runId), 60_000);
    }
  }

  /** A picture that cannot be drawn is left out: the result is what matters. */
  private picture(result: Result): Promise<string | undefined> {
    const late = new Promise<undefined>((resolve) => setTimeout(resolve, picturePatience));
    return Promise.race([this.drawPicture(result).catch(() => undefined), late]);
  }
}
