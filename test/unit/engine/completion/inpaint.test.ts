import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { buildDataset } from '../../../../src/data/dataset';
import { readTable } from '../../../../src/data/formats';
import { Problem } from '../../../../src/data/problem';
import { hiddenFeatures } from '../../../../src/engine/completion/hiddenParts';
import { problemOf } from '../../../support/problem';
import { planOf, reference, TestHouse } from '../runSupport';

const data = { path: 'iris.csv', target: 'label' };
const house = new TestHouse({ 'iris.csv': reference('iris.csv') });

suite('inpaint', () => {
  test('completes hidden columns better than their means, and the mean of draws better than one', async () => {
    const models = ['quadratic-discriminant-analysis', 'gaussian-mixture', 'kernel-density'];
    const options = { hide: ['petal_length', 'petal_width'], draws: 10, n: 30 };
    const result = await house.run(planOf('inpaint', data, models, { options }));
    const table = result.tables.find(({ name }) => name === 'inpaint')!;
    assert.deepEqual(table.columns, ['model', 'method', 'rmse', 'errorRate']);
    for (const model of models) {
      const [draw, mean, column] = table.rows.filter(([name]) => name === model).map(([, , rmse]) => Number(rmse));
      assert.ok(mean! < draw! && draw! < column!, `${model}: ${mean}, ${draw}, ${column}`);
      assert.ok(mean! < 0.45, `${model}: ${mean}`);
    }
    const [figure] = result.figures;
    assert.ok(figure?.kind === 'completed-rows');
    assert.equal(figure.panels.length, 3);
    assert.ok([figure.plane.x.feature, figure.plane.y.feature].some((name) => options.hide.includes(name)));
  });

  test('the class helps, where it is given', async () => {
    const rmse = async (given: boolean) => {
      const options = { hide: ['petal_length'], given_class: given, draws: 20 };
      const result = await house.run(planOf('inpaint', data, ['gaussian-naive-bayes'], { options }));
      return Number(result.tables[0]!.rows[1]![2]);
    };
    assert.ok((await rmse(true)) < (await rmse(false)));
  });

  test('a model of P(y | x) is told that it cannot, and who can', async () => {
    const problem = await problemOf(house.run(planOf('inpaint', data, ['logistic-regression'])));
    assert.equal(problem.code, 'no-capability');
    assert.match(problem.message, /cannot complete a row from a part of it\. Models that can: .*gaussian-mixture/);
  });
});

suite('what is hidden', () => {
  const dataset = buildDataset(readTable('iris.csv', new TextEncoder().encode(reference('iris.csv'))), data, 'hash');
  const picture = { ...dataset, image: { width: 2, height: 2, channels: 1 } };

  test('is the second half of the features, or the lower half of a picture, where nothing is said', () => {
    assert.deepEqual([...hiddenFeatures(dataset, undefined)], ['petal_length', 'petal_width']);
    assert.deepEqual([...hiddenFeatures(picture, undefined)], ['petal_length', 'petal_width']);
  });

  test('can be any part of a picture', () => {
    assert.deepEqual([...hiddenFeatures(picture, 'left')], ['sepal_length', 'petal_length']);
    assert.deepEqual([...hiddenFeatures(picture, 'top')], ['sepal_length', 'sepal_width']);
  });

  test('is never everything, nothing, or an unknown column', () => {
    const all = dataset.features.map(({ name }) => name);
    for (const hide of [all, [], ['petal'], 'left'])
      assert.throws(
        () => hiddenFeatures(dataset, hide),
        (error) => error instanceof Problem && error.at[0] === 'hide',
      );
  });
});
