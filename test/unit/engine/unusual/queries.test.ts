// Figures of unusual rows and of doubt over other features, as their controls ask for them.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { runQuery } from '../../../../src/engine/queries/index';
import type { Figure, FigureKind, FigureOf } from '../../../../src/protocol/figures';
import { figure as figureSchema } from '../../../../src/protocol/figures';
import type { Json } from '../../../../src/protocol/cards';
import { unpack } from '../../../../src/protocol/packing';
import type { DataPlan, Plan } from '../../../../src/protocol/plan';
import { modelNamed, planOf, reference, TestHouse } from '../runSupport';

const irisPlan: DataPlan = { path: 'iris.csv', target: 'label' };
const csv = reference('iris.csv');

async function asked(plan: Plan, query: string, args: { [name: string]: Json }) {
  const house = new TestHouse({ 'iris.csv': csv, 'same.csv': csv });
  const result = await house.run(plan);
  const request = {
    query,
    plan: result.plan as unknown as Plan,
    trained: house.trained,
    args,
    backend: 'cpu' as const,
  };
  const answer = figureSchema.parse(await runQuery(request, house.environment(), house.memory));
  return { result, answer, request, house };
}

function of<K extends FigureKind>(figure: Figure, kind: K): FigureOf<K> {
  assert.equal(figure.kind, kind);
  return figure as FigureOf<K>;
}

const gaussian = modelNamed('gaussian-mixture', { components: 1 });

test('ranked rows lie where the file says, also where the label was the target', async () => {
  const rows = { 'gaussian-mixture': [3, 149, 10] };
  const plan = planOf('anomalies', irisPlan, [gaussian], {
    options: { label: 'label', anomaly: 'virginica', fit: 'clean' },
  });
  const { answer, result } = await asked(plan, 'anomaly-plane', { x: 'sepal_length', y: 'petal_width', rows });
  const { plane, models } = of(answer, 'anomaly-scores');
  assert.equal(plane!.y.feature, 'petal_width');
  const lines = csv.trim().split(/\r?\n/).slice(1);
  rows['gaussian-mixture'].forEach((row, i) => {
    assert.ok(Math.abs(unpack(models[0]!.x!)[i]! - Number(lines[row]!.split(',')[0])) < 1e-6);
    assert.ok(Math.abs(unpack(models[0]!.y!)[i]! - Number(lines[row]!.split(',')[3])) < 1e-6);
  });
  assert.match(models[0]!.others!, /^summed out: sepal_width, petal_length/);
  // over the features of the run the density is that of the run
  const [drawn] = result.figures;
  const before = of(drawn!, 'anomaly-scores');
  const again = await asked(plan, 'anomaly-plane', {
    x: before.plane!.x.feature,
    y: before.plane!.y.feature,
    rows: { 'gaussian-mixture': [...unpack(before.models[0]!.rows)] },
  });
  const same = of(again.answer, 'anomaly-scores').models[0]!;
  assert.deepEqual(same.map, before.models[0]!.map);
  assert.deepEqual(same.x, before.models[0]!.x);
});

for (const options of [{ unseen: 'setosa' }, { against: 'same.csv' }, {}]) {
  test(`doubt over the same features is that of the run: ${JSON.stringify(options)}`, async () => {
    const models = [modelNamed('logistic-regression'), gaussian];
    const plan = planOf('uncertainty', irisPlan, models, { options });
    const house = new TestHouse({ 'iris.csv': csv, 'same.csv': csv });
    const before = of((await house.run(plan)).figures[0]!, 'uncertainty');
    const { x, y } = before.plane;
    const names = models.map(({ name }) => name);
    const { answer } = await asked(plan, 'uncertainty', { x: x.feature, y: y.feature, classifiers: names });
    assert.deepEqual(answer, before);
    const { answer: other } = await asked(plan, 'uncertainty', {
      x: 'sepal_length',
      y: 'sepal_width',
      classifiers: ['logistic-regression'],
    });
    assert.equal(of(other, 'uncertainty').plane.x.feature, 'sepal_length');
    assert.deepEqual(
      of(other, 'uncertainty').ambiguous.map(({ model }) => model),
      ['logistic-regression'],
    );
  });
}
