// The scripts of models of ratings: what they say is checked everywhere, what they print where there is a numpy.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, test } from 'node:test';
import type { DataPlan } from '../../../../src/protocol/plan';
import { ratingsReference } from '../../../support/ratings';
import { modelNamed, planOf, TestHouse } from '../runSupport';

const runs = (python: string) => spawnSync(python, ['-c', 'import numpy']).status === 0;
const numpy = ['/usr/bin/python3', 'python3'].find(runs);

const folder = mkdtempSync(join(tmpdir(), 'model-cells-ratings-'));
after(() => rmSync(folder, { recursive: true }));

const { expected } = ratingsReference();
const part = (i: number) => (expected.test[i] ? 'test' : 'train');
/** Numbers for users, words for items, decimal commas, rows that are no ratings and an item that is only in the test. */
const awkward = [
  'user;item;rating;part',
  ...expected.rating.map(
    (r, i) => `${expected.user[i]};film ${expected.item[i]};${String(r).replace('.', ',')};${part(i)}`,
  ),
  'NA;film 1;3,5;train',
  '2;;3,5;train',
  '3;film 2;NA;test',
  '4;film new;2,5;test',
].join('\n');
const plain = [
  'user,item,rating,part',
  ...expected.rating.map((r, i) => `u${expected.user[i]},i${expected.item[i]},${r},${part(i)}`),
].join('\n');
const files: { [path: string]: string } = { 'data/plain.csv': plain, 'data/awkward.csv': awkward };
const ratings = { user: 'user', item: 'item', rating: 'rating' };
const models = [
  modelNamed('matrix-factorization', { factors: 2, lam: 0.1 }, 'two'),
  modelNamed('matrix-factorization', { factors: 0 }, 'biases'),
  modelNamed('matrix-factorization', { factors: 1, lam: 0.5, biases: false }, 'one'),
];

/** What numpy prints; nothing where there is none. */
function run(text: string): string | undefined {
  for (const [name, content] of Object.entries({ ...files, 'code/train.py': text })) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), content);
  }
  if (numpy === undefined) return undefined;
  const { status, stdout, stderr } = spawnSync(numpy, [join(folder, 'code', 'train.py')], { encoding: 'utf8' });
  assert.equal(status, 0, stderr);
  return stdout;
}

for (const path of Object.keys(files)) {
  test(`${path}: the script finds what the notebook finds`, async () => {
    const house = new TestHouse(files);
    const data: DataPlan = { path, ratings, split: { by: 'part' } };
    const result = await house.run(planOf('recommend', data, models));
    const { notes } = await house.run(planOf('export', data, models, { options: { to: 'code/train.py' } }));
    assert.ok(notes.some((note) => note.endsWith('which needs numpy.')));
    const text = house.written.get('code/train.py')!;
    assert.match(text, /DATA = Path\(__file__\)\.parent \/ "\.\.\/data\/\w+\.csv"/);
    assert.match(text, /\("two", MatrixFactorization\(factors=2, lam=0\.1, biases=True, max_iter=500, /);
    assert.equal(text.match(/class MatrixFactorization/g)!.length, 1);
    assert.ok(!text.includes('undefined') && !text.includes('sklearn'));
    const printed = run(text);
    if (printed === undefined) return;
    for (const { name, metrics } of result.models) {
      const [, rmse, mae, count]: string[] = new RegExp(`^${name}: RMSE (.*), MAE (.*), (.*) test ratings$`, 'm').exec(
        printed,
      )!;
      assert.equal(Number(count), expected.test.reduce((sum, each) => sum + each, 0) + (path.includes('awk') ? 1 : 0));
      assert.ok(Math.abs(Number(rmse) / metrics.rmse! - 1) < 0.005, `${name}: RMSE ${rmse}, ours ${metrics.rmse}`);
      assert.ok(Math.abs(Number(mae) / metrics.mae! - 1) < 0.01, `${name}: MAE ${mae}, ours ${metrics.mae}`);
    }
  });
}

test('what describes users and is not used by the script is told', async () => {
  const house = new TestHouse({
    'described.csv': plain
      .split('\n')
      .map((line, i) => (i === 0 ? `${line},age` : `${line},${20 + (Number(/^u(\d+)/.exec(line)![1]) % 7)}`))
      .join('\n'),
  });
  const plan: DataPlan = { path: 'described.csv', ratings, split: { by: 'part' } };
  const { notes } = await house.run(planOf('export', plan, [models[0]!], { options: { to: 'train.py' } }));
  assert.ok(notes.includes('The script predicts who has no training rating as average, not by age.'), notes.join('\n'));
});
