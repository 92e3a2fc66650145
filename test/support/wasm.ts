import '@tensorflow/tfjs-backend-cpu';
import '@tensorflow/tfjs-backend-wasm';
import { enableProdMode, setBackend } from '@tensorflow/tfjs-core';
import { prepareWasm } from '../../renderers/worker/wasm';

/** Networks in tests compute in WebAssembly, which is ten times as fast as plain JavaScript. */
export async function useWasm(): Promise<void> {
  enableProdMode();
  await prepareWasm();
  await setBackend('wasm');
}
