// What two networks that play against each other say of a plane.
import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { matrix } from '../../../src/data/matrix';
import { createRng } from '../../../src/data/random';
import { moons } from '../../../src/data/toy';
import { adversarialFigure } from '../../../src/engine/drawing/adversarial';
import type { NamedAdversaries } from '../../../src/engine/drawing/adversarial';
import { chooseAxes } from '../../../src/engine/drawing/plane';
import { kernelFloat64 } from '../../../src/engine/math/kernelFloat64';
import type { Dataset } from '../../../src/data/dataset';
import type { FigureOf } from '../../../src/protocol/figures';
import { unpack } from '../../../src/protocol/packing';
import { smallModels } from '../../support/smallModels';
import { toyTraining } from '../../support/toyTraining';
import { fit, modelOf } from '../../support/training';
import { useWasm } from '../../support/wasm';
import { modelNamed, planOf, TestHouse } from './runSupport';

await useWasm();

const detail = { classes: 2, side: 3, lines: 3, places: 5 };
const columns = ['x1', 'x2'].map((name, j) => ({ kind: 'numeric', name, values: Float64Array.of(j, j + 2) }));
const dataset = {
  features: columns,
  target: { name: 'label', classes: ['a', 'b', 'c'], codes: Int32Array.of(0, 1) },
  parts: { train: Int32Array.of(0, 1), test: new Int32Array(0) },
} as unknown as Dataset;

/** Rows are standardised by mean 1 and scale 2 for x1, mean 0 and scale 1 for x2. */
function invented(latentSize: number, seen: number[][] = []): NamedAdversaries {
  return {
    name: 'gan',
    logPrior: Float64Array.of(Math.log(0.2), Math.log(0.5), Math.log(0.3)),
    encoding: {
      features: columns.map(({ name }, start) => ({ name, start, width: 1 })),
      columns: columns.map(({ name }, j) => ({ feature: name, mean: 1 - j, scale: 2 - j })),
    } as unknown as NamedAdversaries['encoding'],
    adversaries: {
      latentSize,
      judge: (x, label) =>
        Promise.resolve(Float64Array.from({ length: x.rows }, (_, i) => Number(x.data[2 * i]! > 0) / label)),
      make(z) {
        const out = matrix(z.rows, 2);
        for (let i = 0; i < z.rows; i++) {
          const row = z.data.slice(i * latentSize, (i + 1) * latentSize);
          seen.push([...row]);
          out.data.set([row[0]!, 10 * (row[1] ?? 0)], 2 * i);
        }
        return Promise.resolve(out);
      },
    },
  };
}

suite('the picture of two adversaries', () => {
  const draw = (model: NamedAdversaries) => adversarialFigure([model], dataset, chooseAxes(dataset)!, detail);

  test('shows the likeliest classes, in the units of the file', async () => {
    const { panels, plane, summary } = await draw(invented(2));
    assert.deepEqual(
      panels.map(({ label }) => label),
      [1, 2],
    );
    assert.match(summary, /of the 2 likeliest classes/);
    // x1 goes about its mean: rows are real on the right of it
    assert.deepEqual([plane.x.low + plane.x.high, plane.width, plane.height], [2, 3, 3]);
    assert.deepEqual([...unpack(panels[0]!.judged)], [0, 0, 1, 0, 0, 1, 0, 0, 1]);
    const { x, y } = panels[0]!.manifold;
    assert.deepEqual(x.shape, [6, 5]);
    assert.deepEqual([...unpack(x).slice(0, 5)], [-3, -1, 1, 3, 5]);
    assert.deepEqual([...unpack(y).slice(0, 5)], [-20, -20, -20, -20, -20]);
    assert.deepEqual([...unpack(x).slice(-5)], [5, 5, 5, 5, 5]);
    assert.deepEqual([...unpack(y).slice(-5)], [-20, -10, 0, 10, 20]);
    assert.equal(panels[0]!.slice, undefined);
  });

  test('of more hidden variables shows a slice, and says so; of one a line', async () => {
    const seen: number[][] = [];
    const { panels } = await draw(invented(4, seen));
    assert.equal(panels[0]!.slice, 'grid: the first two of 4 hidden variables, the others at 0');
    assert.ok(seen.length > 0 && seen.every(([, , c, d]) => c === 0 && d === 0));
    const [line] = (await draw(invented(1))).panels;
    assert.deepEqual(line!.manifold.x.shape, [1, 5]);
    assert.deepEqual([...unpack(line!.manifold.x)], [-3, -1, 1, 3, 5]);
  });
});

