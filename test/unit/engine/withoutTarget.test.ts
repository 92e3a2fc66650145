import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { problemOf } from '../../support/problem';
import { planOf, reference, TestHouse } from './runSupport';

suite('data without a target', () => {
  const house = new TestHouse({ 'iris.csv': reference('iris.csv') });
  const data = { path: 'iris.csv', features: ['petal_length', 'petal_width'] };

  test('models of P(x, y) learn P(x), and nothing is said of classes', async () => {
    const result = await house.run(planOf('train', data, ['gaussian-mixture', 'kernel-density']));
    assert.equal(result.data.target, undefined);
    for (const { metrics } of result.models) assert.deepEqual(Object.keys(metrics), ['logDensity']);
    assert.match(result.notes[0]!, /No target is named/);
    const [figure] = result.figures;
    assert.ok(figure?.kind === 'decision-boundary' && figure.view?.show === 'densities');
    assert.equal(
      result.figures.some(({ kind }) => kind === 'confusion-matrix'),
      false,
    );
  });

  test('generated rows have the features only', async () => {
    const result = await house.run(planOf('sample', data, ['gaussian-mixture'], { options: { n: 30 } }));
    const samples = result.tables.find(({ name }) => name === 'samples')!;
    assert.deepEqual(samples.columns, data.features);
    assert.equal(samples.rows.length, 30);
    assert.ok(result.models[0]!.metrics.twoSampleAuc! < 0.75);
    assert.equal(result.models[0]!.metrics.trainRealAccuracy, undefined);
  });

  test('a model that tells classes apart needs one, also beside others', async () => {
    for (const models of [['logistic-regression'], ['gaussian-mixture', 'logistic-regression']])
      assert.equal((await problemOf(house.run(planOf('train', data, models)))).code, 'missing-target');
  });
});
