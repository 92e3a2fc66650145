import * as tf from '@tensorflow/tfjs-core';
import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { matrix, rowOf } from '../../../../src/data/matrix';
import { createRng } from '../../../../src/data/random';
import { moons } from '../../../../src/data/toy';
import { split } from '../../../../src/engine/nn/flat';
import { firstWeights, flowShapes, generate, normalise, orders, transforms } from '../../../../src/engine/nn/flow/flow';
import type { Flow, TransformName } from '../../../../src/engine/nn/flow/flow';
import { logEvidence } from '../../../../src/engine/posterior';
import { rowsOf, toyTraining } from '../../../support/toyTraining';
import { fit, modelOf } from '../../../support/training';
import { useWasm } from '../../../support/wasm';

await useWasm();

const flowModel = modelOf('normalizing-flow');

for (const transform of Object.keys(transforms) as TransformName[]) {
  suite(`a flow of ${transform} couplings`, () => {
    for (const dimensions of [1, 2, 5]) {
      const rng = createRng(dimensions);
      const flow: Flow = {
        dimensions,
        classes: 2,
        transform,
        hidden: [8],
        orders: orders(dimensions, 4, rng.fork('orders')),
      };
      // far from the identity with which training begins
      const weights = firstWeights(flow, rng.fork('weights')).map((weight) => weight + 0.1 * rng.normal());
      const n = 40;
      const x = Float32Array.from({ length: n * dimensions }, (_, at) => (at < dimensions ? 9 : 1) * rng.normal());
      const run = <T extends tf.TensorContainer>(compute: (parts: tf.Tensor[], hot: tf.Tensor2D) => T): T =>
        tf.tidy(() => {
          const hot = tf.tensor2d(
            Float32Array.from({ length: 2 * n }, (_, at) => Number(at % 2 === Math.floor(at / 2) % 2)),
            [n, 2],
          );
          return compute(split(tf.tensor1d(weights), flowShapes(flow)), hot);
        });
      const normalised = (values: Float32Array) =>
        run((parts, hot) => {
          const { z, logDensity } = normalise(flow, parts, tf.tensor2d(values, [n, dimensions]), hot);
          return { z: z.dataSync<'float32'>(), logDensity: logDensity.dataSync<'float32'>() };
        });

      test(`is undone by its inverse, in ${dimensions} dimensions`, () => {
        const { z } = normalised(x);
        assert.ok(
          z.some((value, at) => Math.abs(value - x[at]!) > 0.1),
          'it moves the rows',
        );
        const back = run((parts, hot) =>
          generate(flow, parts, tf.tensor2d(z, [n, dimensions]), hot).dataSync<'float32'>(),
        );
        back.forEach((value, at) =>
          assert.ok(Math.abs(value - x[at]!) < 1e-4 * (1 + Math.abs(x[at]!)), `${value} is ${x[at]}`),
        );
      });

      test(`has the density that its Jacobian says, in ${dimensions} dimensions`, () => {
        const { z, logDensity } = normalised(x);
        const h = 2e-3;
        const columns = Array.from({ length: dimensions }, (_, j) => {
          const shifted = (by: number) => normalised(x.map((value, at) => value + (at % dimensions === j ? by : 0))).z;
          const [up, down] = [shifted(h), shifted(-h)];
          return up.map((value, at) => (value - down[at]!) / (2 * h));
        });
        let wrong = 0;
        for (let i = 0; i < n; i++) {
          const jacobian = Array.from({ length: dimensions }, (_, r) =>
            columns.map((column) => column[i * dimensions + r]!),
          );
          const own = z.subarray(i * dimensions, (i + 1) * dimensions);
          const base = own.reduce((sum, value) => sum - (value ** 2 + Math.log(2 * Math.PI)) / 2, 0);
          const expected = base + Math.log(Math.abs(determinant(jacobian)));
          // a difference may lie across the joint of two pieces
          if (Math.abs(logDensity[i]! - expected) > 0.02 * (1 + Math.abs(expected))) wrong++;
        }
        assert.ok(wrong <= 2, `${wrong} of ${n} rows`);
      });
    }
  });
}

suite('normalizing flow', () => {
  test('learns two moons to less than 1.30 nats, and goes to the latent space and back', async () => {
    const data = toyTraining(moons(2400, 0.05, createRng(5)), { whole: true });
    const test = rowsOf(data, 1800, 2400);
    const options = { couplings: 4, hidden_layer_sizes: [32, 32], learning_rate_init: 0.01, max_iter: 30 };
    const before = tf.memory().numTensors;
    const fitted = await fit(flowModel, rowsOf(data, 0, 1800), { options });
    const densities = logEvidence(await fitted.logJoint!(test.x));
    const loss = -densities.reduce((sum, value) => sum + value, 0) / densities.length;
    assert.ok(loss < 1.3, `${loss} nats`);
    const hot = matrix(600, 1, new Float64Array(600).fill(1));
    const back = await fitted.decode!(await fitted.encode!(test.x, test.y), hot);
    back.data.forEach((value, at) => assert.ok(Math.abs(value - test.x.data[at]!) < 1e-4, `${value}`));
    assert.equal(tf.memory().numTensors, before);
  });

  test('keeps classes apart', async () => {
    const data = toyTraining(moons(600, 0.1, createRng(6)));
    const options = { couplings: 2, hidden_layer_sizes: [16], learning_rate_init: 0.01, max_iter: 60 };
    const fitted = await fit(flowModel, data, { options });
    const rows = await fitted.sample!(300, 1, createRng(1));
    const joint = await fitted.logJoint!(rows);
    const own = Array.from({ length: 300 }, (_, i) => rowOf(joint, i)).filter((row) => row[1]! > row[0]!).length;
    assert.ok(own > 285, `${own} of 300 rows of a class look like it`);
  });
});

function determinant(rows: number[][]): number {
  const a = rows.map((row) => [...row]);
  let out = 1;
  for (let k = 0; k < a.length; k++) {
    const pivot = a.slice(k).reduce((best, row, i) => (Math.abs(row[k]!) > Math.abs(a[best]![k]!) ? k + i : best), k);
    if (pivot !== k) {
      [a[k], a[pivot]] = [a[pivot]!, a[k]!];
      out = -out;
    }
    out *= a[k]![k]!;
    for (let i = k + 1; i < a.length; i++)
      for (let j = a.length - 1; j >= k; j--) a[i]![j]! -= (a[i]![k]! / a[k]![k]!) * a[k]![j]!;
  }
  return out;
}
