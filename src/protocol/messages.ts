import type { Json } from './cards';
import type { Figure } from './figures';
import type { Plan } from './plan';
import type { Result } from './result';
import type { WireError } from './channel';

/**
 * Every message, as procedures of the end that serves them. Three ends in a row: the extension host, the renderer in the
 * notebook's webview, and the engine's worker inside it. Everything between host and renderer must survive JSON.
 */

export type BackendChoice = 'auto' | 'webgl' | 'wasm' | 'cpu';

/** One run of one cell. */
export interface RunRequest {
  runId: string;
  plan: Plan;
  backend: BackendChoice;
  /** Trained models by name, with the key under which each is kept. */
  trained: { [name: string]: TrainedReference };
}

export interface TrainedReference {
  /** The model's id. */
  model: string;
  key: string;
}

/** A question that a control in a figure asks about a finished run. */
export interface QueryRequest {
  /** Of the engine's registry of queries, such as `plane`. */
  query: string;
  plan: Plan;
  /** The models of the run, by name. */
  trained: { [name: string]: TrainedReference };
  args: { [name: string]: Json };
  backend: BackendChoice;
}

/** What a running cell shows, about ten times a second. */
export interface Progress {
  /** What is being done, for people: "fitting mlp". */
  text: string;
  model?: string;
  /** Share done, 0 to 1, where it is known. */
  fraction?: number;
  step?: number;
  steps?: number;
  loss?: number;
  stepsPerSecond?: number;
  secondsLeft?: number;
  /** Loss so far, thinned to a few hundred points. */
  history?: { step: number; loss: number }[];
  /** A live picture. */
  figure?: Figure;
}

/** Where a workspace file is and which version of it. */
export interface LocatedFile {
  /** Absolute URI, as text. */
  uri: string;
  /** Relative to the notebook's folder, percent-encoded: the webview resolves it against its base address. Empty: it cannot. */
  address: string;
  /** Bytes. */
  size: number;
  /** Changes when the content may have changed. */
  version: string;
}

/** A trained model as it is stored: plain JSON. */
export type SavedModel = { [name: string]: Json };

/** Served by the extension host to a renderer, and passed on by the renderer to its worker. */
export type HouseProcedures = {
  /** Finds a file by the path in a cell; throws a `Problem` where it is missing or outside the workspace. */
  locate(input: { path: string }): LocatedFile;
  readModel(input: { key: string }): SavedModel | null;
  writeModel(input: { key: string; model: SavedModel }): void;
  /** Writes a new file of the workspace; over an existing one only with `overwrite`. Returns the path written. */
  writeFile(input: { path: string; base64: string; overwrite: boolean }): string;
};

/** Served by the extension host to each renderer. */
export type HostProcedures = HouseProcedures & {
  /** First message of each renderer instance. */
  hello(input: { instance: string }): void;
  /** For files that the webview cannot fetch: at most 1 MB at a time. */
  readChunk(input: { uri: string; offset: number; length: number }): string;
  /** Event: a run goes on; also the sign of life that tells a running engine from a closed tab. */
  progress(input: { runId: string; progress: Progress }): void;
  /** Event: a run ended. `picture`: PNG in base64 for places without the extension. */
  finished(input: { runId: string; result: Result; picture?: string }): void;
  failed(input: { runId: string; error: WireError }): void;
};

/** Served by each renderer to the extension host. All but `alive` are events. */
export type RendererProcedures = {
  /** Run in this webview's engine. */
  run(input: RunRequest): void;
  interrupt(input: { runId: string }): void;
  /** Progress of a run that goes on in another webview of the same notebook. */
  show(input: { runId: string; progress: Progress }): void;
  /** Answers at once while the webview lives. */
  alive(input: Record<string, never>): true;
};

/** Served by the worker to its renderer. */
export type EngineProcedures = {
  run(input: RunRequest): Result;
  interrupt(input: { runId: string }): void;
  query(input: QueryRequest): Figure;
};

/** Served by the renderer to its worker. */
export type WorkerHouseProcedures = HouseProcedures & {
  readFile(input: LocatedFile): Uint8Array;
  progress(input: { runId: string; progress: Progress }): void;
};
