import { env } from '@tensorflow/tfjs-core';
import { setWasmPaths } from '@tensorflow/tfjs-backend-wasm';
import simdBinary from '@tensorflow/tfjs-backend-wasm/wasm-out/tfjs-backend-wasm-simd.wasm';

/**
 * Makes the `wasm` backend ready to be opened from the bytes in this bundle: a worker of a notebook can load nothing by
 * address. One thread: a notebook has no shared memory, and the numbers should be the same everywhere.
 */
export async function prepareWasm(): Promise<void> {
  if (!(await env().getAsync('WASM_HAS_SIMD_SUPPORT')))
    throw new Error('this processor or browser has no WebAssembly SIMD');
  env().set('WASM_HAS_MULTITHREAD_SUPPORT', false);
  const address = URL.createObjectURL(new Blob([simdBinary], { type: 'application/wasm' }));
  const names = ['tfjs-backend-wasm.wasm', 'tfjs-backend-wasm-simd.wasm', 'tfjs-backend-wasm-threaded-simd.wasm'];
  setWasmPaths(Object.fromEntries(names.map((name) => [name, address])), true);
}
