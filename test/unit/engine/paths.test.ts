// `show: [path]` through whole cells.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createRng } from '../../../src/data/random';
import type { FigureOf } from '../../../src/protocol/figures';
import { unpack } from '../../../src/protocol/packing';
import { modelNamed, planOf, reference, TestHouse } from './runSupport';

const files = { 'blobs3.csv': reference('blobs3.csv'), 'pictures.csv': pictures() };
const blobs = { path: 'blobs3.csv', target: 'label' };
const brief = modelNamed('diffusion', { hidden_layer_sizes: [8], max_iter: 3, sampling_steps: 4 });

/** Pictures of two by two pixels, of which either the left or the right is bright. */
function pictures(): string {
  const rng = createRng(1);
  const lines = Array.from({ length: 60 }, (_, i) => {
    const [left, right] = i % 2 === 0 ? [200, 20] : [20, 200];
    const pixels = [left, right, left, right].map((value) => value + rng.integer(50));
    return [i % 2 === 0 ? 'left' : 'right', ...pixels].join();
  });
  return ['side,p0,p1,p2,p3', ...lines].join('\n');
}

for (const verb of ['train', 'sample'] as const) {
  test(`${verb} shows the way from noise to rows of models that have one, and says which have none`, async () => {
    const plan = planOf(verb, blobs, [brief, 'gaussian-naive-bayes'], { show: ['path'] });
    const { figures, notes } = await new TestHouse(files).run(plan);
    const path = figures.find(({ kind }) => kind === 'denoising') as FigureOf<'denoising'>;
    assert.deepEqual(
      path.panels.map(({ model, frames }) => [model, frames.length]),
      [['diffusion', 11]],
    );
    assert.equal(path.shown, 10);
    for (const { x, y, label } of path.panels[0]!.frames) {
      const [across, up] = [unpack(x), unpack(y)];
      assert.ok(across.every((value) => value >= path.plane.x.low && value <= path.plane.x.high));
      assert.ok(up.every((value) => value >= path.plane.y.low && value <= path.plane.y.high));
      assert.deepEqual([...new Set(unpack(label))].length, path.classes.length);
    }
    assert.ok(notes.includes('gaussian-naive-bayes does not make rows step by step from noise: no path is shown.'));
  });
}

test('rows of one class come from noise alone', async () => {
  const plan = planOf('sample', blobs, [brief], { show: ['path'], options: { class: 'red', n: 5 } });
  const { figures } = await new TestHouse(files).run(plan);
  const path = figures.find(({ kind }) => kind === 'denoising') as FigureOf<'denoising'>;
  const [frame] = path.panels[0]!.frames;
  assert.deepEqual([...new Set(unpack(frame!.label))], [path.classes.indexOf('red')]);
});

test('pictures come from noise in a grid, one way after the other', async () => {
  const image = { width: 2, height: 2, channels: 1 as const };
  const data = { path: 'pictures.csv', target: 'side', image };
  const { figures } = await new TestHouse(files).run(planOf('sample', data, [brief], { show: ['path'] }));
  const path = figures.find(({ kind }) => kind === 'image-grid') as FigureOf<'image-grid'>;
  assert.equal(path.together, 9);
  assert.deepEqual(
    path.blocks.map(({ heading, count }) => [heading, count]),
    [
      ['left', 90],
      ['right', 90],
    ],
  );
  assert.deepEqual([path.captions[0], path.captions[8]], ['noise', 'generated']);
});
