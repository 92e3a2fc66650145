// The verb uncertainty through whole cells.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { matrix } from '../../../../src/data/matrix';
import { createRng } from '../../../../src/data/random';
import { auroc, confidences, entropies } from '../../../../src/engine/unusual/doubt';
import type { FigureOf } from '../../../../src/protocol/figures';
import { unpack } from '../../../../src/protocol/packing';
import type { DataPlan } from '../../../../src/protocol/plan';
import type { Result } from '../../../../src/protocol/result';
import { modelNamed, planOf, reference, TestHouse } from '../runSupport';
import { problemOf } from '../../../support/problem';

const irisPlan: DataPlan = { path: 'iris.csv', target: 'label' };
const gaussian = modelNamed('gaussian-mixture', { components: 1 });
const house = () => new TestHouse({ 'iris.csv': reference('iris.csv'), 'blobs.csv': blobs(0), 'other.csv': blobs(30) });
const tableOf = (result: Result) => result.tables.find(({ name }) => name === 'uncertainty')!;
const figureOf = (result: Result) =>
  result.figures.find((figure): figure is FigureOf<'uncertainty'> => figure.kind === 'uncertainty');

/** Two round classes side by side, far from the origin by `shift`, and a category. */
function blobs(shift: number): string {
  const rng = createRng(2);
  const rows = Array.from({ length: 200 }, (_, i) => {
    const right = i % 2 === 1;
    const kind = shift > 0 && i < 20 ? 'new' : i % 3 === 0 ? 'red' : 'blue';
    return [rng.normal() + (right ? 4 : 0), rng.normal() + shift, kind, right ? 'right' : 'left'].join(',');
  });
  return `x,y,kind,side\n${rows.join('\n')}\n`;
}

test('entropy and confidence', () => {
  const proba = matrix(3, 2, Float64Array.of(0.5, 0.5, 1, 0, 0.9, 0.1));
  assert.deepEqual([...confidences(proba)], [0.5, 1, 0.9]);
  const [even, sure, near] = entropies(proba);
  assert.ok(Math.abs(even! - Math.LN2) < 1e-12);
  assert.equal(sure, 0);
  assert.ok(Math.abs(near! - 0.3250829733914482) < 1e-12);
});

test('a low log density, a low probability and a high entropy are doubt', () => {
  const of = (score: 'log p(x)' | 'max probability' | 'entropy') =>
    auroc({ model: 'm', score, tested: Float64Array.of(1, 2, 3), strange: Float64Array.of(-1, 0, 2.5) });
  assert.equal(of('log p(x)'), 7 / 9);
  assert.equal(of('max probability'), 7 / 9);
  assert.ok(Math.abs(of('entropy')! - 2 / 9) < 1e-12);
  assert.equal(
    auroc({ model: 'm', score: 'entropy', tested: Float64Array.of(1), strange: new Float64Array(0) }),
    undefined,
  );
});

