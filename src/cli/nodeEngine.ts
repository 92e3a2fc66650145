import { enableProdMode, setBackend, version_core as tfjs } from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import '@tensorflow/tfjs-backend-wasm';
import { prepareWasm } from '../../renderers/worker/wasm';
import type { Environment } from '../engine/environment';
import { createKernel } from '../engine/math/kernelChoice';
import { EngineMemory } from '../engine/memory';
import { runPlan } from '../engine/run';
import type { BackendChoice } from '../protocol/messages';
import { toBase64 } from '../protocol/packing';
import type { Engine } from './engine';
import type { House } from './house';

/** The engine in this process, on WebAssembly or plain JavaScript. `reason`: why not on the backend that was asked for. */
export async function openNodeEngine(choice: BackendChoice, house: House, reason?: string): Promise<Engine> {
  // without it tfjs recommends another package on the console
  enableProdMode();
  const { name, reasons } = await chooseBackend(choice, reason === undefined ? [] : [reason]);
  const { procedures } = house;
  const environment: Omit<Environment, 'progress'> = {
    backend: {
      backend: name,
      device: name === 'wasm' ? 'Node.js, WebAssembly SIMD, one thread' : 'Node.js, JavaScript',
      precision: 'float32',
      tfjs,
      ...(reasons.length === 0 ? {} : { reason: reasons.join('; ') }),
    },
    kernel: createKernel(name),
    locate: async (path) => procedures.locate({ path }),
    readFile: (file) => house.readFile(file),
    writeFile: async (path, bytes, overwrite) => procedures.writeFile({ path, base64: toBase64(bytes), overwrite }),
    readModel: async (key) => (await procedures.readModel({ key })) ?? undefined,
    writeModel: async (key, model) => procedures.writeModel({ key, model }),
    now: () => performance.now(),
    breathe: () => new Promise((resume) => setImmediate(resume)),
  };
  const memory = new EngineMemory();
  return {
    run: (request, onProgress, signal) => runPlan(request, { ...environment, progress: onProgress }, memory, signal),
    close: () => Promise.resolve(),
  };
}

async function chooseBackend(
  choice: BackendChoice,
  reasons: string[],
): Promise<{ name: 'wasm' | 'cpu'; reasons: string[] }> {
  if (choice === 'auto') reasons.push('Node.js has no WebGL; --backend webgl runs in a headless browser');
  if (choice !== 'cpu') {
    try {
      await prepareWasm();
      if (await setBackend('wasm')) return { name: 'wasm', reasons };
      throw new Error('it is not available here');
    } catch (error) {
      reasons.push(`wasm is not used: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
  await setBackend('cpu');
  return { name: 'cpu', reasons };
}
