import type { LocatedFile, Progress, SavedModel } from '../protocol/messages';
import type { EngineResult } from '../protocol/result';
import type { Kernel } from './math/kernel';

/** What the engine needs from the place where it runs: a worker of the notebook, or the command line. */
export interface Environment {
  backend: Omit<EngineResult, 'seed'>;
  kernel: Kernel;
  locate(path: string): Promise<LocatedFile>;
  readFile(file: LocatedFile): Promise<Uint8Array>;
  writeFile(path: string, bytes: Uint8Array, overwrite: boolean): Promise<string>;
  readModel(key: string): Promise<SavedModel | undefined>;
  writeModel(key: string, model: SavedModel): Promise<void>;
  /** Milliseconds from any origin; the only clock that the engine sees. */
  now(): number;
  /** Lets other work of the thread happen, such as the arrival of an interrupt. */
  breathe(): Promise<void>;
  progress(progress: Progress): void;
}
