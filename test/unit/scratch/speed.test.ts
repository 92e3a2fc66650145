import '@tensorflow/tfjs-backend-cpu';
import '@tensorflow/tfjs-backend-wasm';
import * as tf from '@tensorflow/tfjs-core';
import { test } from 'node:test';
import { prepareWasm } from '../../../renderers/worker/wasm';
import { matrix } from '../../../src/data/matrix';
import { fit, modelOf } from '../../support/training';
await prepareWasm();
await tf.setBackend('wasm');
const rn = (s: number[]) => tf.tensor(Float32Array.from({ length: s.reduce((p, q) => p * q, 1) }, (_, i) => Math.sin(i * i)), s);
const cpu = () => process.cpuUsage().user / 1000;
test('speed', async () => {
  const a = rn([256, 128]), b = rn([128, 128]), g = rn([256, 128]);
  const time = (name: string, f: () => tf.Tensor) => { f().dispose(); const t = cpu(); for (let i = 0; i < 100; i++) tf.tidy(() => { f(); }); console.log(name, (cpu() - t) / 100); };
  time('plain', () => tf.matMul(a as any, b as any));
  time('tA', () => tf.matMul(a as any, g as any, true, false));
  time('tA explicit', () => tf.matMul(tf.transpose(a) as any, g as any));
  time('tB', () => tf.matMul(g as any, b as any, false, true));
  time('tB explicit', () => tf.matMul(g as any, tf.transpose(b) as any));
  time('sigmoid', () => tf.sigmoid(g));
  time('mul', () => tf.mul(g, a));
  time('tanh', () => tf.tanh(g));
  time('adam-size mul', (() => { const w = rn([55000]); return () => tf.mul(w, 2); })());
  time('sqrt', (() => { const w = tf.abs(rn([55000])); return () => tf.sqrt(w); })());
  const x = matrix(2000, 2, Float64Array.from({ length: 4000 }, (_, i) => Math.sin(i)));
  for (const hidden of [[128, 128, 128, 128], [128, 128, 128], [64, 64, 64]]) {
    const t = cpu();
    await fit(modelOf('diffusion'), { x, y: new Int32Array(2000), classes: 1, classNames: ['a'], columns: [] }, { options: { hidden_layer_sizes: hidden }, maxSteps: 100 });
    console.log(hidden.join(), 'ms/step', (cpu() - t) / 100);
  }
});