test('a GAN that is read back has the same adversaries', async () => {
  const data = toyTraining(moons(60, 0.1, createRng(1)));
  const spec = modelOf('gan');
  const fitted = await fit(spec, data, { options: { hidden_layer_sizes: [8], max_iter: 5, latent_size: 3 } });
  const again = spec.restore(
    JSON.parse(JSON.stringify(fitted.save())) as ReturnType<typeof fitted.save>,
    kernelFloat64,
  );
  const z = matrix(2, 3, Float64Array.of(1, -1, 0.5, 0, 2, -2));
  const [before, after] = [fitted.adversaries!, again.adversaries!];
  assert.equal(after.latentSize, 3);
  for (const label of [0, 1]) {
    assert.deepEqual(await after.make(z, label), await before.make(z, label));
    const judged = await before.judge(data.x, label);
    assert.deepEqual(await after.judge(data.x, label), judged);
    assert.ok(judged.every((p) => p > 0 && p < 1));
  }
});

suite('train', () => {
  const toy = moons(80, 0.1, createRng(2));
  const lines = Array.from(toy.y, (k, i) => [toy.x.data[2 * i], toy.x.data[2 * i + 1], i % 7, toy.classes[k]].join());
  const house = () => new TestHouse({ 'moons.csv': ['x1,x2,x3,moon', ...lines].join('\n') });
  const brief = modelNamed('gan', { hidden_layer_sizes: [8], max_iter: 30 });
  const data = { path: 'moons.csv', target: 'moon' };

  test('shows the adversaries of a GAN of two features by itself, and while it is trained', async () => {
    const home = house();
    const { figures } = await home.run(planOf('train', { ...data, features: ['x1', 'x2'] }, [brief]));
    const game = figures.find(({ kind }) => kind === 'adversarial') as FigureOf<'adversarial'>;
    assert.deepEqual(
      game.panels.map(({ model, label }) => [model, label]),
      [
        ['gan', 0],
        ['gan', 1],
      ],
    );
    const live = home.progress.flatMap(({ figure }) => figure?.kind ?? []);
    assert.deepEqual([...new Set(live)], ['adversarial']);
  });

  test('shows none where there are other features or no adversaries, and says why where they are asked for', async () => {
    const asked = { show: ['adversarial'] };
    const all = await house().run(planOf('train', data, [brief, 'gaussian-naive-bayes'], asked));
    assert.deepEqual(all.figures, []);
    for (const note of [
      'gaussian-naive-bayes has no discriminator and generator to show.',
      'Discriminator and generator are shown where the data have two numeric features and no others.',
    ])
      assert.ok(all.notes.includes(note), all.notes.join('\n'));
  });
});

for (const id of ['gan', 'semi-supervised-gan', 'normalizing-flow'])
  test(`${id} says which class has no training row`, async () => {
    const data = toyTraining(moons(40, 0.1, createRng(3)));
    const absent = { ...data, classes: 3, classNames: [...data.classNames, 'none'] };
    const fitted = await fit(modelOf(id), absent, { options: { ...smallModels[id], max_iter: 2 } });
    assert.ok(fitted.notes.includes('No training row has class none.'), fitted.notes.join('\n'));
  });
