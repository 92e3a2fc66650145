import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { createRng } from '../../../../src/data/random';
import type { Rng } from '../../../../src/data/random';
import { takeRows } from '../../../../src/data/matrix';
import { nestedOrder } from '../../../../src/engine/sizes/order';
import { asClassifier } from '../../../../src/engine/posterior';
import { mostProbable } from '../../../../src/engine/judging/metrics';
import { referenceData } from '../../../support/reference';
import { fit, modelOf } from '../../../support/training';
import { modelNamed, planOf, reference, TestHouse, withFolds } from '../runSupport';

interface Curve {
  m: number[];
  per_class_front: number;
  draws: number;
  methods: {
    [method: string]: { error_mean: number[]; error_sd: number[]; draw0_error: number[]; draw1_error: number[] };
  };
  draw0_first20: number[];
  draw1_first20: number[];
}
const iris = (JSON.parse(reference('reference.json')) as { learning_curve: { iris: Curve } }).learning_curve.iris;
const data = referenceData('iris');
const models = {
  gnb: modelNamed('gaussian-naive-bayes'),
  gnb_s01: modelNamed('gaussian-naive-bayes', { var_smoothing: 0.01 }, 'gnb_s01'),
  lda: modelNamed('linear-discriminant-analysis', { shrinkage: 0.1 }),
  logreg: modelNamed('logistic-regression'),
};

/** The generator of the reference: mulberry32, seeded by the number of the draw. */
function mulberry(seed: number): Rng {
  let a = seed;
  const uniform = () => {
    a = (a + 0x6d2b79f5) | 0;
    let t = Math.imul(a ^ (a >>> 15), 1 | a);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
  return {
    ...createRng(0),
    uniform,
    shuffle(items) {
      for (let i = items.length - 1; i > 0; i--) {
        const j = Math.floor(uniform() * (i + 1));
        const item = items[i]!;
        items[i] = items[j]!;
        items[j] = item;
      }
    },
  };
}

const orders = [0, 1].map((draw) => nestedOrder(data.train.y, 3, iris.per_class_front, mulberry(draw)));

describe('orders of the training rows', () => {
  test('are those of the reference, but for the turn of the rows in front', () => {
    for (const [draw, first] of [iris.draw0_first20, iris.draw1_first20].entries()) {
      const rows = Array.from(orders[draw]!, (position) => data.trainRows[position]!);
      assert.deepEqual(new Set(rows.slice(0, 6)), new Set(first.slice(0, 6)));
      assert.deepEqual(rows.slice(6, 20), first.slice(6));
      assert.equal(new Set(rows).size, data.trainRows.length);
    }
  });

  test('a class that has fewer rows has them in front', () => {
    const y = Int32Array.of(0, 0, 0, 0, 0, 1, 2, 2);
    const order = nestedOrder(y, 4, 2, createRng(1));
    assert.deepEqual(
      Array.from(order.subarray(0, 5), (row) => y[row]),
      [0, 1, 2, 0, 2],
    );
    assert.equal(new Set(order).size, 8);
  });
});

for (const [method, request] of Object.entries(models)) {
  test(`${method}: errors of two draws of the reference`, async () => {
    for (const [draw, order] of orders.entries()) {
      const { draw0_error, draw1_error } = iris.methods[method]!;
      for (const [i, m] of iris.m.entries()) {
        const chosen = order.subarray(0, m);
        const y = Int32Array.from(chosen, (position) => data.train.y[position]!);
        const training = { ...data.train, x: takeRows(data.train.x, chosen), y };
        const fitted = await fit(modelOf(request.model!), training, { options: request.options });
        const predicted = mostProbable(await asClassifier(fitted)!.predictProba(data.test.x));
        const wrong = predicted.filter((label, row) => label !== data.test.y[row]).length;
        const expected = [draw0_error, draw1_error][draw]![i]! * 45;
        assert.ok(Math.abs(wrong - expected) < 0.5, `draw ${draw}, ${m} rows: ${wrong} wrong, expected ${expected}`);
      }
    }
  });
}

describe('learning-curve', () => {
  const house = () => new TestHouse({ 'iris.csv': withFolds(reference('iris.csv'), data.testRows) });
  const target = reference('iris.csv').split('\n')[0]!.trim().split(',').at(-1)!;
  const plan = { path: 'iris.csv', target, split: { by: 'fold' } };

  test('means over other draws are those of the reference within their noise', async () => {
    const result = await house().run(
      planOf('learning-curve', plan, Object.values(models), { options: { rows: iris.m, draws: 50 } }),
    );
    const [table] = result.tables;
    assert.equal(table!.name, 'learning-curve');
    assert.deepEqual(table!.columns.slice(0, 4), ['model', 'rows', 'error', 'sd']);
    for (const [method, { name }] of Object.entries(models)) {
      const own = table!.rows.filter((row) => row[0] === name);
      assert.deepEqual(
        own.map((row) => row[1]),
        iris.m,
      );
      const { error_mean, error_sd } = iris.methods[method]!;
      own.forEach(([, rows, error, sd, draws], i) => {
        const last = rows === 105;
        assert.equal(draws, last ? 1 : 50);
        const noise = last
          ? 1e-6
          : Math.hypot((3 * error_sd[i]!) / Math.sqrt(50), (3 * (sd as number)) / Math.sqrt(50));
        assert.ok(Math.abs((error as number) - error_mean[i]!) <= noise + 1e-6, `${name}, ${rows} rows: ${error}`);
      });
    }
  });
});
