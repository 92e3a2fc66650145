import '@tensorflow/tfjs-backend-cpu';
import { setBackend } from '@tensorflow/tfjs-core';
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createKernel } from '../../../../src/engine/math/kernelChoice';
import { kernelTests } from '../../../support/kernelContract';

await setBackend('cpu');
kernelTests((name, body) => void test(`float32 and float64 agree: ${name}`, body));

test('the kernel says what runs', () => {
  assert.equal(createKernel('wasm').name, 'cpu float64');
  assert.match(createKernel('webgl').name, /^webgl float32 for passes of \d+ multiply-adds or more, else cpu float64$/);
});
