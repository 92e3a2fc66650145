import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { DataPlan } from '../../../../src/protocol/plan';
import type { Result } from '../../../../src/protocol/result';
import { models } from '../../../../src/engine/models/index';
import type { Json } from '../../../../src/protocol/cards';
import { smallModels } from '../../../support/smallModels';
import { modelNamed, planOf, reference, TestHouse } from '../runSupport';

const iris = reference('iris.csv');
const data: DataPlan = { path: 'iris.csv', target: 'label' };
const house = () => new TestHouse({ 'iris.csv': iris });
const fileNamed = (path: string) => ({ ref: path, name: 'mine', options: {}, at: ['train'] });
/** Few steps for networks. */
const brief = (id: string): { [option: string]: Json } => {
  if (id === 'mlp') return { max_iter: 5 };
  return id in smallModels ? { ...smallModels[id], max_iter: 2 } : {};
};

/** The metrics agree but for the last digits: some parameters are worked out again from what was saved. */
function alike({ models: [one] }: Result, { models: [other] }: Result): void {
  assert.deepEqual(Object.keys(one!.metrics), Object.keys(other!.metrics));
  for (const [name, value = NaN] of Object.entries(one!.metrics))
    assert.ok(Math.abs(value - other!.metrics[name as 'accuracy']!) < 1e-9, name);
}

async function exported(place: TestHouse, id: string, options: { [name: string]: string }): Promise<Result> {
  return place.run(planOf('export', data, [modelNamed(id, brief(id))], { options: { to: 'model.json', ...options } }));
}

/** Those of sequences, pictures and texts need other data, and are saved and restored by the same code. */
const quick = models.filter(({ reads }) => !['sequences', 'images', 'tokens', 'words'].includes(reads ?? 'numbers'));

for (const { card } of quick) {
  test(`${card.id}: a file of the model is as good as the model`, async () => {
    const place = house();
    const result = await exported(place, card.id, {});
    assert.deepEqual(result.tables[0]!.columns, ['model', 'format', 'file', 'bytes']);
    assert.deepEqual(result.tables[0]!.rows[0]!.slice(0, 3), [card.id, 'json', 'model.json']);
    const original = await place.run(planOf('train', data, [modelNamed(card.id, brief(card.id))]));
    // another notebook, which knows nothing but the file
    const other = new TestHouse({ 'iris.csv': iris, 'model.json': place.written.get('model.json')! });
    const again = await other.run(planOf('train', data, [fileNamed('model.json')]));
    const { predictMicrosecondsPerRow: mine, ...cost } = again.models[0]!.cost;
    const { predictMicrosecondsPerRow: its, ...originalCost } = original.models[0]!.cost;
    alike(again, original);
    assert.equal(cost.parameters, originalCost.parameters);
    assert.equal(mine === undefined, its === undefined);
    assert.notEqual(again.models[0]!.key, original.models[0]!.key, 'a file has a key of its own');
    // by its name in a later cell
    const named = await other.run(planOf('train', data, [{ ref: 'mine', name: 'mine', options: {}, at: ['train'] }]));
    alike(named, original);
  });
}

test('a file that is no model, or a damaged one, is refused where it stands', async () => {
  const place = house();
  await exported(place, 'linear-discriminant-analysis', {});
  const good = JSON.parse(place.written.get('model.json')!) as {
    facts: { encoding: { columns: object[] } };
    state: object;
  };
  const damaged: [string, string, string][] = [
    ['no JSON', '{', 'no-model'],
    ['a list', '[1, 2]', 'no-model'],
    ['other JSON', '{"model": 3}', 'no-model'],
    ['a model that does not exist', JSON.stringify({ ...good, model: 'magic' }), 'no-model'],
    ['no state', JSON.stringify({ ...good, state: {} }), 'damaged-model'],
    [
      'no columns',
      JSON.stringify({ ...good, facts: { ...good.facts, encoding: { features: [], columns: [], logScale: 0 } } }),
      'damaged-model',
    ],
    ['facts of nothing', JSON.stringify({ ...good, facts: { key: 'x' } }), 'damaged-model'],
    ['of another kind', JSON.stringify({ ...good, model: 'mlp' }), 'damaged-model'],
  ];
  for (const [name, text, code] of damaged) {
    place.files['bad.json'] = text;
    await assert.rejects(
      () => place.run(planOf('train', data, [fileNamed('bad.json')])),
      { code, at: ['train'] },
      name,
    );
  }
  await assert.rejects(() => place.run(planOf('train', data, [fileNamed('gone.json')])), { at: ['train'] });
});

test('what a file claims to be cannot change what the notebook keeps', async () => {
  const place = house();
  const first = await place.run(planOf('train', data, [modelNamed('gaussian-naive-bayes')]));
  await exported(place, 'linear-discriminant-analysis', {});
  const saved = JSON.parse(place.written.get('model.json')!) as { facts: { key: string } };
  saved.facts.key = first.models[0]!.key!;
  place.files['forged.json'] = JSON.stringify(saved);
  await place.run(planOf('train', data, [fileNamed('forged.json')]));
  const again = await place.run(
    planOf('train', data, [{ ref: 'gaussian-naive-bayes', name: 'gaussian-naive-bayes', options: {}, at: [] }]),
  );
  assert.equal(again.models[0]!.id, 'gaussian-naive-bayes');
  assert.deepEqual(again.models[0]!.metrics, first.models[0]!.metrics);
});

test('several models have files of their own, and nothing is written over', async () => {
  const place = house();
  const plan = planOf(
    'export',
    data,
    [modelNamed('linear-discriminant-analysis', {}, 'a b/c'), modelNamed('gaussian-naive-bayes')],
    {
      options: { to: 'out/models.json' },
    },
  );
  await place.run(plan);
  assert.deepEqual([...place.written.keys()], ['out/models-a_b_c.json', 'out/models-gaussian-naive-bayes.json']);
});

test('a format that a model does not have is refused where the model stands', async () => {
  const place = house();
  await assert.rejects(() => exported(place, 'random-forest', { format: 'tfjs' }), {
    code: 'no-layers',
    at: ['train', 'random-forest'],
  });
});
