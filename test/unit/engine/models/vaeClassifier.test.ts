import { setWasmPaths } from '@tensorflow/tfjs-backend-wasm';
import * as tf from '@tensorflow/tfjs-core';
import assert from 'node:assert/strict';
import { sep } from 'node:path';
import { suite, test } from 'node:test';
import { matrix, takeRows } from '../../../../src/data/matrix';
import { createRng } from '../../../../src/data/random';
import { mostProbable } from '../../../../src/engine/judging/metrics';
import type { Fitted, TrainingData } from '../../../../src/engine/model';
import { standardMoons } from '../../../support/moons';
import { fit, modelOf } from '../../../support/training';

setWasmPaths(['node_modules', '@tensorflow', 'tfjs-backend-wasm', 'dist', ''].join(sep));
await tf.setBackend('wasm');

const labelsPerClass = 3;

suite('models that classify and learn from rows without a label', () => {
  test('vae-classifier: with three labels per class, the other rows tell two moons apart', async () => {
    const options = { hidden_layer_sizes: [64, 64], max_iter: 350 };
    const test = standardMoons(500, 0.1, 9);
    const { few, others } = fewLabels(standardMoons(306, 0.1, 2));
    const before = tf.memory().numTensors;
    const alone = await fit(modelOf('vae-classifier'), few, { options });
    const together = await fit(modelOf('vae-classifier'), { ...few, unlabelled: others }, { options });
    const [supervised, unlabelled] = [await accuracy(alone, test), await accuracy(together, test)];
    assert.ok(unlabelled > 0.93 && unlabelled > supervised + 0.03, `${unlabelled}, supervised ${supervised}`);
    // each class generates its own moon
    const own = await accuracy(together, {
      ...test,
      x: await together.sample!(300, 1, createRng(1)),
      y: new Int32Array(300).fill(1),
    });
    assert.ok(own > 0.85, `${own} of the rows drawn of a class are of this class`);
    assert.equal(tf.memory().numTensors, before);
  });

  test('autoencoder-classifier: what it rebuilds of rows is what went in, and the labels are learned', async () => {
    const data = rowsOnAPlane(300);
    const { few, others } = fewLabels(data, 10);
    const before = tf.memory().numTensors;
    const fitted = await fit(
      modelOf('autoencoder-classifier'),
      { ...few, unlabelled: others },
      {
        options: { hidden_layer_sizes: [32], latent_size: 2, max_iter: 250 },
      },
    );
    assert.ok((await accuracy(fitted, data)) > 0.9);
    const z = await fitted.encode!(data.x, data.y);
    const back = await fitted.decode!(z, matrix(data.x.rows, 2));
    const error = squared(back.data, data.x.data) / squared(new Float64Array(data.x.data.length), data.x.data);
    assert.ok(error < 0.1, `${error} of the variance is lost`);
    assert.equal(tf.memory().numTensors, before);
  });
});

/** Six columns that are sums of two hidden ones, of which the first tells the class. */
function rowsOnAPlane(n: number): TrainingData {
  const rng = createRng(3);
  const mixing = Array.from({ length: 12 }, () => rng.normal());
  const x = matrix(n, 6);
  const y = new Int32Array(n);
  for (let i = 0; i < n; i++) {
    const [a, b] = [rng.normal(), rng.normal()];
    y[i] = Number(a > 0);
    for (let j = 0; j < 6; j++) x.data[6 * i + j] = mixing[j]! * a + mixing[6 + j]! * b;
  }
  const columns = Array.from({ length: 6 }, (_, j) => ({ feature: `x${j}`, mean: 0, scale: 1 }));
  return { x, y, classes: 2, classNames: ['low', 'high'], columns };
}

function fewLabels(data: TrainingData, perClass = labelsPerClass) {
  const rows = [...data.y.keys()];
  const kept = [0, 1].flatMap((label) => rows.filter((i) => data.y[i] === label).slice(0, perClass));
  const few = { ...data, x: takeRows(data.x, kept), y: Int32Array.from(kept, (i) => data.y[i]!) };
  return {
    few,
    others: takeRows(
      data.x,
      rows.filter((i) => !kept.includes(i)),
    ),
  };
}

async function accuracy(fitted: Fitted, { x, y }: TrainingData): Promise<number> {
  const predicted = mostProbable(await fitted.predictProba!(x));
  return y.filter((label, i) => predicted[i] === label).length / y.length;
}

function squared(a: Float64Array, b: Float64Array): number {
  return a.reduce((sum, value, i) => sum + (value - b[i]!) ** 2, 0);
}
