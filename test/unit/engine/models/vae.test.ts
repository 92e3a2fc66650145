import { setWasmPaths } from '@tensorflow/tfjs-backend-wasm';
import * as tf from '@tensorflow/tfjs-core';
import assert from 'node:assert/strict';
import { sep } from 'node:path';
import { suite, test } from 'node:test';
import type { EncodedColumn } from '../../../../src/data/encoding';
import { matrix, rowOf } from '../../../../src/data/matrix';
import { createRng } from '../../../../src/data/random';
import { twoSampleAuc } from '../../../../src/engine/judging/quality';
import { average } from '../../../../src/engine/judging/ranking';
import { log2Pi } from '../../../../src/engine/math/logSpace';
import type { TrainingData } from '../../../../src/engine/model';
import { logEvidence } from '../../../../src/engine/posterior';
import { standardMoons } from '../../../support/moons';
import { fit, modelOf } from '../../../support/training';

setWasmPaths(['node_modules', '@tensorflow', 'tfjs-backend-wasm', 'dist', ''].join(sep));
await tf.setBackend('wasm');

const vae = modelOf('vae');

suite('vae', () => {
  test('its samples of two moons can hardly be told from fresh rows, and its latent space is in use', async () => {
    const train = { ...standardMoons(600, 0.1, 1), y: new Int32Array(600), classes: 1, classNames: ['row'] };
    const { x } = standardMoons(600, 0.1, 2);
    const before = tf.memory().numTensors;
    const fitted = await fit(vae, train, { options: { hidden_layer_sizes: [64, 64], max_iter: 300 } });
    const auc = twoSampleAuc(x, await fitted.sample!(600, 0, createRng(3)), createRng(4))!;
    assert.ok(auc < 0.72, `two-sample AUC ${auc}`);
    const labels = new Int32Array(x.rows);
    const { reconstruction, divergence } = await fitted.evidenceBound!(x, labels, createRng(5));
    assert.ok(average([...divergence]) > 1, 'the posterior has not collapsed onto the prior');
    const elbo = average([...reconstruction]) - average([...divergence]);
    const bound = average([...logEvidence(await fitted.logBound!(x, createRng(5)))]);
    // two standard normal columns that are independent would have -2.84
    assert.ok(elbo < bound && bound > -2.6, `ELBO ${elbo}, bound ${bound}`);
    const filled = await fitted.inpaint!(halves(x), createRng(6));
    const completed = twoSampleAuc(x, filled, createRng(7))!;
    assert.ok(completed < 0.72, `two-sample AUC ${completed} of completed rows`);
    assert.equal(tf.memory().numTensors, before);
  });

  test('its bound does not exceed the density of the truth, and more draws make it tighter', async () => {
    const rng = createRng(1);
    const n = 800;
    const x = matrix(
      n,
      1,
      Float64Array.from({ length: n }, () => rng.normal()),
    );
    const data = trainingData(x, [{ feature: 'a', mean: 0, scale: 1 }]);
    const entropy = 0.5 * (log2Pi + 1);
    const bounds: number[] = [];
    for (const importance_samples of [1, 64]) {
      const options = { hidden_layer_sizes: [32], max_iter: 100, importance_samples };
      const fitted = await fit(vae, data, { options });
      bounds.push(average([...logEvidence(await fitted.logBound!(x, createRng(2)))]));
    }
    const [one, many] = bounds as [number, number];
    assert.ok(one < many && many < -entropy + 0.03 && many > -entropy - 0.15, `${one}, ${many}, truth ${-entropy}`);
  });

  test('categories have probabilities of their own: levels as frequent as in the data, also together', async () => {
    const rng = createRng(3);
    const n = 400;
    const columns: EncodedColumn[] = [
      ...['red', 'green', 'blue'].map((level) => ({ feature: 'colour', level, mean: 0, scale: 1 })),
      { feature: 'big', level: 'yes', mean: 0, scale: 1 },
      { feature: 'size', mean: 0, scale: 1 },
    ];
    const x = matrix(n, 5);
    for (let i = 0; i < n; i++) {
      const colour = rng.choice([0.6, 0.3, 0.1]);
      const big = Number(colour === 0);
      rowOf(x, i).set([0, 1, 2].map((level) => Number(level === colour)));
      rowOf(x, i).set([big, (big ? 1 : -1) + 0.3 * rng.normal()], 3);
    }
    const fitted = await fit(vae, trainingData(x, columns), {
      options: { hidden_layer_sizes: [32], max_iter: 250 },
    });
    const drawn = await fitted.sample!(2000, 0, createRng(4));
    let agree = 0;
    const counts = [0, 0, 0];
    for (let i = 0; i < drawn.rows; i++) {
      const [red, green, blue, big] = rowOf(drawn, i) as unknown as [number, number, number, number];
      assert.ok([red, green, blue, big].every((value) => value === 0 || value === 1) && red + green + blue === 1);
      counts[[red, green, blue].indexOf(1)]! += 1 / drawn.rows;
      agree += Number(red === big) / drawn.rows;
    }
    [0.6, 0.3, 0.1].forEach((share, level) => assert.ok(Math.abs(counts[level]! - share) < 0.08, String(counts)));
    assert.ok(agree > 0.85, `colour and size agree in ${agree} of the rows`);
    const z = await fitted.encode!(x, new Int32Array(n));
    const means = await fitted.decode!(z, matrix(n, 1, new Float64Array(n).fill(1)));
    const sums = Array.from({ length: n }, (_, i) => rowOf(means, i)[0]! + rowOf(means, i)[1]! + rowOf(means, i)[2]!);
    assert.ok(sums.every((sum) => Math.abs(sum - 1) < 1e-4));
  });

  test('pictures are means between 0 and 1, and the hidden half follows the visible one', async () => {
    const rng = createRng(5);
    const n = 300;
    const x = matrix(n, 16);
    // a bright square on one side, and the same below
    for (let i = 0; i < n; i++) {
      const left = rng.uniform() < 0.5;
      rowOf(x, i).forEach(
        (_, j, row) => (row[j] = j % 4 < 2 === left ? 0.8 + 0.1 * rng.uniform() : 0.1 * rng.uniform()),
      );
    }
    const columns = Array.from({ length: 16 }, (_, j) => ({ feature: `p${j}`, mean: 0, scale: 1 }));
    const image = { width: 4, height: 4, channels: 1 };
    const fitted = await fit(
      vae,
      { ...trainingData(x, columns), image },
      { options: { hidden_layer_sizes: [32], max_iter: 150 } },
    );
    const drawn = await fitted.sample!(50, 0, createRng(6));
    assert.ok(drawn.data.every((value) => value >= 0 && value <= 1));
    const seen = matrix(
      n,
      16,
      x.data.map((value, at) => (at % 16 < 8 ? value : NaN)),
    );
    const filled = await fitted.inpaint!(seen, createRng(7));
    const error = Math.sqrt(average([...filled.data.map((value, at) => (value - x.data[at]!) ** 2)]));
    assert.ok(error < 0.1, `root mean squared error ${error}`);
  });
});

/** Rows of one class. */
function trainingData(x: TrainingData['x'], columns: EncodedColumn[]): TrainingData {
  return { x, y: new Int32Array(x.rows), classes: 1, classNames: ['row'], columns };
}

/** The second column hidden. */
function halves(x: TrainingData['x']): TrainingData['x'] {
  return matrix(
    x.rows,
    x.columns,
    x.data.map((value, at) => (at % x.columns === 0 ? value : NaN)),
  );
}
