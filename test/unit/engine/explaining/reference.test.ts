// Shapley values and permutation importance as computed from scikit-learn's models, through whole cells.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import type { Json } from '../../../../src/protocol/cards';
import type { Result } from '../../../../src/protocol/result';
import { modelNamed, planOf, reference, TestHouse, withFolds } from '../runSupport';

interface Shapley {
  /** [row][class][feature] */
  phi: number[][][];
  base: number[];
  value?: number[][];
}

interface ExplainReference {
  rows: number[];
  logreg_linear: Shapley;
  gnb_additive: Shapley;
  exact_logreg_proba: Shapley;
  exact_qda_proba: Shapley;
  permutation_logreg: {
    exact_expected_accuracy_drop: number[];
    exact_expected_logloss_increase: number[];
    sklearn30_accuracy_drop_sd: number[];
  };
}

const all = JSON.parse(readFileSync(join('test', 'fixtures', 'reference', 'reference.json'), 'utf8')) as {
  tabular: { [name: string]: { features: string[]; classes: string[]; test_idx: number[] } };
  explain: { [name: string]: ExplainReference };
};

const logistic = modelNamed('logistic-regression', { tol: 1e-8 });

for (const name of ['iris', 'moons']) {
  const { features, classes, test_idx: held } = all.tabular[name]!;
  const expected = all.explain[name]!;
  const csv = withFolds(reference(`${name}.csv`), held);
  const target = csv.split('\n')[0]!.split(',').at(-2)!;
  const house = new TestHouse({ 'data.csv': csv });
  const data = { path: 'data.csv', target, split: { by: 'fold' } };
  const run = (model: ReturnType<typeof modelNamed> | string, options: { [name: string]: Json }) =>
    house.run(planOf('explain', data, [model], { options }));

  async function compare(
    model: ReturnType<typeof modelNamed> | string,
    { phi, base, value }: Shapley,
    options: { [name: string]: Json },
    tolerance: number,
  ): Promise<Result[]> {
    const results: Result[] = [];
    for (const [i, row] of expected.rows.entries()) {
      const result = await run(model, { row, methods: ['shap'], ...options });
      const table = result.tables.find((each) => each.name === 'shap')!;
      for (const [k, label] of classes.entries()) {
        const own = table.rows.filter((each) => each[2] === label);
        assert.deepEqual(
          own.map((each) => each[3]),
          features,
        );
        own.forEach((each, j) => close(each[4], phi[i]![k]![j]!, tolerance));
        close(own[0]![6], base[k]!, tolerance);
        const total = own.reduce((sum, each) => sum + (each[4] as number), own[0]![6] as number);
        close(total, own[0]![7] as number, 1e-6);
        if (value) close(own[0]![7], value[i]![k]!, tolerance);
      }
      results.push(result);
    }
    return results;
  }

  describe(name, () => {
    test('a linear model: w_j (x_j - mean_j) of the centred logits', async () => {
      const [result] = await compare(logistic, expected.logreg_linear, {}, 1e-4);
      assert.ok(result!.notes.some((note) => note.includes('log odds') && note.includes('exact')));
    });

    test('naive Bayes: log p(x_j | y) less its mean over the training rows', async () => {
      await compare('gaussian-naive-bayes', expected.gnb_additive, {}, 2e-5);
    });

    test('probabilities of logistic regression, by all coalitions', async () => {
      await compare(logistic, expected.exact_logreg_proba, { scale: 'probability' }, 2e-5);
    });

    test('probabilities of the quadratic discriminant, by all coalitions', async () => {
      await compare('quadratic-discriminant-analysis', expected.exact_qda_proba, {}, 1e-5);
    });

    test('permutation importance: the mean over all shuffles', async () => {
      const result = await run(logistic, { methods: ['permutation'] });
      const table = result.tables.find((each) => each.name === 'importance')!;
      assert.deepEqual(table.columns.slice(0, 5), ['model', 'feature', 'accuracyDrop', 'sd', 'logLossIncrease']);
      const { permutation_logreg: own } = expected;
      table.rows.forEach((row, j) => {
        assert.equal(row[1], features[j]);
        close(row[2], own.exact_expected_accuracy_drop[j]!, 1e-6);
        close(row[4], own.exact_expected_logloss_increase[j]!, 1e-4);
      });
    });
  });
}

function close(actual: unknown, expected: number, tolerance: number): void {
  assert.ok(typeof actual === 'number');
  assert.ok(
    Math.abs(actual - expected) <= tolerance * (1 + Math.abs(expected)),
    `${actual} is ${expected} within ${tolerance}`,
  );
}
