import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createRng } from '../../../../src/data/random';
import { differentiate } from '../../../../src/engine/nn/autodiff';
import { crossEntropy } from '../../../../src/engine/nn/classification';
import { split } from '../../../../src/engine/nn/flat';
import {
  backward,
  denseShapes,
  dropoutMasks,
  forward,
  initialWeights,
  layers,
} from '../../../../src/engine/nn/network';
import type { DenseNetwork } from '../../../../src/engine/nn/network';
import { Noise } from '../../../../src/engine/nn/noise';

await tf.setBackend('cpu');

test('gradients by differentiation are those of back-propagation by hand', () => {
  const network: DenseNetwork = { sizes: [2, 5, 3], activation: 'tanh' };
  const before = tf.memory().numTensors;
  tf.tidy(() => {
    const weights = split(tf.tensor1d(initialWeights(network, createRng(1))), denseShapes(network.sizes));
    const x = tf.tensor2d([1, 2, -1, 0.5, 0, 0], [3, 2]);
    const y = tf.tensor1d([0, 2, -1], 'int32');
    const outputs = layers(network, weights, x);
    const expected = crossEntropy(outputs.at(-1)!, y);
    const byHand = backward(network, weights, outputs, expected.gradient);
    const found = differentiate((parts) => crossEntropy(forward(network, parts, x), y).loss)(weights, []);
    assert.ok(Math.abs(found.loss.dataSync()[0]! - expected.loss.dataSync()[0]!) < 1e-6);
    found.gradients.forEach((gradient, i) => {
      const right = byHand[i]!.dataSync();
      gradient.dataSync().forEach((value, at) => assert.ok(Math.abs(value - right[at]!) < 1e-5));
    });
  });
  assert.equal(tf.memory().numTensors, before);
});

test('so they are with hidden units left out', () => {
  const network: DenseNetwork = { sizes: [2, 30, 20, 3], activation: 'tanh' };
  const noise = new Noise(createRng(2));
  tf.tidy(() => {
    const weights = split(tf.tensor1d(initialWeights(network, createRng(1))), denseShapes(network.sizes));
    const x = tf.tensor2d([1, 2, -1, 0.5], [2, 2]);
    const y = tf.tensor1d([0, 2], 'int32');
    const masks = dropoutMasks(network.sizes, 2, 0.4, noise);
    assert.deepEqual(
      masks.map(({ shape }) => shape),
      [
        [2, 30],
        [2, 20],
      ],
    );
    const values = [...masks[0]!.dataSync()];
    assert.ok(values.every((value) => value === 0 || Math.abs(value - 1 / 0.6) < 1e-6));
    const kept = values.filter((value) => value > 0).length / values.length;
    assert.ok(kept > 0.4 && kept < 0.8, `${kept} of the units are kept`);
    const outputs = layers(network, weights, x, masks);
    const { gradient } = crossEntropy(outputs.at(-1)!, y);
    const byHand = backward(network, weights, outputs, gradient, masks);
    const found = differentiate((parts) => crossEntropy(layers(network, parts, x, masks).at(-1)!, y).loss)(weights, []);
    found.gradients.forEach((each, i) => {
      const right = byHand[i]!.dataSync();
      each.dataSync().forEach((value, at) => assert.ok(Math.abs(value - right[at]!) < 1e-5));
    });
  });
  noise.dispose();
});
