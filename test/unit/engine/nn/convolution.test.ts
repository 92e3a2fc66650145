import '@tensorflow/tfjs-backend-cpu';
import '@tensorflow/tfjs-backend-wasm';
import * as tf from '@tensorflow/tfjs-core';
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { prepareWasm } from '../../../../renderers/worker/wasm';
import { createRng } from '../../../../src/data/random';
import { differentiate } from '../../../../src/engine/nn/autodiff';
import { convolve, convolveData } from '../../../../src/engine/nn/convolution';
import { normals } from '../../../../src/engine/nn/noise';

await prepareWasm();

/** Pictures of several shapes, down to a single pixel, and sizes of filters. */
const cases: { shape: [number, number, number, number]; size: number; outputs: number }[] = [
  { shape: [3, 5, 4, 2], size: 3, outputs: 3 },
  { shape: [2, 1, 1, 1], size: 3, outputs: 2 },
  { shape: [2, 1, 6, 3], size: 5, outputs: 1 },
  { shape: [1, 4, 4, 1], size: 1, outputs: 2 },
];

for (const backend of ['cpu', 'wasm']) {
  for (const { shape, size, outputs } of cases) {
    test(`gradients of a convolution are differences on ${backend}: pictures [${shape}], filters of ${size}`, async () => {
      await tf.setBackend(backend);
      const rng = createRng(1);
      const filterShape: [number, number, number, number] = [size, size, shape[3], outputs];
      const length = (of: number[]) => of.reduce((product, side) => product * side, 1);
      const x = normals(rng, length(shape));
      const w = normals(rng, length(filterShape));
      const before = tf.memory().numTensors;
      // a loss that is no sum, so that each output has a gradient of its own
      const lossOf = (pictures: tf.Tensor, filters: tf.Tensor, f: typeof convolve) =>
        tf.sum<tf.Scalar>(tf.square(f(pictures as tf.Tensor4D, filters as tf.Tensor4D)));
      const value = (a: Float32Array, b: Float32Array) =>
        tf.tidy(() => lossOf(tf.tensor4d(a, shape), tf.tensor4d(b, filterShape), convolve).dataSync()[0]!);
      const difference = (values: Float32Array, at: number, of: (changed: Float32Array) => number) => {
        const [up, down] = [values.slice(), values.slice()];
        up[at]! += 0.05;
        down[at]! -= 0.05;
        // exact for a quadratic, but for rounding
        return (of(up) - of(down)) / 0.1;
      };
      const found = tf.tidy(() => {
        const both = differentiate(([pictures, filters]) => lossOf(pictures!, filters!, convolve))(
          [tf.tensor4d(x, shape), tf.tensor4d(w, filterShape)],
          [],
        );
        const ofData = differentiate(([filters], [pictures]) => lossOf(pictures!, filters!, convolveData))(
          [tf.tensor4d(w, filterShape)],
          [tf.tensor4d(x, shape)],
        );
        return [...both.gradients, ...ofData.gradients].map((gradient) => Float32Array.from(gradient.dataSync()));
      });
      assert.equal(tf.memory().numTensors, before);
      const near = (actual: number, expected: number) =>
        assert.ok(Math.abs(actual - expected) < 2e-2 * (1 + Math.abs(expected)), `${actual} is ${expected}`);
      x.forEach((_, at) =>
        near(
          found[0]![at]!,
          difference(x, at, (changed) => value(changed, w)),
        ),
      );
      w.forEach((_, at) => {
        const expected = difference(w, at, (changed) => value(x, changed));
        near(found[1]![at]!, expected);
        near(found[2]![at]!, expected);
      });
    });
  }
}
