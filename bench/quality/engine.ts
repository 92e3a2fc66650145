import { Problem } from '../../src/data/problem';
import type { Environment } from '../../src/engine/environment';
import { EngineMemory } from '../../src/engine/memory';
import { runPlan } from '../../src/engine/run';
import type { Plan } from '../../src/protocol/plan';
import type { Result } from '../../src/protocol/result';

/** A result, and the processor's time for it: what else goes on at the machine does not count. */
export interface TimedResult {
  result: Result;
  processorSeconds: number;
}

/** Runs a cell over one file that is nowhere but in memory, from the start: nothing that was trained before is kept. */
export async function runCell(
  plan: Plan,
  csv: string,
  { description, kernel }: { description: Environment['backend']; kernel: Environment['kernel'] },
): Promise<TimedResult> {
  const bytes = new TextEncoder().encode(csv);
  const { path } = plan.data;
  const environment: Environment = {
    backend: description,
    kernel,
    locate: () => Promise.resolve({ uri: `bench:${path}`, address: path, size: bytes.length, version: '1' }),
    readFile: () => Promise.resolve(bytes),
    writeFile: (name) => Promise.reject(new Problem('read-only', `${name} is not written by a benchmark`)),
    readModel: () => Promise.resolve(undefined),
    writeModel: () => Promise.resolve(),
    now: () => performance.now(),
    breathe: () => Promise.resolve(),
    progress: () => undefined,
  };
  const request = { runId: 'quality', plan, backend: 'wasm' as const, trained: {} };
  const before = process.cpuUsage();
  const result = await runPlan(request, environment, new EngineMemory(), new AbortController().signal);
  const { user, system } = process.cpuUsage(before);
  return { result, processorSeconds: (user + system) / 1e6 };
}

export function planOf(verb: string, model: string, options: Plan['options'], data: Omit<Plan['data'], 'path'>): Plan {
  return {
    verb,
    data: { path: 'data.csv', ...data },
    models: [{ ref: model, model, name: model, options: {}, at: [verb, model] }],
    options,
  };
}
