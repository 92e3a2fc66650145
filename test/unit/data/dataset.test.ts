import assert from 'node:assert/strict';
import { test } from 'node:test';
import { buildDataset, requireTarget, type Dataset } from '../../../src/data/dataset';
import type { DataPlan } from '../../../src/data/plan';
import { moons, toyTable } from '../../../src/data/toy';
import { createRng, problemOf, readText } from './support';

function build(text: string, plan: Partial<DataPlan> = {}): Dataset {
  return buildDataset(readText(text), { path: 'data.csv', ...plan }, 'hash');
}

const featureNames = (dataset: Dataset): string[] => dataset.features.map((column) => column.name);
const lines = (n: number, line: (i: number) => string): string =>
  Array.from({ length: n }, (_, i) => line(i)).join('\n');

/** One column of each sort, 60 rows. */
const everySort = `id,x,w,same,empty,name,many,fold,y\n${lines(60, (i) => {
  const fold = i % 3 === 0 ? 'Test' : i % 3 === 1 ? 'train' : 'DEV';
  return [i + 100, i * i * 0.5, i % 2 ? 'on' : 'off', 5, '', `n${i}`, `c${i % 25}`, fold, i % 4 ? 'a' : 'b'].join();
})}\n`;

test('without features every usable column is one, and a note says what was left out and why', () => {
  const dataset = build(everySort, { target: 'y', split: { by: 'fold' } });
  assert.deepEqual(featureNames(dataset), ['x', 'w', 'many']);
  assert.deepEqual(dataset.notes, [
    'Left out of the features (empty in every row): empty.',
    'Left out of the features (the same value in every row): same.',
    'Left out of the features (text or identifiers): name.',
    'Left out of the features (row numbers): id.',
  ]);
  assert.deepEqual(featureNames(build(everySort, { target: 'y', ignore: ['fold', 'w'] })), ['x', 'many']);
});

test('named features keep their order; a constant one is noted', () => {
  const dataset = build(everySort, { target: 'y', features: ['w', 'same', 'id'] });
  assert.deepEqual(featureNames(dataset), ['w', 'same', 'id']);
  assert.match(dataset.notes.join(), /same value in every row.*same/);
});

const wrong: [string, Partial<DataPlan>, string, (string | number)[], RegExp][] = [
  [
    'a feature that is not there',
    { features: ['x', 'nam'] },
    'unknown-column',
    ['features', 1],
    /unknown column: nam; did you mean name\?/,
  ],
  ['a target that is not there', { target: 'Y2' }, 'unknown-column', ['target'], /unknown column: Y2/],
  ['an ignored column that is not there', { ignore: ['zz'] }, 'unknown-column', ['ignore', 0], /unknown column: zz/],
  [
    'a split column that is not there',
    { split: { by: 'fld' } },
    'unknown-column',
    ['split', 'by'],
    /did you mean fold/,
  ],
  [
    'text as a feature',
    { features: ['name'] },
    'unsuitable-feature',
    ['features', 0],
    /holds text.*expected numbers or categories/,
  ],
  ['an empty feature', { features: ['x', 'empty'] }, 'unsuitable-feature', ['features', 1], /empty in every row/],
  ['no feature', { features: [] }, 'no-features', ['features'], /features is empty/],
  ['a feature named twice', { features: ['x', 'w', 'x'] }, 'repeated-feature', ['features', 2], /named twice/],
  [
    'the target among the features',
    { target: 'y', features: ['x', 'y'] },
    'conflicting-roles',
    ['features', 1],
    /both a feature and the target/,
  ],
  ['an ignored feature', { ignore: ['x'], features: ['x'] }, 'conflicting-roles', ['features', 0], /ignored/],
  [
    'the split column among the features',
    { split: { by: 'fold' }, features: ['fold'] },
    'conflicting-roles',
    ['features', 0],
    /split/,
  ],
  ['an ignored target', { target: 'y', ignore: ['x', 'y'] }, 'conflicting-roles', ['ignore', 1], /target/],
  [
    'the target as split column',
    { target: 'fold', split: { by: 'fold' } },
    'conflicting-roles',
    ['split', 'by'],
    /target/,
  ],
  ['a number to predict', { target: 'x' }, 'unsuitable-target', ['target'], /regression.*not offered/],
  ['an identifier to predict', { target: 'name' }, 'unsuitable-target', ['target'], /60 different values in 60 rows/],
  [
    'a test share of 0',
    { split: { test: 0, seed: 1 } },
    'invalid-split',
    ['split', 'test'],
    /invalid test share: 0; expected a number between 0 and 1/,
  ],
  ['a test share of 1', { split: { test: 1, seed: 1 } }, 'invalid-split', ['split', 'test'], /invalid test share: 1/],
  ['a test share that is no number', { split: { test: NaN, seed: 1 } }, 'invalid-split', ['split', 'test'], /NaN/],
  ['an endless seed', { split: { test: 0.5, seed: Infinity } }, 'invalid-split', ['split', 'seed'], /invalid seed/],
  [
    'a column that does not say parts',
    { split: { by: 'w' } },
    'invalid-split',
    ['split', 'by'],
    /column w holds "off" in 30 rows and 1 other value; expected train, validation or test/,
  ],
];
for (const [title, plan, code, at, words] of wrong) {
  test(`a mistake in the plan: ${title}`, () => {
    const problem = problemOf(() => build(everySort, plan));
    assert.equal(problem.code, code);
    assert.deepEqual(problem.at, at);
    assert.match(problem.message, words);
  });
}

