import { test } from 'node:test';
import assert from 'node:assert/strict';
import { buildDataset, requireTarget } from '../../../src/data/dataset';
import type { DataPlan } from '../../../src/data/plan';
import { Problem } from '../../../src/data/problem';
import { readText } from './support';

const csv = `who,film,stars,genre,age,when,part
1,Alien,5,horror,31,9,train
1,Brazil,3,comedy,31,8,train
2,Alien,4,horror,45,7,test
2,Casablanca,2,drama,45,6,train
3,Brazil,,comedy,22,5,train
3,Casablanca,1,drama,22,4,test
,Alien,5,horror,,3,train
2,Alien,5,horror,45,2,train
`;
const plan: DataPlan = { path: 'a.csv', ratings: { user: 'who', item: 'film', rating: 'stars' } };
const build = (more: Partial<DataPlan> = {}, text = csv) => buildDataset(readText(text), { ...plan, ...more }, 'hash');

test('ratings are read with their users, items and what describes them', () => {
  const { ratings, features, parts, target, notes } = build({ split: { by: 'part' } });
  assert.equal(target, undefined);
  assert.deepEqual(ratings?.user.ids, ['1', '2', '3']);
  assert.deepEqual(ratings.item.ids, ['Alien', 'Brazil', 'Casablanca']);
  assert.deepEqual(
    ratings.content.item.map(({ name }) => name),
    ['genre'],
  );
  assert.deepEqual(
    ratings.content.user.map(({ name }) => name),
    ['age'],
  );
  assert.deepEqual(
    features.map(({ name }) => name),
    ['genre', 'age'],
  );
  assert.deepEqual([...parts.train], [0, 1, 3, 7]);
  assert.deepEqual([...parts.test], [2, 5]);
  assert.deepEqual([...parts.unlabelled], [4, 6]);
  assert.match(notes.join(' '), /2 rows lack who, film or stars/);
  assert.match(notes.join(' '), /1 rating repeats a pair/);
  assert.match(notes.join(' '), /describe neither users nor items\): when/);
});

test('a random split takes ratings as they come', () => {
  const { parts } = build({ split: { test: 0.5, seed: 3 } });
  assert.equal(parts.test.length, 3);
  assert.equal(parts.train.length, 3);
});

const mistakes: [string, Partial<DataPlan>, string, (string | number)[]][] = [
  ['twice', { ratings: { user: 'who', item: 'who', rating: 'stars' } }, 'conflicting-roles', ['ratings', 'item']],
  ['words', { ratings: { user: 'who', item: 'film', rating: 'genre' } }, 'unsuitable-rating', ['ratings', 'rating']],
  ['a typo', { ratings: { user: 'wo', item: 'film', rating: 'stars' } }, 'unknown-column', ['ratings', 'user']],
  ['a target as well', { target: 'genre' }, 'conflicting-roles', ['target']],
  ['a role as a feature', { features: ['genre', 'film'] }, 'conflicting-roles', ['features', 1]],
  ['a feature of nobody', { features: ['genre', 'when'] }, 'unsuitable-feature', ['features', 1]],
];
for (const [name, more, code, at] of mistakes) {
  test(`ratings: ${name}`, () => {
    assert.throws(
      () => build(more),
      (error) => error instanceof Problem && error.code === code && assert.deepEqual(error.at, at) === undefined,
    );
  });
}

test('ratings are no classes', () => {
  assert.throws(
    () => requireTarget(build()),
    (error) => error instanceof Problem && error.code === 'ratings-no-target' && /recommend/.test(error.message),
  );
});

test('a file without a complete rating is refused', () => {
  assert.throws(
    () => build({}, 'who,film,stars\n1,,3\n,b,4\n2,c,\n'),
    (error) => error instanceof Problem && error.code === 'no-ratings',
  );
});
