import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { suite, test } from 'node:test';
import { matrix, rowOf, takeRows } from '../../../../src/data/matrix';
import type { Matrix } from '../../../../src/data/matrix';
import { Problem } from '../../../../src/data/problem';
import { createRng } from '../../../../src/data/random';
import { logGamma } from '../../../../src/engine/math/logGamma';
import type { TrainingData } from '../../../../src/engine/model';
import { logEvidence, posterior } from '../../../../src/engine/posterior';
import type { Json } from '../../../../src/protocol/cards';
import { textReference } from '../../../support/textReference';
import { fit, modelOf } from '../../../support/training';

interface Fixture {
  rows: number;
  y: number[];
  levels: number[];
  categories: number[][];
  counts: number[][];
  cases: { model: keyof typeof ids; options: { [name: string]: Json }; log_joint: number[][] }[];
}

const fixture = JSON.parse(readFileSync(join('test', 'fixtures', 'naiveBayes', 'naiveBayes.json'), 'utf8')) as Fixture;
const ids = {
  CategoricalNB: 'categorical-naive-bayes',
  BernoulliNB: 'bernoulli-naive-bayes',
  MultinomialNB: 'multinomial-naive-bayes',
};
const classNames = ['a', 'b', 'c'];

/** The fixture's categories as the engine encodes them, its counts as they are. */
function fixtureData(model: keyof typeof ids): { train: TrainingData; test: Matrix } {
  const { levels, categories, counts, rows, y } = fixture;
  const oneHot = (row: number[]) =>
    row.flatMap((code, j) => (levels[j] === 2 ? [code] : Array.from({ length: levels[j]! }, (_, l) => +(l === code))));
  const categorical = model === 'CategoricalNB';
  const encoded = categorical ? categories.map(oneHot) : counts;
  const all = matrix(encoded.length, encoded[0]!.length, Float64Array.from(encoded.flat()));
  const columns = categorical
    ? levels.flatMap((size, j) => levelColumns(`x${j}`, size))
    : counts[0]!.map((_, j) => ({ feature: `x${j}`, mean: 0, scale: 1 }));
  const part = (from: number, to: number) =>
    takeRows(
      all,
      Array.from({ length: to - from }, (_, i) => from + i),
    );
  return {
    train: { x: part(0, rows), y: Int32Array.from(y.slice(0, rows)), classes: 3, classNames, columns },
    test: part(rows, all.rows),
  };
}

function levelColumns(feature: string, size: number): TrainingData['columns'] {
  const names = Array.from({ length: size }, (_, l) => `l${l}`);
  return (size === 2 ? names.slice(1) : names).map((level) => ({ feature, level, mean: 0, scale: 1 }));
}

suite('naive Bayes as in scikit-learn', () => {
  for (const { model, options, log_joint } of fixture.cases) {
    test(`${model} ${JSON.stringify(options)}`, async () => {
      const { train, test: rows } = fixtureData(model);
      const fitted = await fit(modelOf(ids[model]), train, { options });
      const joint = await fitted.logJoint!(rows);
      const counted = model === 'MultinomialNB' ? ofTotals(rows, train.x) : new Float64Array(rows.rows);
      assert.ok(log_joint.length > 0);
      log_joint.forEach((row, i) => row.forEach((value, k) => close(rowOf(joint, i)[k]! - counted[i]!, value, 1e-6)));
    });
  }
});

