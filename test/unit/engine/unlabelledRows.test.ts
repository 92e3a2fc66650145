// The option `unlabelled` of train: rows without a class in the file.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { createRng } from '../../../src/data/random';
import { modelNamed, planOf, TestHouse } from './runSupport';

/** Two classes 3 apart with unit variance; 6 training rows of each are labelled, and pushed aside by 1.5. */
function file(): string {
  const rng = createRng(5);
  const lines = ['u,v,kind,part'];
  const row = (label: number, shift: number) =>
    `${(3 * label + shift + rng.normal()).toFixed(4)},${rng.normal().toFixed(4)}`;
  for (let i = 0; i < 12; i++) lines.push(`${row(i % 2, 1.5)},${'ab'[i % 2]},train`);
  for (let i = 0; i < 400; i++) lines.push(`${row(i % 2, 0)},,train`);
  for (let i = 0; i < 400; i++) lines.push(`${row(i % 2, 0)},${'ab'[i % 2]},test`);
  return lines.join('\n');
}

const data = { path: 'shifted.csv', target: 'kind', split: { by: 'part' } };
const house = () => new TestHouse({ 'shifted.csv': file() });
const spherical = modelNamed('gaussian-mixture', { components: 1 });

describe('rows without a class', () => {
  test('are learned from where the cell asks for it, under another key', async () => {
    const home = house();
    const without = await home.run(planOf('train', data, [spherical, 'logistic-regression']));
    const withAll = await home.run(
      planOf('train', data, [spherical, 'logistic-regression'], { options: { unlabelled: true } }),
    );
    const accuracyOf = ({ models }: typeof without) => models[0]!.metrics.accuracy!;
    assert.ok(accuracyOf(withAll) > accuracyOf(without) + 0.05, `${accuracyOf(without)}, ${accuracyOf(withAll)}`);
    assert.notEqual(withAll.models[0]!.key, without.models[0]!.key);
    assert.equal(withAll.models[1]!.key, without.models[1]!.key);
    assert.ok(withAll.notes.some((note) => note.includes('gaussian-mixture learned also from the 400 rows')));
    assert.ok(withAll.notes.some((note) => note.includes('logistic-regression learns P(y | x) only')));
    assert.ok(without.notes.some((note) => note.includes('unlabelled: true') && note.includes('semi-supervised')));
  });

  test('are not spoken of where no model could use them, or the cell does not want them', async () => {
    const home = house();
    const unable = await home.run(planOf('train', data, ['logistic-regression']));
    const unwanted = await home.run(planOf('train', data, [spherical], { options: { unlabelled: false } }));
    for (const { notes } of [unable, unwanted]) assert.ok(!notes.some((note) => note.includes('unlabelled: true')));
  });

  test('that do not exist change nothing, and this is said', async () => {
    const home = new TestHouse({ 'all.csv': file().replace(/^.*,,train\n/gm, '') });
    const result = await home.run(
      planOf('train', { ...data, path: 'all.csv' }, [spherical], { options: { unlabelled: true } }),
    );
    assert.ok(result.notes.includes('Every row has a kind: unlabelled changes nothing.'));
  });

  test('keep the meaning of a model that later cells use by name', async () => {
    const home = house();
    const named = modelNamed('gaussian-mixture', { components: 1 }, 'mixture');
    const trained = await home.run(planOf('train', data, [named], { options: { unlabelled: true } }));
    const again = { ref: 'mixture', name: 'mixture', options: {}, at: ['train'] };
    const recalled = await home.run(planOf('train', data, [again]));
    assert.equal(recalled.models[0]!.metrics.accuracy, trained.models[0]!.metrics.accuracy);
  });
});
