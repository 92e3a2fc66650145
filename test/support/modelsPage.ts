// Runs in a page of a browser: the contracts of models and kernels on the WebGL backend as the product sets it up.
import { openBackend } from '../../renderers/worker/backend';
import { kernelTests } from './kernelContract';
import { contractTests } from './modelContract';

/** What the page offers to the test that opened it. */
export interface ModelsWindow {
  /** Names of the tests, in order. */
  prepare(): Promise<string[]>;
  /** The message of its error; null where the test passed. */
  run(index: number): Promise<string | null>;
}

const tests: { name: string; body: () => Promise<void> }[] = [];

Object.assign(globalThis, {
  async prepare() {
    const backend = await openBackend('webgl');
    if (backend.name !== 'webgl') throw new Error(`${backend.name}: ${backend.description.reason}`);
    const test = (name: string, body: () => Promise<void>) => void tests.push({ name, body });
    kernelTests(test);
    contractTests({ test, kernel: backend.kernel, brief: true });
    return tests.map(({ name }) => name);
  },
  async run(index) {
    try {
      await tests[index]!.body();
      return null;
    } catch (error) {
      return String(error);
    }
  },
} satisfies ModelsWindow);
