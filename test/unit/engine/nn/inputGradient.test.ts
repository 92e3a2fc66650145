// How log P(y | x) changes with the input, by the models that know it, against differences of their own probabilities.
import '@tensorflow/tfjs-backend-wasm';
import * as tf from '@tensorflow/tfjs-core';
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { prepareWasm } from '../../../../renderers/worker/wasm';
import { matrix, rowOf } from '../../../../src/data/matrix';
import type { Matrix } from '../../../../src/data/matrix';
import { createRng } from '../../../../src/data/random';
import { strokeDigits } from '../../../../src/data/strokeDigits';
import { kernelFloat64 } from '../../../../src/engine/math/kernelFloat64';
import type { Fitted, TrainingData } from '../../../../src/engine/model';
import type { Json } from '../../../../src/protocol/cards';
import { fit, modelOf } from '../../../support/training';

await prepareWasm();
await tf.setBackend('wasm');

/** Those that know their slope, made small. */
const models: { [id: string]: { [option: string]: Json } } = {
  'logistic-regression': {},
  mlp: { hidden_layer_sizes: [16], max_iter: 20 },
  cnn: { filters: [4, 6], hidden_layer_sizes: [16], max_iter: 25, learning_rate_init: 0.01, kernel_size: '5' },
  'autoencoder-classifier': { hidden_layer_sizes: [24], max_iter: 20 },
  'vae-classifier': { hidden_layer_sizes: [24], max_iter: 10 },
  'semi-supervised-gan': { hidden_layer_sizes: [24], max_iter: 4 },
};

/** Digits of 8 by 6 pixels: higher than wide, so that no axis is taken for another. */
const data = ((): TrainingData => {
  const { x, y, brightest } = strokeDigits(200, 8, createRng(3));
  const pixels = Array.from(y, (_, i) => [...rowOf(x, i)].filter((_, j) => j % 8 > 0 && j % 8 < 7));
  const columns = Array.from({ length: 48 }, (_, j) => ({ feature: `p${j}`, mean: 0, scale: 1 }));
  const values = pixels.flat().map((value) => 0.05 + (0.9 * value) / brightest);
  const names = { classes: 10, classNames: [...'0123456789'], columns };
  return { x: matrix(200, 48, Float64Array.from(values)), y, ...names, image: { width: 6, height: 8, channels: 1 } };
})();

const step = 2e-3;

/** sum_k contrast_k log P(y = k | x) of each row. */
async function contrasted(fitted: Fitted, x: Matrix, contrast: Float64Array): Promise<Float64Array> {
  const proba = await fitted.predictProba!(x);
  return Float64Array.from({ length: x.rows }, (_, i) =>
    rowOf(proba, i).reduce((sum, p, k) => sum + contrast[k]! * Math.log(p), 0),
  );
}

for (const [id, options] of Object.entries(models)) {
  test(`${id}: the input gradient is the slope of its log probabilities, also after save and restore`, async () => {
    const spec = modelOf(id);
    const fitted = await fit(spec, data, { options });
    const before = tf.memory().numTensors;
    const contrast = Float64Array.from({ length: 10 }, (_, k) => (k === 3 ? 1 : k === 8 ? -0.6 : k === 0 ? -0.4 : 0));
    const x = matrix(5, 48, data.x.data.slice(0, 5 * 48));
    const found = await fitted.inputGradient!(x, contrast);
    assert.deepEqual([found.rows, found.columns], [5, 48]);
    const differences: number[] = [];
    for (let j = 0; j < 48; j++) {
      const [up, down] = [step, -step].map((by) => {
        const moved = matrix(5, 48, x.data.slice());
        for (let i = 0; i < 5; i++) moved.data[48 * i + j]! += by;
        return moved;
      });
      const [above, below] = [await contrasted(fitted, up!, contrast), await contrasted(fitted, down!, contrast)];
      for (let i = 0; i < 5; i++)
        differences.push(Math.abs((above[i]! - below[i]!) / (2 * step) - found.data[48 * i + j]!));
    }
    const size = found.data.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
    assert.ok(size > 0.1, `largest slope ${size}`);
    // rectifiers and maxima have kinks, at some of which a difference is no slope
    const far = differences.filter((difference) => difference > 0.01 * size).length;
    assert.ok(far <= 0.03 * differences.length, `${far} of ${differences.length} slopes are not the differences`);
    const again = spec.restore(fitted.save(), kernelFloat64);
    assert.deepEqual((await again.inputGradient!(x, contrast)).data, found.data);
    assert.equal(tf.memory().numTensors, before);
    fitted.dispose();
    again.dispose();
  });
}

test('slopes along the way from one picture to another add up to what the model says on the way', async () => {
  const fitted = await fit(modelOf('cnn'), data, { options: { filters: [8], max_iter: 40, learning_rate_init: 0.01 } });
  const contrast = Float64Array.from({ length: 10 }, (_, k) => (k === 1 ? 0.9 : -0.1));
  const steps = 400;
  const [from, to] = [rowOf(data.x, 0), rowOf(data.x, 1)];
  const way = matrix(steps, 48);
  for (let i = 0; i < steps; i++)
    rowOf(way, i).set(from.map((value, j) => value + ((i + 0.5) / steps) * (to[j]! - value)));
  const slopes = await fitted.inputGradient!(way, contrast);
  const summed = slopes.data.reduce((sum, slope, at) => sum + (slope * (to[at % 48]! - from[at % 48]!)) / steps, 0);
  const [start, end] = await contrasted(fitted, matrix(2, 48, data.x.data.slice(0, 96)), contrast);
  assert.ok(Math.abs(end! - start!) > 1, `${start} to ${end}`);
  assert.ok(Math.abs(summed - (end! - start!)) < 0.01 * Math.abs(end! - start!), `${summed} is ${end! - start!}`);
  fitted.dispose();
});

test('a model without a slope says so by not having one', async () => {
  const forest = await fit(modelOf('random-forest'), data, { options: { n_estimators: 5 } });
  assert.equal(forest.inputGradient, undefined);
});
