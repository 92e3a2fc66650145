import '@tensorflow/tfjs-backend-cpu';
import '@tensorflow/tfjs-backend-wasm';
import { setBackend } from '@tensorflow/tfjs-core';
import { test } from 'node:test';
import { createKernel } from '../../../src/engine/math/kernelChoice';
import { prepareWasm } from '../../../renderers/worker/wasm';
import { contractTests } from '../../support/modelContract';

await prepareWasm();
await setBackend('wasm');

contractTests({ test: (name, body) => { if (name.startsWith(process.env.MODEL!)) void test(name, body); }, kernel: createKernel('wasm') });
