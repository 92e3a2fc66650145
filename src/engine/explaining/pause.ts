import type { Environment } from '../environment';
import { breathInterval, Pace } from '../pace';

/** Thrown where the user stops an explanation; what was explained until then is kept. */
export class Stopped extends Error {}

/** Called between the steps of long work: lets other work happen now and then, and throws `Stopped` when asked to. */
export type Pause = () => Promise<void>;

export function pauseOf({ now, breathe }: Environment, signal: AbortSignal): Pause {
  const breath = new Pace(now, breathInterval);
  return async () => {
    if (breath.due()) await breathe();
    if (signal.aborted) throw new Stopped();
  };
}

/** For answers that are too short to be stopped. */
export const unpaused: Pause = () => Promise.resolve();

/** The result of work, or undefined where it was stopped. */
export async function untilStopped<T>(work: () => Promise<T>): Promise<T | undefined> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof Stopped) return undefined;
    throw error;
  }
}
