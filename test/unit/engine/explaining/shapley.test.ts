// Shapley values: properties that define them, and one way of finding them against another.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { matrix, rowOf } from '../../../../src/data/matrix';
import type { Matrix } from '../../../../src/data/matrix';
import { createRng } from '../../../../src/data/random';
import { additiveFunction, additiveTerms } from '../../../../src/engine/explaining/additive';
import { coalitionValues, meanRow } from '../../../../src/engine/explaining/coalitions';
import { allCoalitions, shapleyValues } from '../../../../src/engine/explaining/enumeration';
import { kernelShap, sampleCoalitions } from '../../../../src/engine/explaining/kernelShap';
import { unpaused } from '../../../../src/engine/explaining/pause';
import type { Player } from '../../../../src/engine/explaining/players';
import { treeShap } from '../../../../src/engine/explaining/treeShap';
import type { ValueFunction } from '../../../../src/engine/explaining/values';
import type { TrainingData } from '../../../../src/engine/model';
import { fit, modelOf } from '../../../support/training';

const rng = createRng(3);
const player = (name: string, ...columns: number[]): Player => ({
  name,
  feature: name,
  kind: 'number',
  columns: Int32Array.from(columns),
});
const random = (rows: number, columns: number) =>
  matrix(
    rows,
    columns,
    Float64Array.from({ length: rows * columns }, () => rng.normal()),
  );
/** [n, d] -> [n, 2] by rows. */
const functionOf =
  (f: (x: Float64Array) => number): ValueFunction =>
  (x) =>
    Promise.resolve(
      matrix(
        x.rows,
        2,
        Float64Array.from({ length: 2 * x.rows }, (_, at) => (at % 2 === 0 ? 1 : -1) * f(rowOf(x, Math.floor(at / 2)))),
      ),
    );

async function exact(f: ValueFunction, row: Float64Array, background: Matrix, players: Player[]): Promise<Matrix> {
  return shapleyValues(
    await coalitionValues(f, row, background, players, allCoalitions(players.length), unpaused),
    players.length,
  );
}

function near(actual: Matrix, expected: Matrix, tolerance: number): void {
  assert.deepEqual([actual.rows, actual.columns], [expected.rows, expected.columns]);
  actual.data.forEach((value, at) =>
    assert.ok(
      Math.abs(value - expected.data[at]!) <= tolerance,
      `${value} is ${expected.data[at]} within ${tolerance}`,
    ),
  );
}

const background = random(30, 4);
const row = Float64Array.of(1, -0.5, 2, 0.3);
const four = [0, 1, 2, 3].map((j) => player(`x${j}`, j));
const product = functionOf((x) => x[0]! * x[1]! + Math.sin(x[2]!) * x[0]!);

describe('by all coalitions', () => {
  test('values add up to the prediction, and a feature that is not used has none', async () => {
    const phi = await exact(product, row, background, four);
    const base = meanRow(await product(background));
    const value = (await product(matrix(1, 4, row))).data;
    for (const k of [0, 1]) {
      const sum = four.reduce((total, _, p) => total + rowOf(phi, p)[k]!, 0);
      assert.ok(Math.abs(base[k]! + sum - value[k]!) < 1e-12);
    }
    assert.ok(Math.abs(rowOf(phi, 3)[0]!) < 1e-12);
  });

  test('features that do the same have the same value', async () => {
    const twins = matrix(30, 4, background.data.slice());
    for (let i = 0; i < 30; i++) rowOf(twins, i)[1] = rowOf(twins, i)[0]!;
    const phi = await exact(
      functionOf((x) => x[0]! * x[1]! * x[2]!),
      Float64Array.of(1, 1, 2, 0),
      twins,
      four,
    );
    assert.ok(Math.abs(rowOf(phi, 0)[0]! - rowOf(phi, 1)[0]!) < 1e-12);
  });

  test('columns of one player move together', async () => {
    const pairs = [player('a', 0, 1), player('b', 2, 3)];
    const phi = await exact(
      functionOf((x) => x[0]! * x[1]! + 2 * x[2]!),
      row,
      background,
      pairs,
    );
    const mean = Array.from({ length: 30 }, (_, i) => rowOf(background, i)[0]! * rowOf(background, i)[1]!);
    assert.ok(Math.abs(rowOf(phi, 0)[0]! - (row[0]! * row[1]! - mean.reduce((a, b) => a + b, 0) / 30)) < 1e-12);
  });
});