for (const block of ['unigram', 'uni_bigram'] as const) {
  suite(`naive Bayes on the ${block} counts of the text reference`, () => {
    const { train, test: rows, expected } = textReference(block);
    for (const [id, method] of [
      ['multinomial-naive-bayes', 'multinomial_nb'],
      ['bernoulli-naive-bayes', 'bernoulli_nb'],
    ] as const) {
      test(id, async () => {
        const reference = expected[method];
        const fitted = await fit(modelOf(id), train);
        const joint = await fitted.logJoint!(rows.x);
        const counted = method === 'multinomial_nb' ? ofTotals(rows.x, train.x) : new Float64Array(rows.x.rows);
        reference.log_joint10.forEach((row, i) =>
          row.forEach((value, k) => close(rowOf(joint, i)[k]! - counted[i]!, value, 1e-6)),
        );
        fitted.logPrior!.forEach((value, k) => close(value, reference.class_log_prior[k]!, 1e-6));
        const proba = posterior(joint);
        let right = 0;
        let loss = 0;
        rows.y.forEach((label, i) => {
          const p = rowOf(proba, i)[label]!;
          if (p > 0.5) right++;
          loss -= Math.log(p);
        });
        close(right / rows.y.length, reference.accuracy, 1e-6);
        close(loss / rows.y.length, reference.logloss, 1e-6);
        if (reference.mean_logpx !== undefined) {
          const evidence = logEvidence(joint);
          close(evidence.reduce((sum, value) => sum + value, 0) / evidence.length, reference.mean_logpx, 1e-6);
        }
      });
    }
  });
}

suite('naive Bayes of mixed columns', () => {
  const { train } = mixedData();
  for (const id of Object.values(ids)) {
    test(`${id}: a category counts once, and its probabilities sum to one`, async () => {
      const fitted = await fit(modelOf(id), train);
      const value = train.x.data[0]!;
      const rows = [0, 1].flatMap((b) => [0, 1, 2].map((c) => [value, b, +(c === 0), +(c === 1), +(c === 2)]));
      const joint = await fitted.logJoint!(matrix(6, 5, Float64Array.from(rows.flat())));
      const gap = matrix(1, 5, Float64Array.of(value, NaN, NaN, NaN, NaN));
      const marginal = await fitted.logJointMarginal!(gap);
      for (let k = 0; k < 2; k++) {
        const sum = rows.reduce((total, _, i) => total + Math.exp(rowOf(joint, i)[k]!), 0);
        close(Math.log(sum), rowOf(marginal, 0)[k]!, 1e-9);
      }
      const mean = await fitted.conditionalMean!(gap);
      close(mean.data[2]! + mean.data[3]! + mean.data[4]!, 1, 1e-9);
    });

    test(`${id}: rows that it draws are rows as they are encoded`, async () => {
      const fitted = await fit(modelOf(id), train);
      for (const rows of [
        await fitted.sample!(50, 1, createRng(1)),
        await fitted.conditionalSample!(matrix(50, 5, new Float64Array(250).fill(NaN)), createRng(2)),
      ]) {
        for (let i = 0; i < rows.rows; i++) {
          const [, b, ...levels] = rowOf(rows, i);
          assert.ok(b === 0 || b === 1);
          assert.deepEqual([...levels].sort(), [0, 0, 1]);
        }
      }
    });
  }

  test('numbers of categorical-naive-bayes are those of gaussian-naive-bayes', async () => {
    const numbers = onlyColumn(train);
    const [mixed, gaussian] = await Promise.all(
      ['categorical-naive-bayes', 'gaussian-naive-bayes'].map((id) =>
        fit(modelOf(id), numbers, { options: { var_smoothing: 0.1 } }),
      ),
    );
    const [a, b] = [await mixed!.logJoint!(numbers.x), await gaussian!.logJoint!(numbers.x)];
    a.data.forEach((value, at) => close(value, b.data[at]!, 1e-12));
  });

  test('columns that a class never shows are taken from all rows', async () => {
    const x = { ...train.x, data: train.x.data.slice() };
    train.y.forEach((k, i) => {
      if (k === 1) x.data.fill(NaN, 5 * i, 5 * i + 5);
    });
    const fitted = await fit(modelOf('categorical-naive-bayes'), { ...train, x });
    assert.deepEqual(fitted.notes, ['Class q has no value of n; that of all rows is used.']);
    assert.ok((await fitted.logJoint!(train.x)).data.every(Number.isFinite));
  });
});

test('priors come before fit_prior, which comes before the counts', async () => {
  const { train } = mixedData();
  const priorOf = async (options: { [name: string]: Json }): Promise<number[]> =>
    Array.from((await fit(modelOf('bernoulli-naive-bayes'), train, { options })).logPrior!, Math.exp);
  near(await priorOf({}), [2 / 3, 1 / 3]);
  near(await priorOf({ fit_prior: false }), [0.5, 0.5]);
  near(await priorOf({ fit_prior: false, class_prior: [0.1, 0.9] }), [0.1, 0.9]);
});

