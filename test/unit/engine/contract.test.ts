import '@tensorflow/tfjs-backend-cpu';
import { setBackend } from '@tensorflow/tfjs-core';
import { test } from 'node:test';
import { createKernel } from '../../../src/engine/math/kernelChoice';
import { contractTests } from '../../support/modelContract';

await setBackend('cpu');

contractTests({ test: (name, body) => void test(name, body), kernel: createKernel('cpu') });
