// Shrinkage by the formula of Ledoit and Wolf, against scikit-learn.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { suite, test } from 'node:test';
import { matrix, takeRows } from '../../../../src/data/matrix';
import { ledoitWolf } from '../../../../src/engine/math/ledoitWolf';
import { groupMoments } from '../../../../src/engine/math/moments';
import { weightedMoments } from '../../../../src/engine/math/weightedMoments';
import type { TrainingData } from '../../../../src/engine/model';
import { posterior } from '../../../../src/engine/posterior';
import { fit, modelOf } from '../../../support/training';

interface Case {
  n: number;
  d: number;
  classes: number;
  covariance: number[][];
  proba10: number[][];
}

const { cases } = JSON.parse(readFileSync(join('test', 'fixtures', 'shrinkage', 'shrinkage.json'), 'utf8')) as {
  cases: Case[];
};

/** The rows of make.py. */
function rowsOf({ n, d, classes }: Case): TrainingData {
  const x = matrix(n, d);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < d; j++) {
      const angle = 12.9898 * (i + 1) + 78.233 * (j + 1) * (1 + (i % 7));
      x.data[i * d + j] = Math.sin(angle) + 0.8 * Number(i % classes === j % classes);
    }
    const last = i * d + d - 1;
    x.data[last] = 0.7 * x.data[i * d]! + 0.3 * x.data[last]!;
  }
  return {
    x,
    y: Int32Array.from({ length: n }, (_, i) => i % classes),
    classes,
    classNames: ['a', 'b', 'c'].slice(0, classes),
    columns: Array.from({ length: d }, (_, j) => ({ feature: `x${j}`, mean: 0, scale: 1 })),
  };
}

suite('shrinkage: auto', () => {
  for (const one of cases) {
    test(`${one.n} rows of ${one.d} features`, async () => {
      const data = rowsOf(one);
      const { covariance, proba10 } = one;
      const fitted = await fit(modelOf('linear-discriminant-analysis'), data, { options: { shrinkage: 'auto' } });
      const head = takeRows(data.x, [0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
      const proba = posterior(await fitted.logJoint!(head));
      proba10.flat().forEach((p, at) => near(proba.data[at]!, p));
      const weights = matrix(one.n, one.classes);
      data.y.forEach((code, i) => (weights.data[i * one.classes + code] = 1));
      const groups = ledoitWolf(data.x, weights, groupMoments(data.x, data.y, one.classes));
      const shares = Array.from(weightedMoments(data.x, weights).counts, (count) => count / one.n);
      covariance.flat().forEach((value, at) =>
        near(
          groups.reduce((sum, group, k) => sum + shares[k]! * group.covariance.data[at]!, 0),
          value,
        ),
      );
      assert.ok(fitted.notes.some((note) => note.startsWith('Shrinkage by Ledoit and Wolf')));
    });
  }

  test('makes more features than rows a covariance that needs no ridge', async () => {
    const data = rowsOf({ ...cases[1]!, n: 12, d: 20, classes: 2 });
    const plain = await fit(modelOf('linear-discriminant-analysis'), data);
    const shrunk = await fit(modelOf('linear-discriminant-analysis'), data, { options: { shrinkage: 'auto' } });
    assert.ok(plain.notes.some((note) => note.includes('singular')));
    assert.ok(!shrunk.notes.some((note) => note.includes('singular')), shrunk.notes.join(' '));
  });

  test('counts rows without a label by how much they belong to a class', async () => {
    const data = rowsOf(cases[0]!);
    const labelled = [0, 1, 2, 3, 4, 5];
    const some = {
      ...data,
      x: takeRows(data.x, labelled),
      y: data.y.slice(0, 6),
      unlabelled: takeRows(data.x, [...data.y.keys()].slice(6)),
    };
    const fitted = await fit(modelOf('linear-discriminant-analysis'), some, { options: { shrinkage: 'auto' } });
    const joint = await fitted.logJoint!(data.x);
    assert.ok(joint.data.every(Number.isFinite));
    const twice = matrix(80, 2, new Float64Array(160).fill(0.5));
    const rows = takeRows(data.x, [...data.y.keys(), ...data.y.keys()]);
    const [a, b] = ledoitWolf(rows, twice, weightedMoments(rows, twice));
    near(a!.shrinkage, b!.shrinkage);
    const once = matrix(40, 1, new Float64Array(40).fill(1));
    near(a!.shrinkage, ledoitWolf(data.x, once, weightedMoments(data.x, once))[0]!.shrinkage);
  });
});

function near(actual: number, expected: number): void {
  assert.ok(Math.abs(actual - expected) <= 1e-6, `${actual} is ${expected}`);
}
