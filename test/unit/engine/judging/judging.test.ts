// Curves, calibration and paired differences against scikit-learn and against tables.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { matrix } from '../../../../src/data/matrix';
import { createRng } from '../../../../src/data/random';
import { fitCalibrator } from '../../../../src/engine/judging/calibration';
import { precisionRecallPoints, rocPoints } from '../../../../src/engine/judging/curves';
import { fitIsotonic, isotonicAt } from '../../../../src/engine/math/isotonic';
import { twoSidedP } from '../../../../src/engine/math/studentT';
import { averagePrecision, calibrationError, reliabilityBins, rocAuc } from '../../../../src/engine/judging/metrics';
import { correctedDifference, ranking } from '../../../../src/engine/judging/ranking';

interface Fixture {
  curves: { [name in 'score' | 'positive' | 'fpr' | 'tpr' | 'precision' | 'recall']: number[] } & {
    rocAuc: number;
    averagePrecision: number;
  };
  isotonic: { [name in 'x' | 'y' | 'at' | 'value']: number[] };
  calibration: {
    [name: string]: { method: string; labels: number[]; learn: number[][]; raw: number[][]; calibrated: number[][] };
  };
}

const fixture = JSON.parse(readFileSync(join('test', 'fixtures', 'judging', 'judging.json'), 'utf8')) as Fixture;
const rows = (values: number[][]) => matrix(values.length, values[0]!.length, Float64Array.from(values.flat()));
const close = (a: number, b: number, tolerance: number, what = '') =>
  assert.ok(Math.abs(a - b) <= tolerance, `${what} ${a}, expected ${b}`);

describe('curves over thresholds', () => {
  const { score, fpr, tpr, precision, recall, ...areas } = fixture.curves;
  const positive = fixture.curves.positive.map(Boolean);
  const among = (x: number, y: number, xs: number[], ys: number[]) =>
    xs.some((each, i) => Math.abs(each - x) < 1e-5 && Math.abs(ys[i]! - y) < 1e-5);

  test('ROC: points and area of scikit-learn', () => {
    const { x, y } = rocPoints(score, positive)!;
    x.forEach((at, i) => assert.ok(among(at, y[i]!, fpr, tpr), `${at}, ${y[i]}`));
    assert.deepEqual([x[0], y[0], x.at(-1), y.at(-1)], [0, 0, 1, 1]);
    const area = x.slice(1).reduce((sum, at, i) => sum + ((at - x[i]!) * (y[i + 1]! + y[i]!)) / 2, 0);
    close(area, areas.rocAuc, 1e-4);
    close(rocAuc(score, positive)!, areas.rocAuc, 1e-12);
  });

  test('precision and recall: points and average precision of scikit-learn', () => {
    const { x, y } = precisionRecallPoints(score, positive)!;
    assert.equal(x[0], 0);
    x.slice(1).forEach((at, i) => assert.ok(among(at, y[i + 1]!, recall, precision), `${at}, ${y[i + 1]}`));
    const area = x.slice(1).reduce((sum, at, i) => sum + (at - x[i]!) * y[i + 1]!, 0);
    close(area, areas.averagePrecision, 1e-4);
    close(averagePrecision(score, positive)!, areas.averagePrecision, 1e-12);
  });

  test('many rows give at most 200 points and the same area', () => {
    const rng = createRng(3);
    const truth = Array.from({ length: 20_000 }, () => rng.uniform() < 0.3);
    const scores = truth.map((is) => rng.normal() + (is ? 1 : 0));
    const roc = rocPoints(scores, truth)!;
    assert.ok(roc.x.length <= 200 && roc.x.length > 150, String(roc.x.length));
    const area = roc.x.slice(1).reduce((sum, at, i) => sum + ((at - roc.x[i]!) * (roc.y[i + 1]! + roc.y[i]!)) / 2, 0);
    close(area, rocAuc(scores, truth)!, 1e-3);
    const pr = precisionRecallPoints(scores, truth)!;
    assert.ok(pr.x.length <= 200 && pr.x.length > 150, String(pr.x.length));
    close(pr.x.at(-1)!, 1, 0);
  });

  test('without a positive or a negative there is no curve', () => {
    for (const all of [true, false]) {
      assert.equal(rocPoints([1, 2], [all, all]), undefined);
      assert.equal(precisionRecallPoints([1, 2], [all, all]), undefined);
    }
  });
});

