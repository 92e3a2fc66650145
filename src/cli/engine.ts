import type { Progress, RunRequest } from '../protocol/messages';
import type { Result } from '../protocol/result';

/** Where cells run: in this process, or in a page of a headless browser. */
export interface Engine {
  /** `signal`: the run is to be stopped; what was learned by then is its result. */
  run(request: RunRequest, onProgress: (progress: Progress) => void, signal: AbortSignal): Promise<Result>;
  close(): Promise<void>;
}