describe('functions that are sums', () => {
  const sum = functionOf((x) => 2 * x[0]! + Math.exp(x[1]!) - x[2]! * x[3]!);
  const players = [player('a', 0), player('b', 1), player('c', 2, 3)];

  test('are found, and their terms are the values of all coalitions', async () => {
    const found = await additiveFunction(sum, row, background, players, createRng(1), unpaused);
    assert.ok(found);
    const terms = await additiveTerms(sum, found.reference, row, players);
    const phi = matrix(
      3,
      2,
      terms.data.map((value, at) => value - found.means.data[at]!),
    );
    near(phi, await exact(sum, row, background, players), 1e-12);
  });

  test('others are not taken for sums', async () => {
    assert.equal(await additiveFunction(sum, row, background, four, createRng(1), unpaused), undefined);
    // on these rows alone the product is never seen: only mixtures of two rows show it
    const axes = matrix(2, 2, Float64Array.of(1, 0, 0, 1));
    const both = functionOf((x) => x[0]! * x[1]!);
    const pair = [player('a', 0), player('b', 1)];
    assert.equal(await additiveFunction(both, Float64Array.of(1, 1), axes, pair, createRng(1), unpaused), undefined);
  });

  test('a value that is not a number is no sum', async () => {
    const broken = functionOf((x) => Math.log(x[0]!));
    assert.equal(await additiveFunction(broken, row, background, four, createRng(1), unpaused), undefined);
  });
});

describe('kernel SHAP', () => {
  const many = Array.from({ length: 9 }, (_, j) => player(`x${j}`, j));
  const wide = random(12, 9);
  const asked = Float64Array.from({ length: 9 }, (_, j) => 1 - j / 4);

  async function sampled(f: ValueFunction, count: number) {
    const sample = sampleCoalitions(9, count, createRng(5));
    const values = await coalitionValues(f, asked, wide, many, sample.coalitions, unpaused);
    return kernelShap(sample, values, meanRow(await f(wide)), (await f(matrix(1, 9, asked))).data);
  }

  test('is exact for a sum, with a handful of coalitions', async () => {
    const sum = functionOf((x) => x.reduce((total, value, j) => total + j * value * value, 0));
    near(await sampled(sum, 18), await exact(sum, asked, wide, many), 1e-9);
  });

  test('comes near the values of all coalitions, and adds up exactly', async () => {
    const f = functionOf((x) => Math.tanh(x[0]! * x[1]! + x[2]!) + x[3]! * x[4]! * x[5]!);
    const phi = await sampled(f, 2000);
    near(phi, await exact(f, asked, wide, many), 0.03);
    const total = many.reduce((sum, _, p) => sum + rowOf(phi, p)[0]!, 0);
    const difference = (await f(matrix(1, 9, asked))).data[0]! - meanRow(await f(wide))[0]!;
    assert.ok(Math.abs(total - difference) < 1e-12);
  });
});

describe('trees', () => {
  test('values of a forest are those of all coalitions, also where a player has two columns', async () => {
    const y = Int32Array.from({ length: 200 }, (_, i) => i % 3);
    const x = matrix(
      200,
      5,
      Float64Array.from({ length: 1000 }, (_, at) => (((at % 5) + y[Math.floor(at / 5)]!) % 3) - 1 + rng.normal()),
    );
    const data: TrainingData = {
      x,
      y,
      classes: 3,
      classNames: ['a', 'b', 'c'],
      columns: Array.from({ length: 5 }, (_, j) => ({ feature: `x${j}`, mean: 0, scale: 1 })),
    };
    const fitted = await fit(modelOf('random-forest'), data, { options: { n_estimators: 20 } });
    const players = [player('a', 0), player('b', 1, 2), player('c', 3), player('d', 4)];
    const rows = matrix(40, 5, x.data.slice(0, 200));
    const asked = x.data.slice(-5);
    const f: ValueFunction = (each) => fitted.predictProba!(each);
    near(treeShap(fitted.forest!, asked, rows, players), await exact(f, asked, rows, players), 1e-12);
  });
});