describe('a class left out of the training', () => {
  test('is none of the classes, and the density notices what the classifier does not', async () => {
    const result = await house().run(
      planOf('uncertainty', irisPlan, [modelNamed('logistic-regression'), gaussian], { options: { unseen: 'setosa' } }),
    );
    assert.deepEqual(result.data.classes, ['versicolor', 'virginica']);
    assert.equal(result.data.train + result.data.test, 100);
    const { columns, rows } = tableOf(result);
    assert.deepEqual(columns.slice(0, 4), ['model', 'score', 'auroc', 'n']);
    assert.deepEqual(
      rows.map((row) => [row[0], row[1], row[3]]),
      [
        ['logistic-regression', 'max probability', 50],
        ['logistic-regression', 'entropy', 50],
        ['gaussian-mixture', 'log p(x)', 50],
        ['gaussian-mixture', 'max probability', 50],
        ['gaussian-mixture', 'entropy', 50],
      ],
    );
    const aurocOf = (model: string, score: string) =>
      rows.find((row) => row[0] === model && row[1] === score)![2] as number;
    assert.equal(aurocOf('gaussian-mixture', 'log p(x)'), 1);
    assert.ok(aurocOf('logistic-regression', 'entropy') < 0.7);
    assert.ok(result.notes.some((note) => note.startsWith('gaussian-mixture finds 50 of 50 rows unfamiliar')));
    assert.ok(
      result.notes.some((note) => /logistic-regression is at least 90 % sure of the class of 4\d|50/.test(note)),
    );
    const figure = figureOf(result)!;
    assert.deepEqual(figure.classes, ['versicolor', 'virginica']);
    assert.equal(figure.strange!.what, 'label = setosa');
    assert.equal(unpack(figure.strange!.places.x).length, 50);
    assert.equal(figure.ambiguous.length, 2);
    assert.equal(figure.unfamiliar.length, 1);
  });

  test('is not to be had of a model that was trained before, nor of two classes', async () => {
    const home = house();
    await home.run(planOf('train', irisPlan, [modelNamed('gaussian-naive-bayes', {}, 'kept')]));
    const kept = { ref: 'kept', name: 'kept', options: {}, at: ['uncertainty'] };
    const plan = planOf('uncertainty', irisPlan, [kept], { options: { unseen: 'setosa' } });
    assert.equal((await problemOf(home.run(plan))).code, 'trained-already');
    const two = planOf('uncertainty', { path: 'blobs.csv', target: 'side' }, ['linear-svm'], {
      options: { unseen: 'left' },
    });
    assert.equal((await problemOf(home.run(two))).code, 'one-class');
    const absent = planOf('uncertainty', irisPlan, ['linear-svm'], { options: { unseen: 'setos' } });
    assert.match((await problemOf(home.run(absent))).message, /did you mean setosa/);
  });
});

describe('rows of another file', () => {
  const plan: DataPlan = { path: 'blobs.csv', target: 'side' };

  test('are unfamiliar, and those with a category that nobody knows are left out', async () => {
    const result = await house().run(
      planOf('uncertainty', plan, ['logistic-regression'], { options: { against: 'other.csv' } }),
    );
    const [probability, , density] = tableOf(result).rows;
    assert.equal(probability![3], 180);
    assert.deepEqual(density!.slice(0, 3), ['categorical-naive-bayes', 'log p(x)', 1]);
    assert.ok(result.notes.some((note) => note.startsWith('20 rows of other.csv have categories')));
    assert.ok(result.notes.some((note) => note.includes('categorical-naive-bayes was added')));
    // the added density is for p(x) only
    assert.deepEqual(
      figureOf(result)!.ambiguous.map(({ model }) => model),
      ['logistic-regression'],
    );
  });

  test('need the same columns, and exclude an unseen class', async () => {
    const home = house();
    const run = (options: { [name: string]: string }) =>
      problemOf(home.run(planOf('uncertainty', plan, ['linear-svm'], { options })));
    assert.deepEqual((await run({ against: 'iris.csv' })).at, ['against']);
    assert.equal((await run({ against: 'other.csv', unseen: 'left' })).code, 'conflicting-options');
  });
});

test('without strange rows doubt is measured, and a place far away is unfamiliar whatever the classifier says', async () => {
  const result = await house().run(
    planOf('uncertainty', { path: 'blobs.csv', target: 'side', features: ['x', 'y'] }, [
      'linear-discriminant-analysis',
    ]),
  );
  for (const row of tableOf(result).rows) assert.deepEqual([row[2], row[3]], [null, 0]);
  const figure = figureOf(result)!;
  const { width, height } = figure.plane;
  const corner = (height - 1) * width;
  assert.ok(unpack(figure.ambiguous[0]!.confidence)[corner]! > 0.99);
  assert.ok(unpack(figure.unfamiliar[0]!.logDensity)[corner]! < figure.unfamiliar[0]!.threshold);
  // half of the way between the classes it is as uncertain as can be
  const middle = Math.round((height - 1) / 2) * width;
  const entropy = unpack(figure.ambiguous[0]!.entropy).subarray(middle, middle + width);
  assert.ok(Math.max(...entropy) > 0.95 * Math.LN2);
});
