// What a model of pictures is watched by while it trains.
import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import * as tf from '@tensorflow/tfjs-core';
import { asOneClass, buildDataset, requireTarget } from '../../../src/data/dataset';
import { readTable } from '../../../src/data/formats';
import { createRng } from '../../../src/data/random';
import { strokeDigits } from '../../../src/data/strokeDigits';
import { toCsv } from '../../../src/data/write';
import { assemble } from '../../../src/engine/training/assemble';
import { liveView } from '../../../src/engine/training/live';
import { figure as figureSchema } from '../../../src/protocol/figures';
import type { FigureOf } from '../../../src/protocol/figures';
import { unpack } from '../../../src/protocol/packing';
import { smallModels } from '../../support/smallModels';
import { fit, modelOf } from '../../support/training';
import { useWasm } from '../../support/wasm';
import { modelNamed, planOf, TestHouse } from './runSupport';

const { x, y } = strokeDigits(200, 8, createRng(1));
const csv = toCsv(
  [...Array.from({ length: 64 }, (_, j) => `p${j}`), 'digit'],
  Array.from(y, (label, i) => [...x.data.subarray(64 * i, 64 * (i + 1)), label]),
);
const plan = { path: 'digits.csv', target: 'digit', image: { width: 8, height: 8 } };
const table = readTable('digits.csv', new TextEncoder().encode(csv));
const labelled = requireTarget(buildDataset(table, plan, ''));

type Grid = FigureOf<'image-grid'>;

/** The live picture of a model after each of a few steps, drawn twice. */
async function watched(id: string, dataset = labelled): Promise<Grid[]> {
  const spec = modelOf(id);
  const { data, encoding } = assemble(dataset, spec);
  const view = liveView(id, spec.card, dataset, encoding)!;
  const seen: Grid[] = [];
  await fit(spec, data, {
    options: { ...smallModels[id] },
    maxSteps: 3,
    async onStep({ current }) {
      const before = tf.memory().numTensors;
      const figure = figureSchema.parse(await view(current!));
      assert.deepEqual(await view(current!), figure, 'the same model makes the same pictures');
      assert.equal(tf.memory().numTensors, before, 'tensors alive');
      seen.push(figure as Grid);
    },
  });
  return seen;
}

await useWasm();

suite('a model of pictures in training shows a real picture and generated ones of each class', () => {
  for (const id of [
    'vae',
    'gan',
    'diffusion',
    'normalizing-flow',
    'energy-based-model',
    'semi-supervised-gan',
    'vae-classifier',
  ])
    test(id, async () => {
      const seen = await watched(id);
      const [first, , last] = seen as [Grid, Grid, Grid];
      assert.notDeepEqual(first, last, 'the model has changed');
      assert.equal(first.kind, 'image-grid');
      assert.deepEqual(first.pictures.shape, [50, 8, 8, 1]);
      assert.equal(first.together, 5);
      assert.deepEqual(
        first.blocks,
        labelled.target.classes.map((heading) => ({ heading, count: 5 })),
      );
      const [before, after] = [first, last].map(({ pictures }) => unpack(pictures));
      labelled.target.classes.forEach((name, k) => {
        const row = labelled.parts.train.find((each) => labelled.target.codes[each] === k)!;
        assert.equal(String(y[row]), name);
        for (let j = 0; j < 64; j++) {
          const shown = before![64 * 5 * k + j]!;
          assert.ok(Math.abs(shown - x.data[64 * row + j]! / 16) < 1 / 250, 'the first of a line is the real one');
          assert.equal(after![64 * 5 * k + j], shown);
        }
        assert.deepEqual(first.captions.slice(5 * k, 5 * k + 5), ['real', '', '', '', '']);
      });
    });
});

test('pictures without classes have lines without a heading', async () => {
  const { path, image } = plan;
  const [grid] = await watched('vae', asOneClass(buildDataset(table, { path, image, ignore: ['digit'] }, '')));
  assert.deepEqual(grid!.blocks, [{ heading: '', count: 25 }]);
});

test('a model that makes no pictures has none to show', async () => {
  const spec = modelOf('mlp');
  const { data, encoding } = assemble(labelled, spec);
  const view = liveView('mlp', spec.card, labelled, encoding)!;
  await fit(spec, data, {
    maxSteps: 1,
    onStep: async ({ current }) => assert.equal(await view(current!), undefined),
  });
});

test('a run shows them while it goes on', async () => {
  const home = new TestHouse({ 'digits.csv': csv });
  await home.run(planOf('train', plan, [modelNamed('vae', { hidden_layer_sizes: [16], max_iter: 80 })]));
  const live = home.progress.flatMap(({ figure }) => figure ?? []);
  assert.deepEqual([...new Set(live.map(({ kind }) => kind))], ['image-grid']);
});
