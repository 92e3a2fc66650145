// Self-training and label spreading with the labelled rows of the reference.
import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { matrix, stackRows, takeRows } from '../../../../src/data/matrix';
import type { Matrix } from '../../../../src/data/matrix';
import { createRng } from '../../../../src/data/random';
import { accuracy, confusionCounts } from '../../../../src/engine/judging/metrics';
import type { Classifier } from '../../../../src/engine/model';
import { LabelSpreading } from '../../../../src/engine/semiSupervised/labelSpreading';
import { selfTrain } from '../../../../src/engine/semiSupervised/selfTraining';
import type { Labelled } from '../../../../src/engine/semiSupervised/selfTraining';
import { referenceData, semiSupervisedReference } from '../../../support/reference';
import { fit, modelOf } from '../../../support/training';

for (const name of ['moons', 'blobs3']) {
  const { train, test: held, trainRows, all } = referenceData(name);
  const { config, labelled_idx, results } = semiSupervisedReference(name);
  const right = (proba: Matrix) => accuracy(confusionCounts(proba, held.y));

  suite(`${name} as the reference does it`, () => {
    for (const kernel of ['knn', 'rbf'] as const) {
      test(`label spreading over ${kernel}`, () => {
        const graph = new LabelSpreading(train.x, { kernel, gamma: config.gamma, neighbors: 7, alpha: 0.2 });
        const reach = graph.reach(held.x);
        // over knn scikit-learn ends before labels have reached rows far from all of them, which then count as the first class
        const [method, tolerance] =
          kernel === 'knn' ? (['label_spreading_knn7', 0.03] as const) : (['label_spreading_rbf', 0.005] as const);
        for (const labels of [2, 5, 10]) {
          const outcomes = labelled_idx.map((ofClass) => {
            const kept = new Set(ofClass.flatMap((own) => own.slice(0, labels)));
            const y = Int32Array.from(trainRows, (row) => (kept.has(row) ? all.y[row]! : -1));
            const spread = graph.spread(y, train.classes);
            const hidden = [...y.keys()].filter((i) => y[i]! < 0);
            const truth = Int32Array.from(hidden, (i) => train.y[i]!);
            return {
              inductive: right(reach.average(spread)),
              transductive: accuracy(confusionCounts(takeRows(spread, hidden), truth)),
            };
          });
          const expected = results[labels]!;
          within(mean(outcomes.map(({ inductive }) => inductive)), expected[method]!.mean, tolerance);
          const transductive = mean(outcomes.map((one) => one.transductive));
          const reached = expected[`${method}_transductive`]!.mean;
          if (kernel === 'rbf') within(transductive, reached, tolerance);
          else assert.ok(transductive > reached - tolerance, `${transductive} is not much less than ${reached}`);
        }
      });
    }

    test('self-training of logistic regression', async () => {
      const spec = modelOf('logistic-regression');
      for (const labels of [2, 5, 10]) {
        const expected = results[labels]!['self_training_logreg']!;
        let sum = 0;
        for (const ofClass of labelled_idx) {
          const rows = ofClass.flatMap((own) => own.slice(0, labels));
          const kept = new Set(rows);
          const labelled = { x: takeRows(all.x, rows), y: Int32Array.from(rows, (row) => all.y[row]!) };
          const others = takeRows(
            all.x,
            trainRows.filter((row) => !kept.has(row)),
          );
          const learn = async (own: Labelled) => {
            const fitted = await fit(spec, { ...train, ...own });
            return { predictProba: (x: Matrix) => fitted.predictProba!(x), dispose: () => fitted.dispose() };
          };
          const outcome = await selfTrain(learn, labelled, others, { threshold: 0.75, maxIterations: 50 });
          sum += right(await outcome!.model.predictProba(held.x));
        }
        within(sum / labelled_idx.length, expected.mean, 0.03);
      }
    });
  });
}

