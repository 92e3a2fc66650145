import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { suite, test } from 'node:test';
import { matrix, rowOf, takeRows } from '../../../../src/data/matrix';
import type { Matrix } from '../../../../src/data/matrix';
import { createRng } from '../../../../src/data/random';
import { accuracy, confusionCounts } from '../../../../src/engine/judging/metrics';
import type { Fitted, FitStep } from '../../../../src/engine/model';
import type { Json } from '../../../../src/protocol/cards';
import { referenceData, referenceNames } from '../../../support/reference';
import { fit, modelOf } from '../../../support/training';

const forest = modelOf('random-forest');

/** Means over seeds of scikit-learn's probabilities, written by the script beside the file. */
interface Case {
  data: string;
  options: { [name: string]: Json };
  proba: number[][];
}
const cases = JSON.parse(readFileSync(join('test', 'fixtures', 'forest', 'forest.json'), 'utf8')) as Case[];

suite('random-forest', () => {
  for (const name of referenceNames) {
    test(`is as accurate as scikit-learn's on ${name}`, async () => {
      const { train, test: held, block } = referenceData(name);
      const seeds = [1, 2, 3];
      let right = 0;
      for (const seed of seeds) {
        const fitted = await fit(forest, train, { context: { rng: createRng(seed) } });
        right += accuracy(confusionCounts(await fitted.predictProba!(held.x), held.y)) / seeds.length;
      }
      const expected = block('random_forest')!.accuracy_mean;
      assert.ok(Math.abs(right - expected) <= 0.02, `accuracy ${right} instead of ${expected}`);
    });
  }

  for (const { data, options, proba } of cases) {
    test(`has scikit-learn's probabilities on ${data} with ${JSON.stringify(options)}`, async () => {
      const { train, test: held } = referenceData(data);
      const fitted = await fit(forest, train, { options: { n_estimators: 1000, ...options } });
      const rows = takeRows(held.x, [...proba.keys()]);
      const ours = await fitted.predictProba!(rows);
      const errors = proba.flatMap((row, i) => row.map((p, k) => Math.abs(p - rowOf(ours, i)[k]!)));
      // iris has few different values: each has a bin of its own, and only chance is left; others share bins
      const tolerance = data === 'iris' ? { mean: 0.008, most: 0.06 } : { mean: 0.016, most: 0.12 };
      const mean = errors.reduce((sum, error) => sum + error, 0) / errors.length;
      assert.ok(mean < tolerance.mean, `probabilities differ by ${mean} on average`);
      assert.ok(Math.max(...errors) < tolerance.most, `a probability differs by ${Math.max(...errors)}`);
    });
  }

  test('yields each tree with its out-of-bag error, and ends with the accuracy in a note', async () => {
    const { train, test: held } = referenceData('moons');
    const steps: FitStep[] = [];
    const fitted = await fit(forest, train, {
      options: { trees: 30 },
      onStep: async (step) => {
        steps.push(step);
        if (step.step % 10 === 0) assert.equal((await step.current!.predictProba!(held.x)).rows, held.x.rows);
      },
    });
    assert.deepEqual(
      steps.map(({ step }) => step),
      Array.from({ length: 30 }, (_, i) => i + 1),
    );
    const losses = steps.map(({ loss }) => loss!);
    assert.ok(losses.every((loss) => loss >= 0 && loss <= 1) && losses.at(-1)! < losses[0]!);
    assert.match(fitted.notes.join(), new RegExp(`Out-of-bag accuracy ${(1 - losses.at(-1)!).toFixed(3)}`));
    const right = accuracy(confusionCounts(await fitted.predictProba!(held.x), held.y));
    assert.ok(Math.abs(1 - losses.at(-1)! - right) < 0.06, `${losses.at(-1)} out of bag, ${1 - right} on test rows`);
  });

  test('keeps the trees that were grown when it is stopped, the same as in a whole fit', async () => {
    const { train, test: held } = referenceData('blobs3');
    const stopped = await fit(forest, train, { maxSteps: 7 });
    assert.match(stopped.notes[0]!, /Stopped after 7 of 100 trees/);
    const whole = await fit(forest, train, { options: { n_estimators: 7 } });
    assert.deepEqual(await stopped.predictProba!(held.x), await whole.predictProba!(held.x));
    assert.equal(whole.notes.length, 1);
  });

  test('obeys its limits', async () => {
    const { train } = referenceData('moons');
    const distributions = async (options: { [name: string]: Json }) =>
      sharesOf(await fit(forest, train, { options: { n_estimators: 1, ...options } }), train.x);
    const stumps = await distributions({ max_depth: 1 });
    assert.equal(stumps.size, 2);
    const grown = await distributions({});
    assert.deepEqual(new Set(grown.keys()), new Set([0, 1]), 'leaves of a whole tree are pure');
    const rows = train.x.rows;
    for (const leaf of (await distributions({ min_samples_leaf: 40 })).values()) assert.ok(leaf >= 40 && leaf < rows);
    assert.equal((await distributions({ min_samples_split: rows + 1 })).size, 1);
    assert.equal((await distributions({ min_samples_leaf: rows })).size, 1);
  });

  test('divides by features with many values as by those with few', async () => {
    const rng = createRng(9);
    const n = 3000;
    const x = matrix(
      n,
      2,
      Float64Array.from({ length: 2 * n }, () => Math.exp(3 * rng.normal())),
    );
    const y = Int32Array.from({ length: n }, (_, i) => Number(x.data[2 * i]! > 1));
    const data = { x, y, classes: 2, classNames: ['low', 'high'], columns: [] };
    const fitted = await fit(forest, data, { options: { n_estimators: 20, max_features: 'none' } });
    const right = accuracy(confusionCounts(await fitted.predictProba!(x), y));
    // a quantile bin holds 12 of the rows, and one of the bins lies across the border
    assert.ok(right > 0.99, `accuracy ${right}`);
  });
});

/** How many rows fall into leaves of each probability of the first class. */
async function sharesOf(fitted: Fitted, x: Matrix): Promise<Map<number, number>> {
  const proba = await fitted.predictProba!(x);
  const counts = new Map<number, number>();
  for (let i = 0; i < x.rows; i++) counts.set(rowOf(proba, i)[0]!, (counts.get(rowOf(proba, i)[0]!) ?? 0) + 1);
  return counts;
}
