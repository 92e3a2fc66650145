import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { matrix, rowOf } from '../../../../src/data/matrix';
import { Problem } from '../../../../src/data/problem';
import { accuracy, confusionCounts } from '../../../../src/engine/judging/metrics';
import type { TrainingData } from '../../../../src/engine/model';
import type { Json } from '../../../../src/protocol/cards';
import { referenceData, referenceNames } from '../../../support/reference';
import { fit, modelOf } from '../../../support/training';

const knn = modelOf('k-nearest-neighbors');

suite('k-nearest-neighbors', () => {
  for (const name of referenceNames) {
    test(`has scikit-learn's votes and accuracy on ${name}`, async () => {
      const { train, test: held, block } = referenceData(name);
      const expected = block('knn5')!;
      const proba = await (await fit(knn, train)).predictProba!(held.x);
      expected.votes10.forEach((votes, i) =>
        assert.deepEqual(
          [...rowOf(proba, i)],
          votes.map((vote) => vote / 5),
        ),
      );
      const right = accuracy(confusionCounts(proba, held.y));
      assert.ok(Math.abs(right - expected.accuracy) < 1e-7, `accuracy ${right} instead of ${expected.accuracy}`);
    });
  }

  test('weighs neighbours by 1 / distance', async () => {
    const data = line([0, 1, 3, 10], [0, 1, 1, 0]);
    const [between, on] = await probabilities(data, [0.5, 1], { n_neighbors: 3, weights: 'distance' });
    // at 0.5 the distances are 0.5, 0.5 and 2.5
    assert.ok(Math.abs(between![0]! - 2 / (2 + 2 + 0.4)) < 1e-12, `${between![0]}`);
    assert.deepEqual([...on!], [0, 1], 'a training row at distance 0 decides alone');
  });

  test('of rows at the same distance takes the first', async () => {
    const data = line([-1, 1, 1, -1], [0, 1, 1, 1]);
    assert.deepEqual([...(await probabilities(data, [0], { k: 1 }))[0]!], [1, 0]);
  });

  test('measures as it is told', async () => {
    // (3, 0) is nearer than (2, 2) by the sum of the differences, (2, 2) by Euclid's distance
    const data = { ...line([0, 0], [0, 1]), x: matrix(2, 2, Float64Array.of(3, 0, 2, 2)) };
    for (const [metric, winner] of [
      ['manhattan', 0],
      ['euclidean', 1],
    ] as const) {
      const fitted = await fit(knn, data, { options: { neighbors: 1, metric } });
      const proba = await fitted.predictProba!(matrix(1, 2));
      assert.equal(proba.data[winner], 1, metric);
    }
  });

  test('says so when there are fewer rows than neighbours', async () => {
    const fitted = await fit(knn, line([0, 1, 2], [0, 1, 1]));
    assert.match(fitted.notes.join(), /only 3 training rows for n_neighbors = 5/);
    assert.deepEqual([...(await fitted.predictProba!(matrix(1, 1))).data], [1 / 3, 2 / 3]);
  });

  test('refuses more rows than can be kept', async () => {
    const data = line([0, 1], [0, 1]);
    // the size alone decides, before any number is looked at
    const huge = { ...data, x: { ...data.x, rows: 20_000, columns: 1000 } };
    await assert.rejects(fit(knn, huge), (error) => error instanceof Problem && error.code === 'too-many-cells');
  });
});

function line(x: number[], y: number[]): TrainingData {
  return {
    x: matrix(x.length, 1, Float64Array.from(x)),
    y: Int32Array.from(y),
    classes: 2,
    classNames: ['a', 'b'],
    columns: [{ feature: 'x', mean: 0, scale: 1 }],
  };
}

async function probabilities(data: TrainingData, at: number[], options: { [name: string]: Json }) {
  const fitted = await fit(knn, data, { options });
  const proba = await fitted.predictProba!(matrix(at.length, 1, Float64Array.from(at)));
  return at.map((_, i) => rowOf(proba, i));
}
