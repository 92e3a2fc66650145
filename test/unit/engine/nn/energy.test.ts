import assert from 'node:assert/strict';
import { test } from 'node:test';
import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import { createRng } from '../../../../src/data/random';
import { EnergyNetwork, inputGradient, weightGradients } from '../../../../src/engine/nn/energy/energyNetwork';
import { langevin } from '../../../../src/engine/nn/energy/langevin';
import { split } from '../../../../src/engine/nn/flat';
import { normals } from '../../../../src/engine/nn/noise';

await tf.setBackend('cpu');

const network = new EnergyNetwork([2, 5, 4, 3]);
const flat = network.initial(createRng(1));
const points = normals(createRng(2), 8);

/** Sum of the second output over the rows. */
function output(weights: Float32Array, x: Float32Array): number {
  return tf.tidy(() => {
    const { logits } = network.forward(split(tf.tensor1d(weights), network.shapes), tf.tensor2d(x, [4, 2]));
    return tf.sum(tf.slice2d(logits, [0, 1], [4, 1])).dataSync()[0]!;
  });
}

function shifted(values: Float32Array, at: number, by: number): Float32Array {
  const out = values.slice();
  out[at]! += by;
  return out;
}

test('the slopes of an energy network are those of its outputs', () => {
  const [byInput, byWeights] = tf.tidy(() => {
    const weights = split(tf.tensor1d(flat), network.shapes);
    const trace = network.forward(weights, tf.tensor2d(points, [4, 2]));
    const delta = tf.tile(tf.tensor2d([[0, 1, 0]]), [4, 1]) as tf.Tensor2D;
    return [
      inputGradient(weights, trace, delta).dataSync(),
      weightGradients(weights, trace, delta).flatMap((part) => Array.from(part.dataSync())),
    ];
  });
  const step = 1e-2;
  byInput.forEach((slope, at) => {
    const measured = (output(flat, shifted(points, at, step)) - output(flat, shifted(points, at, -step))) / (2 * step);
    assert.ok(Math.abs(slope - measured) < 1e-3, `by input ${at}: ${slope}, measured ${measured}`);
  });
  assert.equal(byWeights.length, flat.length);
  byWeights.forEach((slope, at) => {
    const measured = (output(shifted(flat, at, step), points) - output(shifted(flat, at, -step), points)) / (2 * step);
    assert.ok(Math.abs(slope - measured) < 1e-3, `by weight ${at}: ${slope}, measured ${measured}`);
  });
});

test('chains of a network that says nothing become standard normal', () => {
  const rng = createRng(3);
  const shape: [number, number] = [2000, 2];
  const values = tf.tidy(() => {
    const nothing = split(tf.zeros<tf.Rank.R1>([flat.length]), network.shapes);
    const start = tf.fill<tf.Rank.R2>(shape, 2);
    const normal = () => tf.tensor2d(normals(rng, 4000), shape);
    return Float32Array.from(langevin(network, nothing, start, { steps: 100, size: 0.4 }, normal).dataSync());
  });
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const square = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
  assert.ok(Math.abs(mean) < 0.08, `mean ${mean}`);
  // a finite step makes the spread wider by the factor 1 / (1 - size^2 / 4)
  assert.ok(Math.abs(square - 1 / (1 - 0.04)) < 0.08, `variance ${square}`);
});