test('the wrong delimiter shows when the target is looked for', () => {
  const problem = problemOf(() => build('x^y\n1^a\n2^b\n', { target: 'y' }));
  assert.match(problem.message, /unknown column: y.*single column/);
});

test('classes are sorted: words by code unit, whole numbers by value', () => {
  assert.deepEqual(build('x,y\n1,b\n2,a\n3,B\n', { target: 'y' }).target!.classes, ['B', 'a', 'b']);
  const { target, features } = build('x,y\n1,10\n2,9\n3,-1\n4,\n5,9.0\n', { target: 'y' });
  assert.deepEqual(target, { name: 'y', classes: ['-1', '9', '10'], codes: Int32Array.of(2, 1, 0, -1, 1) });
  assert.deepEqual(
    features.map((column) => column.name),
    ['x'],
  );
});

test('rows without a class are unlabelled and in no other part', () => {
  const dataset = build(`x,y\n${lines(100, (i) => `${i},${i % 5 === 0 ? '' : 'ab'[i % 2]}`)}\n`, { target: 'y' });
  const { parts } = dataset;
  assert.deepEqual(
    Array.from(parts.unlabelled),
    Array.from({ length: 20 }, (_, i) => i * 5),
  );
  const all = [...parts.train, ...parts.validation, ...parts.test, ...parts.unlabelled].sort((a, b) => a - b);
  assert.deepEqual(
    all,
    Array.from({ length: 100 }, (_, i) => i),
  );
  assert.match(dataset.notes.join(), /20 rows have no y: kept aside as unlabelled/);
});

test('empty cells of the features are counted', () => {
  assert.equal(build('x,w,y\n1,,a\n,p,b\n3,q,a\n', { target: 'y' }).missingCells, 2);
});

const classSizes = [[50, 30, 20], [3, 2, 95], [1, 1, 98], [2, 2, 2], [7, 7, 7], [5, 1], [100, 3]]; // prettier-ignore
for (const sizes of classSizes) {
  test(`a random split of classes of ${sizes.join(', ')} rows is stratified`, () => {
    const rows = sizes.flatMap((size, c) => Array.from({ length: size }, () => 'abc'[c]!));
    const text = `x,y\n${rows.map((y, i) => `${i * i},${y}`).join('\n')}\n`;
    for (const test of [0.1, 0.25, 0.3, 0.5, 0.9]) {
      const { parts, target } = build(text, { target: 'y', split: { test, seed: 1 } });
      const counts = (part: Int32Array): number[] =>
        sizes.map((_, c) => part.filter((row) => target!.codes[row] === c).length);
      const [train, tested] = [counts(parts.train), counts(parts.test)];
      const total = Math.ceil(test * rows.length);
      const room = sizes.reduce((sum, size) => sum + size - 1, 0);
      assert.equal(parts.test.length, Math.min(total, room));
      for (const [c, size] of sizes.entries()) {
        assert.equal(train[c]! + tested[c]!, size);
        assert.ok(train[c]! >= 1, `class ${c} keeps a training row`);
        if (size > 1 && total <= room && sizes.every((n) => n > 20)) assert.ok(Math.abs(tested[c]! - test * size) < 1);
      }
      assert.deepEqual(parts.train, parts.train.slice().sort());
    }
  });
}