describe('calibration', () => {
  test('isotonic regression: values of scikit-learn, also between and outside the rows', () => {
    const { x, y, at, value } = fixture.isotonic;
    const fitted = fitIsotonic(x, y);
    at.forEach((point, i) => close(isotonicAt(fitted, point), value[i]!, 1e-9, `at ${point}:`));
    for (let i = 1; i < fitted.y.length; i++) assert.ok(fitted.y[i]! >= fitted.y[i - 1]!);
  });

  test('isotonic regression of a single value is constant', () => {
    const fitted = fitIsotonic([0.5, 0.5, 0.5, 0.5], [1, 0, 0, 0]);
    for (const at of [0, 0.5, 1]) assert.equal(isotonicAt(fitted, at), 0.25);
  });

  for (const [name, { method, labels, learn, raw, calibrated }] of Object.entries(fixture.calibration)) {
    test(`${name}: as CalibratedClassifierCV with ensemble=False`, () => {
      const calibrator = fitCalibrator(method, { proba: rows(learn), labels: Int32Array.from(labels) });
      const { data } = calibrator(rows(raw));
      calibrated.flat().forEach((value, i) => close(data[i]!, value, 1e-5));
    });
  }

  test('a row that all classes refuse is divided among them', () => {
    const learn = rows([
      [0.6, 0.3, 0.1],
      [0.1, 0.6, 0.3],
      [0.3, 0.1, 0.6],
    ]);
    const calibrator = fitCalibrator('isotonic', { proba: learn, labels: Int32Array.of(0, 1, 2) });
    assert.deepEqual([...calibrator(rows([[0.1, 0.1, 0.1]])).data], [1 / 3, 1 / 3, 1 / 3]);
  });

  test('bins of the reliability diagram add up to the calibration error', () => {
    const proba = rows([
      [0.95, 0.05],
      [0.92, 0.08],
      [0.45, 0.55],
      [1, 0],
    ]);
    const labels = Int32Array.of(0, 1, 1, 0);
    const bins = reliabilityBins(proba, labels);
    assert.deepEqual(
      bins.map(({ low, rows: n }) => [low, n]),
      [
        [0.5, 1],
        [0.9, 3],
      ],
    );
    const error = bins.reduce((sum, bin) => sum + (bin.rows / 4) * Math.abs(bin.confidence - bin.accuracy), 0);
    close(calibrationError(proba, labels), error, 1e-12);
    close(bins[1]!.accuracy, 2 / 3, 1e-12);
  });
});

describe('paired differences over folds', () => {
  test("Student's t: quantiles of its table", () => {
    for (const [t, degrees] of [
      [12.706, 1],
      [4.303, 2],
      [3.182, 3],
      [2.776, 4],
      [2.262, 9],
      [2.228, 10],
    ] as const) {
      close(twoSidedP(t, degrees), 0.05, 5e-5, `${degrees} degrees of freedom:`);
      close(twoSidedP(-t, degrees), 0.05, 5e-5);
    }
    assert.equal(twoSidedP(0, 4), 1);
    close(twoSidedP(Infinity, 4), 0, 1e-12);
  });

  test('the corrected standard error, by hand', () => {
    const a = [0.9, 0.8, 0.95, 0.85, 0.9];
    const b = [0.85, 0.8, 0.9, 0.8, 0.9];
    const { mean, standardError, p } = correctedDifference(a, b, 1 / 4);
    // differences 0.05 0 0.05 0.05 0: mean 0.03, variance 0.00075
    close(mean, 0.03, 1e-12);
    close(standardError, Math.sqrt((1 / 5 + 1 / 4) * 0.00075), 1e-12);
    close(p!, twoSidedP(0.03 / standardError, 4), 1e-12);
  });

  test('models are ranked by accuracy, then by log loss, and only real differences are called so', () => {
    const { table, note } = ranking(
      [
        { name: 'bad', accuracy: [0.5, 0.52, 0.49, 0.51, 0.5], logLoss: 1 },
        { name: 'good', accuracy: [0.9, 0.93, 0.91, 0.94, 0.92], logLoss: 0.3 },
        { name: 'better', accuracy: [0.9, 0.93, 0.91, 0.94, 0.92], logLoss: 0.2 },
      ],
      1 / 4,
    );
    assert.deepEqual(
      table.rows.map(([rank, name]) => [rank, name]),
      [
        [1, 'better'],
        [2, 'good'],
        [3, 'bad'],
      ],
    );
    assert.deepEqual(table.rows[1]!.slice(3), [0, 0, 1]);
    assert.match(note, /^better has the highest mean accuracy \(0.92 over 5 folds\): better than bad \(by 0.416 ± /);
    assert.match(note, /not to be told apart from good/);
  });
});