suite('label spreading', () => {
  const rng = createRng(3);
  const x = matrix(
    40,
    2,
    Float64Array.from({ length: 80 }, () => rng.normal()),
  );
  const y = new Int32Array(40).fill(-1);
  y[0] = 0;
  y[1] = 1;

  test('is the fixed point F = alpha S F + (1 - alpha) Y of its definition', () => {
    const [n, alpha, gamma] = [40, 0.6, 2];
    const spread = new LabelSpreading(x, { kernel: 'rbf', gamma, neighbors: 7, alpha }).spread(y, 2);
    const weight = (i: number, j: number) =>
      i === j
        ? 0
        : Math.exp(-gamma * ((x.data[2 * i]! - x.data[2 * j]!) ** 2 + (x.data[2 * i + 1]! - x.data[2 * j + 1]!) ** 2));
    const rows = [...y.keys()];
    const degree = rows.map((i) => rows.reduce((sum, j) => sum + weight(i, j), 0));
    // by powers: (I - alpha S)^-1 = sum (alpha S)^k
    let power = rows.map((i) => [Number(y[i] === 0), Number(y[i] === 1)]);
    const total = power.map((row) => row.slice());
    for (let k = 0; k < 200; k++) {
      power = rows.map((i) =>
        [0, 1].map((c) =>
          rows.reduce((sum, j) => sum + (alpha * weight(i, j) * power[j]![c]!) / Math.sqrt(degree[i]! * degree[j]!), 0),
        ),
      );
      power.forEach((row, i) => row.forEach((value, c) => (total[i]![c]! += value)));
    }
    for (let i = 0; i < n; i++) {
      const [a, b] = total[i]!;
      within(spread.data[2 * i]!, a! / (a! + b!), 1e-4);
    }
  });

  test('leaves rows that no label reaches without a class', () => {
    const far = stackRows([
      x,
      matrix(
        10,
        2,
        new Float64Array(20).map((_, i) => 1e3 + i),
      ),
    ]);
    const own = Int32Array.of(...y, ...new Int32Array(10).fill(-1));
    const graph = new LabelSpreading(far, { kernel: 'knn', gamma: 20, neighbors: 4, alpha: 0.2 });
    const spread = graph.spread(own, 2);
    assert.deepEqual([...spread.data.subarray(80)], new Array(20).fill(0));
    assert.ok(
      graph
        .reach(matrix(1, 2, Float64Array.of(1e3, 1e3)))
        .average(spread)
        .data.every((share) => share === 0),
    );
  });

  test('takes all rows for neighbours where there are fewer than it wants', () => {
    const few = takeRows(x, [0, 1, 2]);
    const spread = new LabelSpreading(few, { kernel: 'knn', gamma: 20, neighbors: 7, alpha: 0.2 }).spread(
      Int32Array.of(0, 1, -1),
      2,
    );
    assert.ok(spread.data[0]! > spread.data[1]! && spread.data[3]! > spread.data[2]!);
    within(spread.data[4]!, 0.5, 1e-9);
  });
});

suite('self-training', () => {
  /** Two classes on a line; sure beyond a distance of 1 from the middle of the class means. */
  const onLine = (rows: Labelled): Promise<Classifier & { dispose(): void; rows: number }> => {
    const mean = (k: number) => {
      const own = [...rows.x.data].filter((_, i) => rows.y[i] === k);
      return own.reduce((sum, value) => sum + value, 0) / own.length;
    };
    const middle = (mean(0) + mean(1)) / 2;
    return Promise.resolve({
      rows: rows.y.length,
      predictProba: (x: Matrix) =>
        Promise.resolve(
          matrix(
            x.rows,
            2,
            Float64Array.from({ length: 2 * x.rows }, (_, at) => {
              const p = 1 / (1 + Math.exp(-(x.data[at >> 1]! - middle)));
              return at % 2 ? p : 1 - p;
            }),
          ),
        ),
      dispose: () => void disposed++,
    });
  };
  let disposed = 0;
  const line = (...values: number[]) => matrix(values.length, 1, Float64Array.from(values));
  const labelled = { x: line(-1, 1), y: Int32Array.of(0, 1) };

  test('adds sure rows only, and lets go of all but the last model', async () => {
    disposed = 0;
    const outcome = await selfTrain(onLine, labelled, line(-5, -4, 3, 0.1), { threshold: 0.75, maxIterations: 10 });
    assert.equal(outcome!.added, 3);
    assert.equal(outcome!.model.rows, 5);
    assert.equal(disposed, outcome!.iterations - 1);
  });

  test('stops after the rounds it is given, without rows, and when the user does', async () => {
    const once = await selfTrain(onLine, labelled, line(-5, 5, 1.2), { threshold: 0.75, maxIterations: 1 });
    assert.deepEqual([once!.iterations, once!.added], [1, 3]);
    const none = await selfTrain(onLine, labelled, matrix(0, 1), { threshold: 0.75, maxIterations: 10 });
    assert.deepEqual([none!.iterations, none!.added], [0, 0]);
    const stopped = await selfTrain(() => Promise.resolve(undefined), labelled, line(1), {
      threshold: 0.75,
      maxIterations: 10,
    });
    assert.equal(stopped, undefined);
  });
});

function mean(values: number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function within(actual: number, expected: number, tolerance: number): void {
  assert.ok(Math.abs(actual - expected) <= tolerance, `${actual} is ${expected} within ${tolerance}`);
}
