import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { buildDataset } from '../../../../src/data/dataset';
import { readTable } from '../../../../src/data/formats';
import { Problem } from '../../../../src/data/problem';
import { labelOf } from '../../../../src/engine/unusual/label';
import { densityDataset } from '../../../../src/engine/unusual/learning';

/** A file whose column `mark` holds these values in turn. */
function datasetOf(marks: readonly (string | number)[], plan: object = {}) {
  const csv = `a,mark\n${marks.map((mark, i) => `${(i * 7) % 11},${mark}`).join('\n')}\n`;
  return buildDataset(readTable('a.csv', new TextEncoder().encode(csv)), { path: 'a.csv', ...plan }, 'hash');
}

const times = (value: string | number, n: number) => new Array<string | number>(n).fill(value);

describe('which rows are anomalies', () => {
  const cases: [string, (string | number)[], string[]][] = [
    ['0 and 1', [...times(0, 5), ...times(1, 9)], ['1']],
    ['true and false', [...times('True', 9), ...times('False', 3)], ['True']],
    ['yes and no', [...times('no', 9), 'yes'], ['yes']],
    ['normal and kinds of attacks', [...times('normal', 9), 'smurf', 'neptune'], ['smurf', 'neptune']],
    ['1 and 2 are classes, of which the rarer is meant', [...times(1, 9), ...times(2, 3)], ['2']],
    ['x and y are no yes and no', [...times('y', 9), ...times('x', 3)], ['x']],
    ['1 and -1: the rarer', [...times(1, 9), ...times(-1, 2)], ['-1']],
    ['-1 and 1 the other way round', [...times(-1, 9), ...times(1, 2)], ['1']],
    ['two words: the rarer', [...times('cat', 9), ...times('dog', 2)], ['dog']],
    ['outliers among inliers', [...times('inlier', 9), ...times('outlier', 4)], ['outlier']],
  ];
  for (const [what, marks, anomalous] of cases) {
    test(what, () => {
      const label = labelOf(datasetOf(marks), { label: 'mark' })!;
      assert.deepEqual([...label.anomalous].sort(), [...anomalous].sort());
      marks.forEach((mark, row) => assert.equal(label.codes[row], Number(anomalous.includes(String(mark)))));
      assert.ok(label.note.includes(`of ${marks.length} rows`));
    });
  }

  test('those with the value that is named; empty cells are not known', () => {
    const label = labelOf(datasetOf(['x', 'y', '', 'z', 'z']), { label: 'mark', anomaly: 'z' })!;
    assert.deepEqual([...label.codes], [0, 0, -1, 1, 1]);
    assert.deepEqual([...labelOf(datasetOf([1, 2, 2, 3]), { label: 'mark', anomaly: '3.0' })!.codes], [0, 0, 0, 1]);
  });

  test('what cannot be known is asked for', () => {
    const code = (marks: (string | number)[], options: { [name: string]: string }) => {
      try {
        labelOf(datasetOf(marks), options);
      } catch (error) {
        assert.ok(error instanceof Problem);
        return error.code;
      }
      return undefined;
    };
    assert.equal(code(['x', 'y', 'z', 'z'], { label: 'mark' }), 'missing-option');
    assert.equal(code(['x', 'x', 'y', 'y'], { label: 'mark' }), 'missing-option');
    assert.equal(code(['x', 'x'], { label: 'mark' }), 'unsuitable-label');
    assert.equal(code(['x', 'y'], { label: 'mark', anomaly: 'z' }), 'unknown-value');
    assert.equal(code(['x', 'y'], { label: 'mork' }), 'unknown-column');
    assert.equal(code(['x', 'y'], { anomaly: 'x' }), 'missing-option');
    assert.equal(code(['x', 'y'], {}), undefined);
  });
});

describe('the rows that a density learns from', () => {
  const marks = [...times('no', 36), ...times('yes', 4)];

  test('without a target: both kinds in each part, the label no feature', () => {
    const dataset = datasetOf(marks);
    const label = labelOf(dataset, { label: 'mark' });
    const all = densityDataset(dataset, label, false);
    const anomalies = (rows: Int32Array) => rows.filter((row) => marks[row] === 'yes').length;
    assert.equal(anomalies(all.parts.train), 3);
    assert.equal(anomalies(all.parts.test), 1);
    assert.deepEqual(
      all.features.map(({ name }) => name),
      ['a'],
    );
    assert.equal(all.target?.whole, true);
    const clean = densityDataset(dataset, label, true);
    assert.equal(anomalies(clean.parts.train), 0);
    assert.equal(clean.parts.train.length, all.parts.train.length - 3);
    assert.deepEqual(clean.parts.test, all.parts.test);
    assert.notEqual(clean.selection, all.selection);
  });

  test('a target with one class, or that is the label, is none', () => {
    const one = datasetOf(times('no', 20), { target: 'mark' });
    assert.equal(densityDataset(one, undefined, false).target?.whole, true);
    const two = datasetOf(marks, { target: 'mark' });
    assert.equal(densityDataset(two, undefined, false).target?.whole, undefined);
    assert.equal(densityDataset(two, labelOf(two, { label: 'mark' }), false).target?.whole, true);
    const unlabelled = datasetOf([...marks, '', ''], { target: 'mark' });
    const label = labelOf(unlabelled, { label: 'mark' });
    assert.ok(densityDataset(unlabelled, label, false).parts.train.includes(41));
    assert.ok(!densityDataset(unlabelled, label, true).parts.train.includes(41));
  });

  test('with nothing known to be normal there is nothing clean', () => {
    const dataset = datasetOf([...times('yes', 9), 'no'], { split: { test: 0.9, seed: 1 } });
    const label = labelOf(dataset, { label: 'mark', anomaly: 'yes' })!;
    assert.throws(
      () => densityDataset(dataset, { ...label, codes: label.codes.map(() => 1) }, true),
      (error) => error instanceof Problem && error.code === 'no-normal-rows',
    );
  });
});
