// Leave-one-out errors on iris and penguins, which are published figures: 3 of 150 for Fisher's discriminant on his iris, 4
// for the quadratic one.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { suite, test } from 'node:test';
import { encode } from '../../../../src/data/encode';
import { fitEncoding } from '../../../../src/data/fitEncoding';
import { mostProbable } from '../../../../src/engine/judging/metrics';
import { asClassifier } from '../../../../src/engine/posterior';
import { fit, modelOf } from '../../../support/training';

const fixtures = join('test', 'fixtures');
const sets = {
  iris: {
    file: join(fixtures, 'reference', 'iris.csv'),
    target: 'label',
    features: ['sepal_length', 'sepal_width', 'petal_length', 'petal_width'],
  },
  penguins: {
    file: join('samples', 'data', 'penguins.csv'),
    target: 'species',
    features: ['bill_length_mm', 'bill_depth_mm', 'flipper_length_mm', 'body_mass_g'],
  },
};
const published = { iris: { 'linear-discriminant-analysis': 3, 'quadratic-discriminant-analysis': 4 }, penguins: {} };
const expected = JSON.parse(readFileSync(join(fixtures, 'leaveOneOut', 'leaveOneOut.json'), 'utf8')) as {
  [S in keyof typeof sets]: { [model: string]: { rows: number; wrong: number[] } };
};

for (const name of ['iris', 'penguins'] as const) {
  suite(`${name}, each row by a model of all others`, () => {
    const { features, classNames, labels, whole } = read(name);
    for (const [model, { rows, wrong }] of Object.entries(expected[name])) {
      test(`${model}: ${wrong.length} of ${rows} rows are wrong`, async () => {
        assert.equal(whole.length, rows);
        const missed: number[] = [];
        for (const row of whole) {
          const others = whole.filter((other) => other !== row);
          const encoding = fitEncoding(features, others);
          const fitted = await fit(modelOf(model), {
            x: encode(encoding, features, others),
            y: Int32Array.from(others, (other) => labels[other]!),
            classes: classNames.length,
            classNames,
            columns: encoding.columns,
          });
          const proba = await asClassifier(fitted)!.predictProba(encode(encoding, features, [row]));
          if (mostProbable(proba)[0] !== labels[row]) missed.push(row);
        }
        assert.deepEqual(missed, wrong);
      });
    }
    for (const [model, errors] of Object.entries(published[name]))
      test(`${model}: as published`, () => assert.equal(expected[name][model]!.wrong.length, errors));
  });
}

/** The numbers of a file and its classes; `whole`: the rows without empty cells. */
function read(name: keyof typeof sets) {
  const { file, target, features } = sets[name];
  const [header, ...rows] = readFileSync(file, 'utf8')
    .trim()
    .split('\n')
    .map((line) => line.split(','));
  const cells = (column: string) => rows.map((row) => row[header!.indexOf(column)]!);
  const columns = features.map((feature) => ({
    name: feature,
    kind: 'numeric' as const,
    values: Float64Array.from(cells(feature), (cell) => (cell === '' ? NaN : Number(cell))),
    integer: false,
    missing: 0,
  }));
  const classNames = [...new Set(cells(target))].sort();
  return {
    features: columns,
    classNames,
    labels: cells(target).map((label) => classNames.indexOf(label)),
    whole: [...rows.keys()].filter((row) => columns.every(({ values }) => !Number.isNaN(values[row]!))),
  };
}
