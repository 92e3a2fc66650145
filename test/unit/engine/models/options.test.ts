import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { suite, test } from 'node:test';
import { rowOf, takeRows } from '../../../../src/data/matrix';
import { Problem } from '../../../../src/data/problem';
import { asClassifier } from '../../../../src/engine/posterior';
import type { Json } from '../../../../src/protocol/cards';
import { referenceData } from '../../../support/reference';
import { fit, modelOf } from '../../../support/training';

interface Case {
  model: string;
  data: string;
  options: { [name: string]: Json };
  /** Of the first test rows; machines have decisions instead, which `svm.test.ts` compares. */
  proba?: number[][];
}

const file = join('test', 'fixtures', 'options', 'options.json');
const cases = JSON.parse(readFileSync(file, 'utf8')) as Case[];

suite('options that change the fit, as in scikit-learn', () => {
  for (const { model, data, options, proba } of cases) {
    if (!proba) continue;
    test(`${model} on ${data} with ${JSON.stringify(options)}`, async () => {
      const { train, test: held } = referenceData(data);
      const fitted = await fit(modelOf(model), train, { options });
      const rows = takeRows(held.x, [...proba.keys()]);
      const ours = await asClassifier(fitted)!.predictProba(rows);
      proba.forEach((row, i) => row.forEach((p, k) => close(rowOf(ours, i)[k]!, p, 3e-5)));
    });
  }
});

test('max_features is a number of columns or a share of them', async () => {
  const { train } = referenceData('iris');
  const fitting = fit(modelOf('random-forest'), train, { options: { max_features: 2.5 } });
  await assert.rejects(fitting, /invalid max_features: 2.5; expected a whole number/);
});

test('max_samples is a share of the rows or a number of them, of rows that are drawn', async () => {
  const { train } = referenceData('iris');
  const forest = (options: { [name: string]: Json }) => fit(modelOf('random-forest'), train, { options });
  await assert.rejects(forest({ max_samples: 106 }), /invalid max_samples: 106; .* up to the 105 training rows/);
  await assert.rejects(forest({ max_samples: 0.5, bootstrap: false }), /set bootstrap: true/);
});

suite('class_weight', () => {
  for (const model of ['logistic-regression', 'linear-svm', 'kernel-svm', 'random-forest']) {
    test(`${model}: a class that counts more is found more often, and balanced is n / (K n_k)`, async () => {
      const { train, test: held } = referenceData('blobs3');
      const counts = train.classNames.map((_, k) => train.y.filter((label) => label === k).length);
      const byHand = Object.fromEntries(
        train.classNames.map((name, k) => [name, train.y.length / (train.classes * counts[k]!)]),
      );
      // leaves of few rows are of one class, whatever its rows count
      const further: { [name: string]: Json } = model === 'random-forest' ? { min_samples_leaf: 20 } : {};
      const shares = async (class_weight: Json): Promise<number[]> => {
        const fitted = await fit(modelOf(model), train, { options: { ...further, class_weight } });
        const proba = await asClassifier(fitted)!.predictProba(held.x);
        return train.classNames.map((_, k) => held.y.reduce((sum, _label, i) => sum + rowOf(proba, i)[k]!, 0));
      };
      const [plain, green, balanced, given] = [
        await shares('none'),
        await shares({ green: 20 }),
        await shares('balanced'),
        await shares(byHand),
      ];
      const at = train.classNames.indexOf('green');
      // the probabilities of machines are calibrated on rows that count alike, so that they move less
      assert.ok(green![at]! > plain![at]! + (model.endsWith('svm') ? 0 : 1), `${green![at]} after ${plain![at]}`);
      balanced!.forEach((share, k) => close(share, given![k]!, 1e-9));
    });
  }

  test('of a class that is not there is refused by its name', async () => {
    const { train } = referenceData('iris');
    const fitting = fit(modelOf('logistic-regression'), train, { options: { class_weight: { setosaa: 2 } } });
    await assert.rejects(fitting, (problem) => {
      assert.ok(problem instanceof Problem);
      assert.equal(problem.code, 'unknown-class');
      assert.match(problem.message, /did you mean setosa\?/);
      return true;
    });
  });
});

function close(actual: number, expected: number, tolerance: number): void {
  assert.ok(Math.abs(actual - expected) <= tolerance, `${actual}, expected ${expected} within ${tolerance}`);
}
