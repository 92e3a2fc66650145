import { setWasmPaths } from '@tensorflow/tfjs-backend-wasm';
import * as tf from '@tensorflow/tfjs-core';
import assert from 'node:assert/strict';
import { sep } from 'node:path';
import { suite, test } from 'node:test';
import { rowOf } from '../../../../src/data/matrix';
import { createRng } from '../../../../src/data/random';
import { accuracy, confusionCounts } from '../../../../src/engine/judging/metrics';
import type { FitStep } from '../../../../src/engine/model';
import { referenceData, referenceNames } from '../../../support/reference';
import { fit, modelOf } from '../../../support/training';

setWasmPaths(['node_modules', '@tensorflow', 'tfjs-backend-wasm', 'dist', ''].join(sep));
await tf.setBackend('wasm');

const mlp = modelOf('mlp');

suite('mlp', () => {
  for (const name of referenceNames) {
    test(`is as accurate as scikit-learn's on ${name}`, async () => {
      const data = referenceData(name);
      const before = tf.memory().numTensors;
      const fitted = await fit(mlp, data.train);
      const right = accuracy(confusionCounts(await fitted.predictProba!(data.test.x), data.test.y));
      const expected = data.block('mlp')!.accuracy_mean;
      const tolerance = name === 'iris' ? 0.05 : 0.03;
      assert.ok(Math.abs(right - expected) <= tolerance, `accuracy ${right} instead of ${expected}`);
      assert.deepEqual(fitted.notes, []);
      assert.equal(tf.memory().numTensors, before);
    });
  }

  test('recovers from a learning rate that makes the loss diverge, and says so', async () => {
    const data = referenceData('moons');
    for (const learning_rate_init of [1e30, 30]) {
      const fitted = await fit(mlp, data.train, { options: { learning_rate_init }, maxSteps: 200 });
      assert.ok(
        fitted.notes.some((note) => note.includes('diverged')),
        fitted.notes.join(' '),
      );
      const proba = await fitted.predictProba!(data.test.x);
      assert.ok(proba.data.every(Number.isFinite));
    }
  });

  test('learns its training rows less well where units are left out by chance', async () => {
    const data = referenceData('blobs3');
    const lossOf = async (dropout: number) => {
      const fitted = await fit(mlp, data.train, { options: { dropout, max_iter: 150, n_iter_no_change: 1000 } });
      const proba = await fitted.predictProba!(data.train.x);
      assert.equal(tf.memory().numTensors, 0);
      return data.train.y.reduce((sum, label, i) => sum - Math.log(rowOf(proba, i)[label]!), 0) / proba.rows;
    };
    const [without, little, much] = [await lossOf(0), await lossOf(0.3), await lossOf(0.8)];
    assert.ok(without < little && little < much, `${without}, ${little}, ${much}`);
  });

  test('stops early on the validation rows of the split, or on a part of the training rows', async () => {
    const data = referenceData('blobs3');
    const half = { ...data.train, validation: data.test };
    for (const [train, options] of [
      [half, {}],
      [data.train, { early_stopping: true }],
    ] as const) {
      const seen: FitStep[] = [];
      await fit(mlp, train, { options, onStep: (step) => void seen.push(step) });
      const validation = seen.flatMap((step) => step.validationLoss ?? []);
      assert.ok(validation.length > 2);
      assert.ok(seen.at(-1)!.step < seen.at(-1)!.steps!, 'it ended early');
    }
    const steps: FitStep[] = [];
    await fit(mlp, half, { options: { early_stopping: false, max_iter: 30 }, onStep: (step) => void steps.push(step) });
    assert.ok(steps.every((step) => step.validationLoss === undefined));
  });

  test('learns with each activation and any batch size', async () => {
    const data = referenceData('circles');
    for (const options of [
      { activation: 'tanh' },
      { activation: 'logistic', learning_rate_init: 0.01 },
      { batch_size: 32 },
      { hidden_layer_sizes: [16] },
    ]) {
      const fitted = await fit(mlp, data.train, { options, context: { rng: createRng(3) }, maxSteps: 1500 });
      const right = accuracy(confusionCounts(await fitted.predictProba!(data.test.x), data.test.y));
      assert.ok(right > 0.93, `accuracy ${right} with ${JSON.stringify(options)}`);
    }
  });

  test('without a non-linearity it is linear', async () => {
    const data = referenceData('circles');
    const options = { activation: 'identity' };
    const fitted = await fit(mlp, data.train, { options, context: { rng: createRng(3) }, maxSteps: 500 });
    const right = accuracy(confusionCounts(await fitted.predictProba!(data.test.x), data.test.y));
    assert.ok(right < 0.7, `accuracy ${right} on circles, which no line divides`);
  });

  test('yields each step, reads the loss now and then, and shows the model as it is', async () => {
    const data = referenceData('moons');
    const losses: number[] = [];
    let expected = 1;
    await fit(mlp, data.train, {
      maxSteps: 120,
      onStep: async ({ step, loss, current }) => {
        assert.equal(step, expected++);
        if (loss !== undefined) losses.push(loss);
        if (step === 60) assert.equal((await current!.predictProba!(data.test.x)).rows, data.test.x.rows);
      },
    });
    assert.ok(losses.length >= 4 && losses.length < 12, `${losses.length} reads`);
    assert.ok(losses.at(-1)! < losses[0]!);
  });
});
