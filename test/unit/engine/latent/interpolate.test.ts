import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import type { Json } from '../../../../src/protocol/cards';
import { smallModels } from '../../../support/smallModels';
import { problemOf } from '../../../support/problem';
import { modelNamed, planOf, reference, TestHouse } from '../runSupport';

const data = { path: 'iris.csv', target: 'label' };
const house = new TestHouse({ 'iris.csv': reference('iris.csv') });
const small = (id: string) => modelNamed(id, { ...smallModels[id], max_iter: 5 });
const interpolate = (models: string[], options: { [name: string]: Json } = {}) =>
  house.run(planOf('interpolate', data, models.map(small), { options }));

suite('interpolate', () => {
  test('goes from one row to the other, as far as a model can undo what it does', async () => {
    const result = await interpolate(['normalizing-flow'], { between: [0, 100], steps: 5 });
    const { columns, rows } = result.tables.find(({ name }) => name === 'interpolate')!;
    assert.deepEqual(columns.slice(0, 6), ['model', 't', 'predicted', 'setosa', 'versicolor', 'virginica']);
    assert.deepEqual(
      rows.map(([, t]) => t),
      [0, 0.25, 0.5, 0.75, 1],
    );
    const cells = reference('iris.csv').trim().split(/\r?\n/);
    for (const [row, number] of [
      [rows[0]!, 0],
      [rows[4]!, 100],
    ] as const) {
      const expected = cells[number + 1]!.split(',').slice(0, 4).map(Number);
      expected.forEach((value, j) =>
        assert.ok(Math.abs(Number(row[7 + j]) - value) < 0.01, `${row[7 + j]} is ${value}`),
      );
    }
    for (const row of rows) {
      const sum = row.slice(3, 6).reduce<number>((total, p) => total + Number(p), 0);
      assert.ok(Math.abs(sum - 1) < 1e-6);
    }
    assert.deepEqual(
      result.figures.map(({ kind }) => kind),
      ['latent-path', 'curves'],
    );
  });

  test('asks another model where its own does not classify', async () => {
    const { notes } = await interpolate(['vae'], { steps: 3, classifier: 'k-nearest-neighbors' });
    assert.ok(notes.some((note) => note === 'vae does not classify: P(y | x) is by k-nearest-neighbors.'));
  });

  test('rows that do not exist, and models without a latent space, are told', async () => {
    const problem = await problemOf(interpolate(['vae'], { between: [0, 150] }));
    assert.equal(problem.code, 'invalid-value');
    assert.deepEqual(problem.at, ['between', 1]);
    assert.match(
      (await problemOf(interpolate(['gaussian-mixture']))).message,
      /it has no latent space\. Models that can: /,
    );
  });
});
