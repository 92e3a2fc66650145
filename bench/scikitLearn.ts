import { spawn } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Problemset } from './data';

/** A Python with scikit-learn that waits for tasks; undefined where there is none. */
export interface ScikitLearn {
  version: string;
  load(name: string, data: Problemset): Promise<void>;
  fit(model: string, data: string, epochs?: number): Promise<number>;
  predict(model: string, data: string): Promise<number>;
  close(): void;
}

export async function findScikitLearn(): Promise<ScikitLearn | undefined> {
  for (const python of [process.env['PYTHON'], '/usr/bin/python3', 'python3', 'python']) {
    const found = python === undefined ? undefined : await start(python);
    if (found) return found;
  }
  return undefined;
}

async function start(python: string): Promise<ScikitLearn | undefined> {
  const child = spawn(python, [join('bench', 'scikit_learn.py')], { stdio: ['pipe', 'pipe', 'ignore'] });
  child.on('error', () => undefined); // no such program: the line below never comes and the iterator ends
  child.stdin.on('error', () => undefined);
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const first = await lines.next();
  if (first.done) return undefined;
  const { version } = JSON.parse(first.value) as { version: string };
  const ask = async (task: object): Promise<number> => {
    child.stdin.write(`${JSON.stringify(task)}\n`);
    const answer = await lines.next();
    if (answer.done) throw new Error(`scikit-learn stopped at ${JSON.stringify(task)}`);
    return (JSON.parse(answer.value) as { milliseconds: number }).milliseconds;
  };
  const folder = mkdtempSync(join(tmpdir(), 'model-cells-bench-'));
  return {
    version,
    async load(name, { x, y }) {
      const files = { x: join(folder, `${name}.x`), y: join(folder, `${name}.y`) };
      writeFileSync(files.x, new Uint8Array(x.data.buffer, x.data.byteOffset, x.data.byteLength));
      writeFileSync(files.y, new Uint8Array(y.buffer, y.byteOffset, y.byteLength));
      await ask({ do: 'load', name, rows: x.rows, ...files });
    },
    fit: (model, data, epochs) => ask({ do: 'fit', model, data, epochs }),
    predict: (model, data) => ask({ do: 'predict', model, data }),
    close: () => child.stdin.end(),
  };
}
