import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import '@tensorflow/tfjs-backend-cpu';
import { setBackend } from '@tensorflow/tfjs-core';
import { Problem } from '../../../src/data/problem';
import type { Environment } from '../../../src/engine/environment';
import { createKernel } from '../../../src/engine/math/kernelChoice';
import { EngineMemory } from '../../../src/engine/memory';
import { runPlan } from '../../../src/engine/run';
import type { Json } from '../../../src/protocol/cards';
import type { Progress, SavedModel, TrainedReference } from '../../../src/protocol/messages';
import type { DataPlan, ModelRequest, Plan } from '../../../src/protocol/plan';
import { result as resultSchema } from '../../../src/protocol/result';
import type { Result } from '../../../src/protocol/result';

export const reference = (name: string) => readFileSync(join('test', 'fixtures', 'reference', name), 'utf8');

/** A house of files in memory, a clock that ticks by itself and models kept in a map. */
export class TestHouse {
  readonly progress: Progress[] = [];
  readonly models = new Map<string, SavedModel>();
  readonly written = new Map<string, string>();
  memory = new EngineMemory();
  reads = 0;
  private time = 0;
  readonly trained: { [name: string]: TrainedReference } = {};

  constructor(public files: { [path: string]: string }) {}

  environment(): Environment {
    return {
      backend: { backend: 'cpu', device: 'test', precision: 'float32', tfjs: 'test' },
      kernel: createKernel('cpu'),
      locate: (path) => {
        const content = this.files[path];
        if (content === undefined)
          return Promise.reject(new Problem('file-not-found', `no such file: ${path}`, ['data']));
        return Promise.resolve({
          uri: `test:${path}`,
          address: path,
          size: content.length,
          version: String(content.length),
        });
      },
      readFile: ({ address }) => {
        this.reads++;
        return Promise.resolve(new TextEncoder().encode(this.files[address]));
      },
      writeFile: (path, bytes) => {
        this.written.set(path, new TextDecoder().decode(bytes));
        return Promise.resolve(path);
      },
      readModel: (key) => Promise.resolve(this.models.get(key)),
      // through text, as a real house keeps them
      writeModel: (key, model) =>
        Promise.resolve(void this.models.set(key, JSON.parse(JSON.stringify(model)) as SavedModel)),
      now: () => (this.time += 1),
      breathe: () => Promise.resolve(),
      progress: (progress) => void this.progress.push(progress),
    };
  }

  /** Runs a plan; its result has passed through JSON and the schema, as in a notebook. */
  async run(plan: Plan, signal: AbortSignal = new AbortController().signal): Promise<Result> {
    await setBackend('cpu');
    const outcome = await runPlan(
      { runId: 'test', plan, backend: 'cpu', trained: this.trained },
      this.environment(),
      this.memory,
      signal,
    );
    const checked = resultSchema.parse(outcome);
    for (const { name, id, key } of checked.models) if (key !== undefined) this.trained[name] = { model: id, key };
    return resultSchema.parse(JSON.parse(JSON.stringify(checked)));
  }
}

export function planOf(
  verb: string,
  data: DataPlan,
  models: (string | ModelRequest)[] = [],
  more: Partial<Plan> & { options?: { [name: string]: Json } } = {},
): Plan {
  return {
    verb,
    data,
    models: models.map((model) => (typeof model === 'string' ? modelNamed(model) : model)),
    options: {},
    ...more,
  };
}

export function modelNamed(model: string, options: ModelRequest['options'] = {}, name = model): ModelRequest {
  return { ref: model, model, name, options, at: ['train', model] };
}

/** The numbers of a reference set with its split as a column `fold`. */
export function withFolds(csv: string, test: readonly number[]): string {
  const held = new Set(test);
  return csv
    .trimEnd()
    .split(/\r?\n/)
    .map((line, i) => `${line},${i === 0 ? 'fold' : held.has(i - 1) ? 'test' : 'train'}`)
    .join('\n');
}