test('a class of a single row is for training, with a note', () => {
  const { notes } = build(`x,y\n${lines(20, (i) => `${i * i},a`)}\n5,b\n`, { target: 'y' });
  assert.match(notes.join(), /1 class has a single row, which is for training: b/);
});

test('a split is the same each time, another with another seed, and default is a quarter with seed 0', () => {
  const text = `x,y\n${lines(40, (i) => `${i * i},${'ab'[i % 2]}`)}\n`;
  const parts = (plan: Partial<DataPlan>): Dataset['parts'] => build(text, { target: 'y', ...plan }).parts;
  assert.deepEqual(parts({ split: { test: 0.25, seed: 0 } }), parts({}));
  assert.notDeepEqual(parts({ split: { test: 0.25, seed: 1 } }).test, parts({}).test);
  assert.equal(parts({}).test.length, 10);
});

test('many rows are divided, too', () => {
  const table = toyTable(moons(300_000, 0.1, createRng(1)));
  const { parts } = buildDataset(table, { path: '', target: 'label' }, '');
  assert.deepEqual([parts.train.length, parts.test.length], [225_000, 75_000]);
});

test('without a target rows are divided at random', () => {
  const { parts, target } = build(`x\n${lines(10, (i) => String(i * i))}\n`);
  assert.equal(target, undefined);
  assert.equal(parts.test.length, 3);
  assert.equal(parts.train.length, 7);
  assert.equal(build('x\n1\n').parts.train.length, 1);
});

test('a split column divides the rows; it is no feature', () => {
  const { parts, features } = build(everySort, { target: 'y', split: { by: 'fold' } });
  assert.deepEqual(Array.from(parts.test.slice(0, 3)), [0, 3, 6]);
  assert.deepEqual(Array.from(parts.train.slice(0, 3)), [1, 4, 7]);
  assert.deepEqual(Array.from(parts.validation.slice(0, 3)), [2, 5, 8]);
  assert.ok(!features.some((column) => column.name === 'fold'));
});

test('an empty split cell is said, unless the row has no class anyway', () => {
  const problem = problemOf(() =>
    build('x,fold,y\n1,train,a\n2,,b\n3,test,a\n', { target: 'y', split: { by: 'fold' } }),
  );
  assert.match(problem.message, /column fold holds an empty cell in 1 row/);
  assert.equal(
    build('x,fold,y\n1,train,a\n2,,\n3,test,b\n', { target: 'y', split: { by: 'fold' } }).parts.unlabelled.length,
    1,
  );
  assert.match(
    problemOf(() => build('x,fold\n1,test\n2,test\n', { split: { by: 'fold' } })).message,
    /says train in no row/,
  );
});

const untrainable: [string, string, Partial<DataPlan>, string, RegExp][] = [
  ['no target', everySort, {}, 'missing-target', /there is no target.*w, many/],
  ['one class', 'x,y\n1,a\n2,a\n', { target: 'y' }, 'one-class', /one class only \(a\)/],
  ['no class', 'x,y\n1,\n2,\n', { target: 'y' }, 'no-classes', /empty in all 2 rows/],
  [
    'a single row per class',
    'x,y\n1,a\n2,b\n3,c\n',
    { target: 'y' },
    'one-row-per-class',
    /each of the 3 classes of y has a single row/,
  ],
  [
    'one class to train on',
    'x,f,y\n1,train,a\n2,train,a\n3,test,b\n',
    { target: 'y', split: { by: 'f' } },
    'one-class',
    /training rows hold one class only/,
  ],
  [
    'no feature',
    'x,y\n5,a\n5,b\n5,a\n',
    { target: 'y' },
    'no-features',
    /Left out of the features \(the same value in every row\): x/,
  ],
];
for (const [title, text, plan, code, words] of untrainable) {
  test(`data to look at, not to train on: ${title}`, () => {
    const dataset = build(text, plan);
    const problem = problemOf(() => requireTarget(dataset));
    assert.equal(problem.code, code);
    assert.match(problem.message, words);
  });
}

test('what can be trained on passes', () => {
  const dataset = build(everySort, { target: 'y' });
  assert.equal(requireTarget(dataset).target.name, 'y');
});