test('multinomial-naive-bayes refuses numbers below 0 by the name of their column', async () => {
  const { train } = mixedData();
  const x = { ...train.x, data: train.x.data.slice() };
  x.data[5] = -2.5;
  await assert.rejects(
    fit(modelOf('multinomial-naive-bayes'), { ...train, x }),
    (error: unknown) =>
      error instanceof Problem && error.code === 'negative-count' && error.message.startsWith('column n holds -2.5'),
  );
});

test('bernoulli-naive-bayes says which columns its threshold does not divide', async () => {
  const { train } = mixedData();
  const { notes } = await fit(modelOf('bernoulli-naive-bayes'), train, { options: { binarize: 50 } });
  assert.deepEqual(notes, [
    'Every training row is on the same side of binarize (50), which says nothing of the class: n.',
  ]);
});

test('the threshold of bernoulli-naive-bayes is in the units of the file', async () => {
  const { train } = mixedData();
  const numbers = onlyColumn(train);
  const fitted = await fit(modelOf('bernoulli-naive-bayes'), numbers, { options: { binarize: 3 } });
  const at = async (value: number) => rowOf(await fitted.logJoint!(matrix(1, 1, Float64Array.of(value))), 0);
  assert.deepEqual(await at(3), await at(-100));
  assert.notDeepEqual(await at(3), await at(3.01));
  const sides = new Set((await fitted.sample!(100, 0, createRng(4))).data);
  const meanOf = (keep: (value: number) => boolean) => {
    const kept = numbers.x.data.filter(keep);
    return kept.reduce((sum, value) => sum + value, 0) / kept.length;
  };
  near([...sides].sort(), [meanOf((value) => value <= 3), meanOf((value) => value > 3)]);
});

/** A count `n`, a category of two levels and one of three; classes p and q. */
function mixedData(): { train: TrainingData } {
  const rng = createRng(21);
  const rows = 60;
  const x = matrix(rows, 5);
  const y = new Int32Array(rows);
  for (let i = 0; i < rows; i++) {
    const k = (y[i] = i % 3 === 0 ? 1 : 0);
    const level = rng.choice(k === 1 ? [1, 1, 4] : [4, 1, 1]);
    rowOf(x, i).set([rng.integer(6) + k, rng.integer(3) > k ? 1 : 0, +(level === 0), +(level === 1), +(level === 2)]);
  }
  const columns = [{ feature: 'n', mean: 0, scale: 1 }, ...levelColumns('b', 2), ...levelColumns('c', 3)];
  return { train: { x, y, classes: 2, classNames: ['p', 'q'], columns } };
}

function onlyColumn({ x, columns, ...rest }: TrainingData): TrainingData {
  const first = matrix(
    x.rows,
    1,
    x.data.filter((_, at) => at % x.columns === 0),
  );
  return { ...rest, x: first, columns: columns.slice(0, 1) };
}

/** log of Poisson(n | lambda) n! / prod x_j!, by which the density differs from scikit-learn's, whatever the class. */
function ofTotals(rows: Matrix, train: Matrix): Float64Array {
  const lambda = train.data.reduce((sum, value) => sum + value, 0) / train.rows;
  return Float64Array.from({ length: rows.rows }, (_, i) => {
    const row = rowOf(rows, i);
    const total = row.reduce((sum, value) => sum + value, 0);
    return row.reduce((sum, value) => sum - logGamma(value + 1), total * Math.log(lambda) - lambda);
  });
}

function near(actual: readonly number[], expected: readonly number[]): void {
  assert.equal(actual.length, expected.length);
  expected.forEach((value, i) => close(actual[i]!, value, 1e-9));
}

function close(actual: number, expected: number, tolerance: number): void {
  const error = Math.abs(actual - expected) / (1 + Math.abs(expected));
  assert.ok(error <= tolerance, `${actual} differs from ${expected} by ${error}; at most ${tolerance}`);
}
