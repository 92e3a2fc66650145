import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createRng } from '../../../../src/data/random';
import { differentiate } from '../../../../src/engine/nn/autodiff';
import { crossEntropy } from '../../../../src/engine/nn/classification';
import { split } from '../../../../src/engine/nn/flat';
import { backward, denseShapes, forward, initialWeights, layers } from '../../../../src/engine/nn/network';
import type { DenseNetwork } from '../../../../src/engine/nn/network';

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
