import { Problem } from '../data/problem';
import type { CellPath } from '../data/problem';

/** Named procedures of one end: what goes in and what comes back. */
export type Procedures = Record<string, (input: never) => unknown>;

type Input<P extends Procedures, N extends keyof P> = Parameters<P[N]>[0];
type Output<P extends Procedures, N extends keyof P> = Awaited<ReturnType<P[N]>>;

/** Implementations of the procedures that this end serves. */
export type Handlers<P extends Procedures> = {
  [N in keyof P]: (input: Input<P, N>) => Output<P, N> | Promise<Output<P, N>>;
};

/** Anything that carries messages both ways: a worker, a notebook renderer, a pair of queues in a test. */
export interface Port {
  send(message: unknown, transfer?: Transferable[]): void;
  receive(listener: (message: unknown) => void): void;
}

interface Envelope {
  channel: 'model-cells';
  id: number;
  call?: string;
  input?: unknown;
  output?: unknown;
  error?: WireError;
  /** No answer is wanted. */
  event?: boolean;
}

/** An error as it travels. `code` is present when it is a `Problem`, which is shown to the user as it is. */
export interface WireError {
  message: string;
  code?: string;
  at?: CellPath;
  stack?: string;
}

export function toWire(error: unknown): WireError {
  if (error instanceof Problem) return { message: error.message, code: error.code, at: error.at };
  if (error instanceof Error) return { message: error.message, ...(error.stack ? { stack: error.stack } : {}) };
  return { message: String(error) };
}

export function fromWire(wire: WireError): Error {
  if (wire.code !== undefined) return new Problem(wire.code, wire.message, wire.at ?? []);
  const error = new Error(wire.message);
  if (wire.stack) error.stack = wire.stack;
  return error;
}

/** An output with buffers that should be handed over instead of copied. */
export class Transfer<T> {
  constructor(
    readonly value: T,
    readonly buffers: Transferable[],
  ) {}
}

/**
 * Requests, answers and events over one port; errors travel like answers, so no caller waits for ever. Both ends are
 * this class with the type arguments swapped.
 */
export class Channel<Local extends Procedures, Remote extends Procedures> {
  private nextId = 1;
  private readonly waiting = new Map<number, { resolve(value: unknown): void; reject(error: Error): void }>();
  private closed: Error | undefined;

  constructor(
    private readonly port: Port,
    private readonly handlers: Handlers<Local>,
  ) {
    port.receive((message) => {
      if (isEnvelope(message)) void this.take(message);
    });
  }

  /** Asks the other end and waits for the answer; `timeout` in milliseconds, default: none. */
  call<N extends keyof Remote & string>(
    name: N,
    input: Input<Remote, N>,
    timeout?: number,
  ): Promise<Output<Remote, N>> {
    if (this.closed) return Promise.reject(this.closed);
    const id = this.nextId++;
    return new Promise((resolve, reject) => {
      const timer =
        timeout === undefined
          ? undefined
          : setTimeout(
              () => this.settle(id)?.reject(new Error(`no answer to "${name}" within ${timeout} ms`)),
              timeout,
            );
      const settled = () => clearTimeout(timer);
      this.waiting.set(id, {
        resolve: (value) => (settled(), resolve(value as Output<Remote, N>)),
        reject: (error) => (settled(), reject(error)),
      });
      this.post({ channel: 'model-cells', id, call: name, input });
    });
  }

  /** Tells the other end; no answer comes. */
  notify<N extends keyof Remote & string>(name: N, input: Input<Remote, N>): void {
    if (!this.closed) this.post({ channel: 'model-cells', id: this.nextId++, call: name, input, event: true });
  }

  /** Fails what is waiting and everything asked from now on. */
  close(reason: Error): void {
    this.closed = reason;
    for (const id of [...this.waiting.keys()]) this.settle(id)?.reject(reason);
  }

  private settle(id: number) {
    const entry = this.waiting.get(id);
    this.waiting.delete(id);
    return entry;
  }

  private async take(message: Envelope): Promise<void> {
    if (message.call === undefined) {
      const entry = this.settle(message.id);
      if (message.error) entry?.reject(fromWire(message.error));
      else entry?.resolve(message.output);
      return;
    }
    const answer = { channel: 'model-cells', id: message.id } as const;
    try {
      const handler = Object.hasOwn(this.handlers, message.call) ? this.handlers[message.call] : undefined;
      if (!handler) throw new Error(`unknown message: ${message.call}`);
      const output: unknown = await handler(message.input as never);
      if (message.event || this.closed) return;
      if (output instanceof Transfer) this.post({ ...answer, output: output.value }, output.buffers);
      else this.post({ ...answer, output });
    } catch (error) {
      if (!message.event && !this.closed) this.post({ ...answer, error: toWire(error) });
    }
  }

  private post(message: Envelope, transfer?: Transferable[]): void {
    this.port.send(message, transfer);
  }
}

function isEnvelope(message: unknown): message is Envelope {
  return (
    typeof message === 'object' &&
    message !== null &&
    (message as Envelope).channel === 'model-cells' &&
    typeof (message as Envelope).id === 'number'
  );
}
