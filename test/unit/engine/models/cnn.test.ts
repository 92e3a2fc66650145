import '@tensorflow/tfjs-backend-wasm';
import * as tf from '@tensorflow/tfjs-core';
import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { prepareWasm } from '../../../../renderers/worker/wasm';
import { matrix, takeRows } from '../../../../src/data/matrix';
import { createRng } from '../../../../src/data/random';
import { strokeDigits } from '../../../../src/data/strokeDigits';
import { accuracy, confusionCounts } from '../../../../src/engine/judging/metrics';
import { kernelFloat64 } from '../../../../src/engine/math/kernelFloat64';
import type { TrainingData } from '../../../../src/engine/model';
import { readArray } from '../../../../src/engine/models/shared/saved';
import { fit, modelOf } from '../../../support/training';

await prepareWasm();
await tf.setBackend('wasm');

const cnn = modelOf('cnn');

/** Digits of 8 by 8 pixels, 0 to 1; of three channels the same picture thrice. */
function digits(rows: number, seed: number, channels = 1): TrainingData {
  const { x, y, brightest } = strokeDigits(rows, 8, createRng(seed));
  const data = Float64Array.from({ length: x.data.length * channels }, (_, i) => {
    return x.data[Math.floor(i / channels)]! / brightest;
  });
  return {
    x: matrix(rows, 64 * channels, data),
    y,
    classes: 10,
    classNames: [...'0123456789'],
    columns: Array.from({ length: 64 * channels }, (_, j) => ({ feature: `p${j}`, mean: 0, scale: 1 })),
    image: { width: 8, height: 8, channels },
  };
}

suite('cnn', () => {
  test('learns digits from few pictures, also in colour, and leaves no tensor', async () => {
    const test = digits(400, 2);
    for (const channels of [1, 3]) {
      const before = tf.memory().numTensors;
      const fitted = await fit(cnn, digits(600, 1, channels), { options: { max_iter: 25 } });
      const proba = await fitted.predictProba!(digits(400, 2, channels).x);
      const right = accuracy(confusionCounts(proba, test.y));
      assert.ok(right >= 0.95, `accuracy ${right} with ${channels} channels`);
      assert.equal(tf.memory().numTensors, before);
      fitted.dispose();
    }
  });

  test('knows a pattern in places where it was never seen', async () => {
    // one bright pixel beside another or above it, learned in the left half of the picture only
    const [width, height] = [8, 8];
    const rows = (left: number, right: number) => {
      const places = Array.from({ length: (right - left - 1) * (height - 1) }, (_, i): [number, number] => [
        left + (i % (right - left - 1)),
        Math.floor(i / (right - left - 1)),
      ]);
      const x = matrix(2 * places.length, width * height);
      const y = Int32Array.from({ length: x.rows }, (_, i) => i % 2);
      places.forEach(([column, row], i) => {
        for (const label of [0, 1]) {
          const at = (2 * i + label) * x.columns + row * width + column;
          x.data[at] = 1;
          x.data[at + (label === 0 ? 1 : width)] = 1;
        }
      });
      return { x, y };
    };
    const data = {
      ...rows(0, 5),
      classes: 2,
      classNames: ['beside', 'above'],
      columns: digits(1, 1).columns,
      image: { width, height, channels: 1 },
    };
    // all that is left of the picture is one number per filter
    const options = {
      filters: [8, 8, 8],
      hidden_layer_sizes: [16],
      max_iter: 100,
      dropout: 0,
      learning_rate_init: 0.01,
    };
    const { x, y } = rows(4, 8);
    const right = async (id: string, given: typeof options | Record<string, never>) => {
      const proba = await (await fit(modelOf(id), data, { options: given })).predictProba!(x);
      return accuracy(confusionCounts(proba, y));
    };
    const [ofFilters, ofPixels] = [await right('cnn', options), await right('logistic-regression', {})];
    assert.ok(ofFilters > 0.8 && ofFilters > ofPixels + 0.1, `${ofFilters} against ${ofPixels}`);
  });

  test('reads pictures of a single pixel and of a single line', async () => {
    for (const [width, height] of [
      [1, 1],
      [7, 1],
      [1, 5],
    ] as const) {
      const rng = createRng(1);
      const y = Int32Array.from({ length: 60 }, (_, i) => i % 2);
      const x = matrix(60, width * height);
      x.data.forEach((_, i) => (x.data[i] = 0.6 * y[Math.floor(i / x.columns)]! + 0.4 * rng.uniform()));
      const data: TrainingData = {
        x,
        y,
        classes: 2,
        classNames: ['dark', 'bright'],
        columns: Array.from({ length: x.columns }, (_, j) => ({ feature: `p${j}`, mean: 0, scale: 1 })),
        image: { width, height, channels: 1 },
      };
      const options = { filters: [4, 4], hidden_layer_sizes: [8], max_iter: 80, learning_rate_init: 0.02, dropout: 0 };
      const fitted = await fit(cnn, data, { options });
      assert.ok(accuracy(confusionCounts(await fitted.predictProba!(x), y)) > 0.95, `${width} by ${height}`);
    }
  });

  test('keeps the weights that are best on validation pictures', async () => {
    const data = digits(200, 3);
    const held = digits(150, 4);
    const seen: number[] = [];
    const fitted = await fit(
      cnn,
      { ...data, validation: held },
      {
        options: { max_iter: 60, filters: [4, 8], hidden_layer_sizes: [16] },
        onStep: ({ validationLoss }) => void (validationLoss !== undefined && seen.push(validationLoss)),
      },
    );
    const proba = await fitted.predictProba!(held.x);
    const loss = -held.y.reduce((sum, label, i) => sum + Math.log(proba.data[10 * i + label]!), 0) / held.y.length;
    assert.ok(seen.length > 3);
    // the end is looked at once more, without a step to tell of it
    assert.ok(loss < Math.min(...seen) + 1e-3, `${loss} instead of ${Math.min(...seen)}`);
  });

  test('a penalty keeps the weights small', async () => {
    const norm = async (alpha: number) => {
      const options = { alpha, max_iter: 40, learning_rate_init: 0.01, filters: [4, 4], hidden_layer_sizes: [8] };
      const { weights } = (await fit(cnn, digits(150, 5), { options })).save();
      const shape = (weights as { shape: number[] }).shape;
      return readArray(weights, 'weights', shape).reduce((sum, weight) => sum + weight * weight, 0);
    };
    assert.ok((await norm(30)) < 0.5 * (await norm(0)));
  });

  test('answers are the same for rows alone and for many, and in several passes', async () => {
    const { x } = digits(40, 6);
    const fitted = await fit(cnn, digits(100, 1), { options: { max_iter: 2 } });
    const all = await fitted.predictProba!(x);
    const one = await fitted.predictProba!(takeRows(x, [17]));
    one.data.forEach((value, k) => assert.ok(Math.abs(value - all.data[170 + k]!) < 1e-6));
  });

  test('refuses columns that are no whole pictures', async () => {
    const { image, ...data } = digits(20, 1);
    assert.ok(image);
    await assert.rejects(fit(cnn, data), { code: 'no-images' });
  });

  test('a damaged state is refused: even filters, sizes that are missing, other weights', async () => {
    const state = (await fit(cnn, digits(30, 1), { options: { max_iter: 1, filters: [2] } })).save();
    for (const change of [
      { sizes: [4, 10] },
      { sizes: [3] },
      { image: [8, 8] },
      { filters: [] },
      { filters: [3] },
      { hidden: 64 },
    ])
      assert.throws(() => cnn.restore({ ...state, ...change }, kernelFloat64), { code: 'damaged-model' });
  });
});
