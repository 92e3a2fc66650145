import type { OpenBackend } from '../../renderers/worker/backend';

/** What is measured once for each seed. */
export interface Case {
  name: string;
  model: string;
  data: string;
  /** Names of what `run` gives, in its order. */
  measures: string[];
  /** What a default should reach on average. */
  target: string;
  run(seed: number, backend: Pick<OpenBackend, 'description' | 'kernel'>): Promise<number[]>;
}
