// Files as people have them: gaps, words, one feature, many features, few rows of a class, folds.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { createRng } from '../../../../src/data/random';
import type { DataPlan } from '../../../../src/protocol/plan';
import { modelNamed, planOf, TestHouse } from '../runSupport';

const rng = createRng(8);
const csv = (header: string[], n: number, row: (i: number) => (string | number)[]) =>
  [header, ...Array.from({ length: n }, (_, i) => row(i))].map((cells) => cells.join(',')).join('\n');
const near = (c: number) => (c + rng.normal()).toFixed(3);

const files = {
  'one.csv': csv(['x', 'y'], 90, (i) => [near(2 * (i % 2)), 'ab'[i % 2]!]),
  'mixed.csv': csv(['x', 'colour', 'size', 'y'], 150, (i) => [
    i % 7 === 0 ? '' : near(i % 3),
    i % 11 === 0 ? '' : ['red', 'green', 'blue', 'grey'][(i % 3) + (i % 5 === 0 ? 1 : 0)]!,
    near(-(i % 3)),
    ['low', 'middle', 'high'][i % 3]!,
  ]),
  'wide.csv': csv([...Array.from({ length: 60 }, (_, j) => `f${j}`), 'y'], 120, (i) => [
    ...Array.from({ length: 60 }, () => near(0.5 * (i % 2))),
    `class ${i % 2}`,
  ]),
  'rare.csv': csv(['a', 'b', 'y'], 160, (i) => {
    const c = i < 4 ? 2 : i % 2;
    return [near(c), near(-c), c];
  }),
};
const plans: DataPlan[] = [
  { path: 'one.csv', target: 'y' },
  { path: 'mixed.csv', target: 'y' },
  { path: 'wide.csv', target: 'y' },
  { path: 'rare.csv', target: 'y' },
  { path: 'rare.csv', target: 'y', split: { folds: 4, seed: 0 } },
];
const generators = [
  'gaussian-naive-bayes',
  'quadratic-discriminant-analysis',
  'linear-discriminant-analysis',
  'categorical-naive-bayes',
  'kernel-density',
  'gaussian-mixture',
];
const classifiers = ['logistic-regression', 'k-nearest-neighbors', 'linear-svm'];

for (const plan of plans)
  describe(`${plan.path}${plan.split ? ' in folds' : ''}`, () => {
    test('learning-curve: every model has an error at every size, or a note that says why not', async () => {
      const result = await new TestHouse(files).run(
        planOf('learning-curve', plan, [...classifiers, ...generators], { options: { rows: [3, 12, 1000], draws: 2 } }),
      );
      const { rows } = result.tables[0]!;
      for (const name of [...classifiers, ...generators]) {
        const own = rows.filter((row) => row[0] === name);
        assert.ok(own.length === 3 || result.notes.some((note) => note.startsWith(`${name} has no point at`)), name);
        for (const [, , error, sd] of own) assert.ok(Number(error) >= 0 && Number(error) <= 1 && Number(sd) >= 0, name);
      }
      assert.ok(result.notes.some((note) => /^There are \d+ training rows: that is the largest size/.test(note)));
      assert.equal(result.figures.length, 1);
      assert.equal(
        result.notes.some((note) => note.startsWith('The first of the folds')),
        plan.split !== undefined,
      );
    });

    test('augment: every generator has all three lines', async () => {
      const result = await new TestHouse(files).run(
        planOf('augment', plan, generators, { options: { rows: [20, 60], draws: 2, generated: 30 } }),
      );
      for (const name of generators) {
        const own = result.tables[0]!.rows.filter((row) => row[0] === name);
        assert.deepEqual([...new Set(own.map((row) => row[1]))], ['real', 'real+generated', 'generated'], name);
        for (const [, , , accuracy] of own) assert.ok(Number(accuracy) >= 0 && Number(accuracy) <= 1, name);
      }
      assert.equal(result.figures.length, 1);
    });
  });

test('without test rows there is nothing to measure, and it is said where', async () => {
  const split = csv(['a', 'y', 'part'], 40, (i) => [near(i % 2), i % 2, 'train']);
  const run = new TestHouse({ 'a.csv': split }).run(
    planOf('learning-curve', { path: 'a.csv', target: 'y', split: { by: 'part' } }, ['gaussian-naive-bayes']),
  );
  await assert.rejects(run, { code: 'no-test-rows', at: ['split'] });
});

test('learning-curve: draws that would take too long are left out, and it is said', async () => {
  const home = new TestHouse(files);
  const environment = home.environment.bind(home);
  let time = 0;
  // a clock on which everything takes long
  home.environment = () => ({ ...environment(), now: () => (time += 60_000) });
  const result = await home.run(
    planOf('learning-curve', plans[0]!, [modelNamed('gaussian-naive-bayes')], {
      options: { rows: [10, 20], draws: 20 },
    }),
  );
  const draws = result.tables[0]!.rows.map((row) => row[4] as number);
  assert.ok(
    draws.every((count) => count >= 1 && count < 20),
    String(draws),
  );
  assert.ok(result.notes.some((note) => note.startsWith('gaussian-naive-bayes takes long')));
});

test('learning-curve: a model that does not classify, and one that is stopped', async () => {
  const home = new TestHouse(files);
  const stop = new AbortController();
  const environment = home.environment.bind(home);
  home.environment = () => ({
    ...environment(),
    progress: ({ text }) => (text.includes('draw 3') ? stop.abort() : undefined),
  });
  const result = await home.run(
    planOf('learning-curve', plans[0]!, ['gaussian-naive-bayes', 'logistic-regression'], {
      options: { rows: [10, 20] },
    }),
    stop.signal,
  );
  assert.ok(result.interrupted);
  assert.ok(result.tables[0]!.rows.every((row) => row[4] === 2));
  assert.ok(result.notes.some((note) => note.startsWith('Stopped')));
});
