import { Channel } from '../../src/protocol/channel';
import type { Port } from '../../src/protocol/channel';
import type { EngineProcedures, WorkerHouseProcedures } from '../../src/protocol/messages';
import { EngineHost } from './engineHost';

/** The worker's side of the engine: one file without imports, started by `start.ts` in the notebook's webview. */
const port: Port = {
  send: (message, transfer = []) => self.postMessage(message, transfer),
  receive: (listener) => self.addEventListener('message', (event: MessageEvent<unknown>) => listener(event.data)),
};

const channel: Channel<EngineProcedures, WorkerHouseProcedures> = new Channel(port, {
  run: (request) => host.run(request),
  interrupt: ({ runId }) => host.interrupt(runId),
  query: (request) => host.query(request),
});
const host = new EngineHost(channel);
