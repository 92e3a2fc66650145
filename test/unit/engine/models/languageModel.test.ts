import * as tf from '@tensorflow/tfjs-core';
import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { matrix, rowOf } from '../../../../src/data/matrix';
import type { Matrix } from '../../../../src/data/matrix';
import { createRng } from '../../../../src/data/random';
import { unknownPlace, unknownToken } from '../../../../src/data/tokens';
import { kernelFloat64 } from '../../../../src/engine/math/kernelFloat64';
import type { Fitted, TrainingData } from '../../../../src/engine/model';
import { split } from '../../../../src/engine/nn/flat';
import { textsPerPass } from '../../../../src/engine/nn/text/texts';
import { unwritten } from '../../../../src/engine/nn/text/write';
import { firstTransformer, readTexts, transformerShapes } from '../../../../src/engine/nn/transformer';
import { fit, modelOf } from '../../../support/training';
import { useWasm } from '../../../support/wasm';

await useWasm();

/** Texts over a and b, tokens 1 and 2: of class 0 "ab" comes again and again, of class 1 "ba"; each has 2 to 6 letters. */
function alternating(n: number, seed: number): TrainingData {
  const rng = createRng(seed);
  const x = matrix(n, 6, new Float64Array(6 * n).fill(-1));
  const y = Int32Array.from({ length: n }, (_, i) => i % 2);
  y.forEach((label, i) => {
    const length = 2 * (1 + rng.integer(3));
    for (let t = 0; t < length; t++) rowOf(x, i)[t] = 1 + ((t + label) % 2);
  });
  return {
    x,
    y,
    classes: 2,
    classNames: ['ab', 'ba'],
    columns: Array.from({ length: 6 }, () => ({ feature: 'text', mean: 0, scale: 1 })),
    tokens: { vocabulary: [unknownToken, 'a', 'b'], length: 6 },
  };
}

/** Texts that all begin with these tokens. */
function begun(n: number, tokens: number[] = []): Matrix {
  const x = unwritten(n, 6);
  for (let i = 0; i < n; i++) rowOf(x, i).set(tokens);
  return x;
}

suite('language model', () => {
  const options = { embedding_size: 16, heads: 2, blocks: 1, learning_rate_init: 0.01, max_iter: 60 };
  let fitted: Promise<Fitted> | undefined;
  const trained = () => (fitted ??= fit(modelOf('language-model'), alternating(300, 1), { options }));

  test('learns what comes next, when a text ends, and which class says so', async () => {
    const { x, y } = alternating(60, 2);
    const joint = await (await trained()).logJoint!(x);
    y.forEach((label, i) => {
      assert.ok(rowOf(joint, i)[label]! > rowOf(joint, i)[1 - label]! + 5);
      // one of two classes and one of three lengths: nothing else is left to chance
      assert.ok(Math.abs(rowOf(joint, i)[label]! - Math.log(1 / 6)) < 0.45, `${rowOf(joint, i)[label]}`);
    });
  });

  test('the probabilities of tokens add up to that of the text', async () => {
    const { x, y } = alternating(20, 3);
    const model = await trained();
    const joint = await model.logJoint!(x);
    const tokens = await model.tokenLogProba!(x, y);
    y.forEach((label, i) => {
      const sum = rowOf(tokens, i).reduce((total, value) => total + value, model.logPrior![label]!);
      assert.ok(Math.abs(sum - rowOf(joint, i)[label]!) < 1e-4);
    });
  });

  test('goes on from a prompt, the likelier the colder', async () => {
    const model = await trained();
    const cold = await model.write!(begun(5, [1]), 0, { temperature: 0 }, createRng(1));
    for (let i = 0; i < 5; i++) {
      const text = [...rowOf(cold, i)];
      assert.deepEqual(text.slice(0, 2), [1, 2]);
      assert.deepEqual(text, [...rowOf(cold, 0)], 'the likeliest text is one');
    }
    const one = await model.write!(begun(30), 1, { temperature: 5, topK: 1 }, createRng(2));
    for (let i = 0; i < 30; i++)
      assert.deepEqual([...rowOf(one, i)], [...rowOf(one, 0)], 'from one there is no choice');
    const hot = await model.write!(begun(40), 1, { temperature: 20 }, createRng(3));
    assert.ok(
      [...Array(40).keys()].some((i) => rowOf(hot, i)[0] === 1),
      'a hot one begins as it should not',
    );
    assert.ok(!hot.data.includes(unknownPlace), 'what was never seen is not written');
  });

  test('a full prompt is left as it is', async () => {
    const full = [1, 2, 1, 2, 1, 2];
    const written = await (await trained()).write!(begun(2, full), 0, { temperature: 1 }, createRng(1));
    assert.deepEqual([...rowOf(written, 1)], full);
  });

  test('texts that begin differently are written together, as long as what is drawn fits', async () => {
    const each = begun(3);
    rowOf(each, 1).set([1, 2, 1]);
    rowOf(each, 2).set([1, 2]);
    const model = await trained();
    // the second token takes two characters
    const options = { temperature: 0, maxLength: 5, sizes: [1, 1, 2] };
    const written = await model.write!(each, 0, options, createRng(6));
    assert.deepEqual([...rowOf(written, 0)].slice(0, 2), [1, 2]);
    assert.deepEqual([...rowOf(written, 1)], [1, 2, 1, -1, -1, -1], 'another b would be the sixth character');
    for (let i = 0; i < 3; i++)
      assert.ok(rowOf(written, i).reduce((sum, t) => sum + (options.sizes[t] ?? 0), 0) <= 5, `text ${i} fits`);
  });

  test('many texts are written in passes, no longer than asked', async () => {
    const written = await (
      await trained()
    ).write!(begun(2 * textsPerPass + 3), 1, { temperature: 1, maxLength: 3 }, createRng(4));
    for (let i = 0; i < written.rows; i++) {
      assert.ok(rowOf(written, i)[0]! >= 0, `text ${i} is written`);
      assert.ok(rowOf(written, i)[3]! < 0, `text ${i} is short`);
    }
  });

  test('a stop leaves the texts as they are', async () => {
    const stop = new AbortController();
    let steps = 0;
    const watch = {
      signal: stop.signal,
      pause: () => {
        if (++steps === 2) stop.abort();
        return Promise.resolve();
      },
    };
    const model = await trained();
    const written = await model.write!(begun(4), 0, { temperature: 1 }, createRng(5), watch);
    for (let i = 0; i < 4; i++) {
      assert.ok(rowOf(written, i)[0]! >= 0);
      assert.equal(rowOf(written, i)[1], -1);
    }
  });

  test('says what could stand at a place, the likeliest first', async () => {
    const x = matrix(1, 6, Float64Array.of(1, 2, 1, 2, -1, -1));
    const model = await trained();
    const { tokens, proba, count } = await model.alternatives!(x, Int32Array.of(0), 2);
    assert.deepEqual([tokens[0], count], [1, 2]);
    assert.ok(proba[0]! > 0.9);
    // after two of at most three pairs a text ends or goes on
    assert.deepEqual([...tokens.subarray(4 * count, 5 * count)].sort(), [1, 3]);
    const each = await model.tokenLogProba!(x, Int32Array.of(0));
    assert.ok(Math.abs(Math.exp(each.data[0]!) - proba[0]!) < 1e-5);
  });
});

