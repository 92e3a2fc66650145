import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { createRng } from '../../../../src/data/random';
import { Adam } from '../../../../src/engine/nn/adam';
import { Batches } from '../../../../src/engine/nn/batches';
import { crossEntropy } from '../../../../src/engine/nn/classification';
import { flatSize, join, split } from '../../../../src/engine/nn/flat';
import { backward, denseShapes, initialWeights, layers, weightMask } from '../../../../src/engine/nn/network';
import type { ActivationName, DenseNetwork } from '../../../../src/engine/nn/network';

await tf.setBackend('cpu');

const activations: { [A in ActivationName]: (a: number) => number } = {
  relu: (a) => Math.max(0, a),
  tanh: Math.tanh,
  logistic: (a) => 1 / (1 + Math.exp(-a)),
  identity: (a) => a,
};

suite('dense network', () => {
  for (const activation of Object.keys(activations) as ActivationName[]) {
    test(`its gradient is that of finite differences in float64: ${activation}`, () => {
      const rng = createRng(1);
      const network: DenseNetwork = { sizes: [3, 5, 4, 3], activation };
      const weights = initialWeights(network, rng);
      const x = Float64Array.from({ length: 7 * 3 }, () => Math.fround(rng.normal()));
      // the last row is padding
      const y = Int32Array.of(0, 1, 2, 0, 1, 2, -1);
      const { loss, gradient } = tf.tidy(() => {
        const parts = split(tf.tensor1d(weights), denseShapes(network.sizes));
        const outputs = layers(network, parts, tf.tensor2d(Float32Array.from(x), [7, 3]));
        const result = crossEntropy(outputs.at(-1)!, tf.tensor1d(y, 'int32'));
        return {
          loss: result.loss.arraySync(),
          gradient: join(backward(network, parts, outputs, result.gradient)).arraySync(),
        };
      });
      const exact = Float64Array.from(weights);
      near(loss, lossOf(network, exact, x, y), 1e-5);
      assert.equal(gradient.length, weights.length);
      for (let j = 0; j < exact.length; j++) {
        const h = 1e-5;
        const at = (shift: number) =>
          lossOf(
            network,
            exact.map((w, i) => (i === j ? w + shift : w)),
            x,
            y,
          );
        near(gradient[j]!, (at(h) - at(-h)) / (2 * h), 2e-5);
      }
    });
  }

  test('starts within the bound of Glorot, and differently for another seed', () => {
    const network: DenseNetwork = { sizes: [10, 20, 2], activation: 'relu' };
    const weights = initialWeights(network, createRng(1));
    assert.equal(weights.length, flatSize(denseShapes(network.sizes)));
    const bound = Math.sqrt(6 / 30);
    const first = weights.slice(0, 220);
    assert.ok(first.every((w) => Math.abs(w) <= bound));
    assert.ok(first.some((w) => Math.abs(w) > 0.9 * bound));
    assert.notDeepEqual(weights, initialWeights(network, createRng(2)));
    const mask = weightMask(network.sizes);
    assert.equal(mask.length, weights.length);
    assert.deepEqual([mask[0], mask[199], mask[200], mask[219], mask[220], mask.at(-1)], [1, 1, 0, 0, 1, 0]);
  });

  test('a single class costs nothing', () => {
    tf.tidy(() => {
      const { loss, gradient } = crossEntropy(tf.tensor2d([3, 4], [2, 1]), tf.tensor1d([0, -1], 'int32'));
      near(loss.arraySync(), 0, 0);
      gradient.dataSync().forEach((value) => near(value, 0, 0));
    });
  });
});

suite('Adam', () => {
  test('takes the steps of the paper', () => {
    const adam = new Adam(Float32Array.of(1, -2), { decay: Float32Array.of(0.1, 0) });
    const w = [1, -2];
    const [m, v] = [
      [0, 0],
      [0, 0],
    ];
    for (let step = 1; step <= 5; step++) {
      const raw = [w[0]! * 2, Math.sin(step)];
      const flat = tf.tensor1d(raw);
      adam.apply(flat, 0.1);
      flat.dispose();
      for (let j = 0; j < 2; j++) {
        const g = raw[j]! + (j === 0 ? 0.1 * w[j]! : 0);
        m[j] = 0.9 * m[j]! + 0.1 * g;
        v[j] = 0.999 * v[j]! + 0.001 * g * g;
        const rate = (0.1 * Math.sqrt(1 - 0.999 ** step)) / (1 - 0.9 ** step);
        w[j]! -= (rate * m[j]!) / (Math.sqrt(v[j]!) + 1e-8);
      }
      adam.current.arraySync().forEach((value, j) => near(value, w[j]!, 1e-5));
    }
    adam.dispose();
    assert.equal(tf.memory().numTensors, 0);
  });
});

suite('batches', () => {
  test('hold every row once in an epoch, in one shape, in another order each time', () => {
    for (const [rows, size] of [
      [10, 4],
      [3, 200],
      [7, 3],
      [5, 1],
      [11, 5],
    ] as const) {
      const data = [tf.tensor1d([...Array(rows).keys(), -1], 'int32'), tf.ones([rows + 1, 2])];
      const batches = new Batches(data, rows, size, createRng(1));
      assert.ok(batches.size <= size);
      const orders = [0, 1].map(() => {
        batches.shuffle();
        const seen: number[] = [];
        for (let i = 0; i < batches.count; i++) {
          tf.tidy(() => {
            const [ids, other] = batches.take(i);
            assert.deepEqual(ids!.shape, [batches.size]);
            assert.deepEqual(other!.shape, [batches.size, 2]);
            const real = [...ids!.dataSync()].filter((id) => id >= 0);
            assert.equal(batches.rowsIn(i), real.length);
            seen.push(...real);
          });
        }
        assert.deepEqual(
          [...seen].sort((a, b) => a - b),
          [...Array(rows).keys()],
        );
        return seen;
      });
      if (rows > 5) assert.notDeepEqual(orders[0], orders[1]);
      batches.dispose();
      tf.dispose(data);
    }
    assert.equal(tf.memory().numTensors, 0);
  });
});

/** The network and its loss written out in float64. */
function lossOf({ sizes, activation }: DenseNetwork, weights: Float64Array, x: Float64Array, y: Int32Array): number {
  let loss = 0;
  y.forEach((label, i) => {
    if (label < 0) return;
    let h = [...x.slice(i * sizes[0]!, (i + 1) * sizes[0]!)];
    let at = 0;
    for (let layer = 1; layer < sizes.length; layer++) {
      const outputs = sizes[layer]!;
      const matrixAt = at;
      const biasAt = at + h.length * outputs;
      h = Array.from({ length: outputs }, (_, o) =>
        h.reduce((sum, value, j) => sum + value * weights[matrixAt + j * outputs + o]!, weights[biasAt + o]!),
      );
      at = biasAt + outputs;
      if (layer < sizes.length - 1) h = h.map(activations[activation]);
    }
    loss += Math.log(h.reduce((sum, z) => sum + Math.exp(z), 0)) - h[label]!;
  });
  return loss;
}

function near(actual: number, expected: number, tolerance: number): void {
  assert.ok(
    Math.abs(actual - expected) <= tolerance * (1 + Math.abs(expected)),
    `${actual} is ${expected} within ${tolerance}`,
  );
}
