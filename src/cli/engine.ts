import type { Progress, RunRequest } from '../protocol/messages';
import type { Result } from '../protocol/result';

/** Where cells run: in this process, or in a page of a headless browser. */
export interface Engine {
  run(request: RunRequest, onProgress: (progress: Progress) => void): Promise<Result>;
  close(): Promise<void>;
}
