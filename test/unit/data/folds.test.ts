import assert from 'node:assert/strict';
import { test } from 'node:test';
import { buildDataset, type Dataset } from '../../../src/data/dataset';
import { withFold } from '../../../src/data/folds';
import { problemOf, readText } from './support';

/** Classes a, b, ... of these sizes, mixed, and three rows without a class. */
function build(sizes: number[], folds: number, seed = 0): Dataset {
  const labels = sizes.flatMap((size, c) => Array.from({ length: size }, () => 'abc'[c]!));
  const mixed = [...labels.filter((_, i) => i % 2), '', '', '', ...labels.filter((_, i) => i % 2 === 0)];
  const text = `x,y\n${mixed.map((y, i) => `${i * i},${y}`).join('\n')}\n`;
  return buildDataset(readText(text), { path: 'a.csv', target: 'y', split: { folds, seed } }, 'hash');
}

for (const [sizes, folds] of [
  [[50, 30, 20], 5],
  [[17, 9, 4], 4],
  [[7, 2], 7],
  [[100, 1], 10],
] as const) {
  test(`classes of ${sizes.join(', ')} rows in ${folds} folds: each row in one, equally many, stratified`, () => {
    const { parts, target } = build([...sizes], folds);
    const all = parts.folds!.flatMap((fold) => [...fold]).sort((a, b) => a - b);
    assert.deepEqual(all, [...parts.train]);
    assert.equal(
      parts.train.length,
      sizes.reduce<number>((sum, size) => sum + size, 0),
    );
    assert.equal(parts.test.length, 0);
    assert.equal(parts.unlabelled.length, 3);
    for (const count of [(): boolean => true, ...sizes.map((_, c) => (row: number) => target!.codes[row] === c)]) {
      const counts = parts.folds!.map((fold) => fold.filter(count).length);
      assert.ok(Math.max(...counts) - Math.min(...counts) <= 1, String(counts));
    }
    for (const fold of parts.folds!) assert.deepEqual(fold, fold.slice().sort());
  });
}

test('a fold is for testing, the others for training', () => {
  const dataset = build([12, 8], 4);
  const { parts } = withFold(dataset, dataset.parts.folds!, 1);
  assert.deepEqual(parts.test, dataset.parts.folds![1]);
  assert.deepEqual(
    [...parts.train, ...parts.test].sort((a, b) => a - b),
    [...dataset.parts.train],
  );
  assert.equal(parts.folds, undefined);
});

test('the seed decides', () => {
  const folds = (seed: number) => build([30, 30], 5, seed).parts.folds;
  assert.deepEqual(folds(1), folds(1));
  assert.notDeepEqual(folds(1), folds(2));
});

test('a class with fewer rows than folds is said; more folds than any class has rows are too many', () => {
  assert.match(build([20, 3], 5).notes.join(), /Fewer rows than folds.*: b\./);
  const problem = problemOf(() => build([4, 3], 5));
  assert.deepEqual(problem.at, ['split', 'folds']);
  assert.match(problem.message, /5 folds are too many: the largest class of y has 4 rows/);
  assert.match(problemOf(() => build([40, 30], 1)).message, /invalid folds: 1; expected a whole number from 2 to 100/);
});