test('a prompted model reads a text and then its class, and still knows texts of a class', async () => {
  const options = { embedding_size: 16, heads: 2, blocks: 1, learning_rate_init: 0.01, max_iter: 40 };
  const prompted = { ...options, classify_by: 'prompt' };
  const data = alternating(300, 1);
  const { x, y } = alternating(60, 2);
  const model = await fit(modelOf('language-model'), data, { options: prompted });
  const proba = await model.predictProba!(x);
  const joint = await model.logJoint!(x);
  y.forEach((label, i) => {
    assert.ok(rowOf(proba, i)[label]! > 0.95, `${rowOf(proba, i)[label]}`);
    assert.ok(Math.abs(rowOf(proba, i)[0]! + rowOf(proba, i)[1]! - 1) < 1e-5);
    assert.ok(rowOf(joint, i)[label]! > rowOf(joint, i)[1 - label]! + 3);
  });
  const written = await model.write!(begun(20), 1, { temperature: 1 }, createRng(1));
  assert.ok(
    written.data.every((token) => token < 3),
    'answers are not written',
  );
  const again = modelOf('language-model').restore(model.save(), kernelFloat64);
  assert.deepEqual([...(await again.predictProba!(x)).data], [...proba.data]);
  const plain = await fit(modelOf('language-model'), data, { options: { ...options, max_iter: 1 } });
  assert.equal(plain.predictProba, undefined);
});

test('a transformer sees a position and those before it, and none after it', () => {
  const transformer = { inputs: 4, outputs: 3, classes: 2, positions: 5, width: 8, heads: 2, blocks: 2 };
  const scores = (last: number) =>
    tf.tidy(() => {
      const weights = split(tf.tensor1d(firstTransformer(transformer, createRng(1))), transformerShapes(transformer));
      const hot = tf.oneHot(tf.tensor2d([[0, 1, 2, 3, last]], [1, 5], 'int32'), 4);
      const read = readTexts(transformer, weights, tf.cast(hot, 'float32') as tf.Tensor3D, tf.tensor2d([[1, 0]]));
      return [...read.dataSync()];
    });
  const [a, b] = [scores(0), scores(3)];
  assert.deepEqual(a.slice(0, 12), b.slice(0, 12));
  assert.ok(a.slice(12).some((value, i) => Math.abs(value - b[12 + i]!) > 1e-3));
});
