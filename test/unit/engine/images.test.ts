// Rows that are pictures, through whole runs: what is drawn, what the tables hold, and what decides a model's key.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { buildDataset, requireTarget } from '../../../src/data/dataset';
import { readTable } from '../../../src/data/formats';
import { matrix } from '../../../src/data/matrix';
import { createRng } from '../../../src/data/random';
import { strokeDigits } from '../../../src/data/strokeDigits';
import { toCsv } from '../../../src/data/write';
import { imageGrid, picturesThatFit } from '../../../src/engine/drawing/imageGrid';
import { pathPictures } from '../../../src/engine/drawing/wholePictures';
import { assemble } from '../../../src/engine/training/assemble';
import type { TrainedModel } from '../../../src/engine/training/trained';
import type { Figure, FigureOf } from '../../../src/protocol/figures';
import { unpack } from '../../../src/protocol/packing';
import type { DataPlan } from '../../../src/protocol/plan';
import { modelOf } from '../../support/training';
import { modelNamed, planOf, TestHouse } from './runSupport';

const { x, y } = strokeDigits(240, 8, createRng(1));
const names = Array.from({ length: 64 }, (_, j) => `p${j}`);
const pixelRows = Array.from(y, (_, i) => [...x.data.subarray(64 * i, 64 * (i + 1))]);
const files = {
  'digits.csv': toCsv(
    [...names, 'digit'],
    pixelRows.map((row, i) => [...row, y[i]!]),
  ),
  'pixels.csv': toCsv(names, pixelRows),
  'labels.csv': toCsv(
    ['label'],
    [...y].map((digit) => [digit]),
  ),
  'short.csv': toCsv(['label'], [[1], [2]]),
};
const data: DataPlan = { path: 'digits.csv', target: 'digit', image: { width: 8, height: 8 } };
const house = () => new TestHouse({ ...files });

const grids = (figures: readonly Figure[]) =>
  figures.filter((figure): figure is FigureOf<'image-grid'> => figure.kind === 'image-grid');

test('data shows pictures and the mean of each class, and tells of all pixels in one row', async () => {
  const { figures, tables } = await house().run(planOf('data', data));
  assert.deepEqual(
    figures.map(({ kind }) => kind),
    ['class-balance', 'image-grid', 'image-grid'],
  );
  const [examples, means] = grids(figures);
  assert.deepEqual(examples!.pictures.shape, [100, 8, 8, 1]);
  assert.deepEqual(
    examples!.blocks,
    [...Array(10).keys()].map((digit) => ({ heading: String(digit), count: 10 })),
  );
  assert.deepEqual(means!.captions, [...Array(10).keys()].map(String));
  assert.ok(unpack(means!.pictures).every((value) => value >= 0 && value <= 1));
  const { rows } = tables.find(({ name }) => name === 'columns')!;
  assert.deepEqual(
    rows.map(([name, type, role]) => [name, type, role]),
    [
      ['p0 to p63', 'picture of 8 × 8', 'feature'],
      ['digit', 'integer', 'target'],
    ],
  );
  const mean = x.data.reduce((sum, value) => sum + value, 0) / x.data.length;
  assert.ok(Math.abs((rows[0]![6] as number) - mean) < 1e-9);
});

test('pictures without a target are shown together', async () => {
  const { path, image } = data;
  const { figures } = await house().run(planOf('data', { path, image: image!, ignore: ['digit'] }));
  assert.deepEqual(
    grids(figures).map(({ blocks }) => blocks),
    [[{ heading: '', count: 60 }], [{ heading: '', count: 1 }]],
  );
});

test('train draws no plane but the mistakes, the surest first', async () => {
  const { figures, models, notes } = await house().run(planOf('train', data, [modelNamed('gaussian-naive-bayes')]));
  assert.ok(!figures.some(({ kind }) => kind === 'decision-boundary'));
  assert.ok(!notes.some((note) => note.includes('boundary')));
  const [mistakes, made] = grids(figures);
  assert.equal(made!.title, 'Generated pictures: gaussian-naive-bayes');
  assert.equal(made!.captions.filter((caption) => caption === 'generated').length, 80);
  const wrong = Math.round(60 * (1 - models[0]!.metrics.accuracy!));
  assert.equal(mistakes!.blocks[0]!.heading, `gaussian-naive-bayes: wrong on ${wrong} of 60`);
  const sure = mistakes!.captions.map((caption) => Number(/(\d+) %$/.exec(caption)![1]));
  assert.deepEqual(
    sure,
    [...sure].sort((a, b) => b - a),
  );
  for (const caption of mistakes!.captions) assert.match(caption, /^(\d) as (?!\1)\d, \d+ %$/);
});

test('generated pictures stand beside the nearest training picture', async () => {
  const { figures, tables } = await house().run(
    planOf('sample', data, [modelNamed('gaussian-naive-bayes')], { options: { n: 600 } }),
  );
  const [grid] = grids(figures);
  assert.equal(figures.length, 1);
  assert.equal(grid!.together, 2);
  assert.deepEqual(
    grid!.blocks.map(({ count }) => count),
    Array(10).fill(16),
  );
  const pixels = unpack(grid!.pictures);
  grid!.captions.forEach((caption, i) => {
    if (i % 2 === 0) return assert.equal(caption, 'generated');
    const row = Number(/^row (\d+): 0\.\d+/.exec(caption)![1]);
    const shown = pixels.subarray(64 * i, 64 * (i + 1));
    pixelRows[row]!.forEach((value, j) => assert.ok(Math.abs(shown[j]! - value / 16) < 1 / 250));
  });
  const { columns, rows } = tables.find(({ name }) => name === 'samples')!;
  assert.ok(columns.length * rows.length <= 30_100);
});

test('anomalies and classify show the pictures that they speak of', async () => {
  const unusual = await house().run(planOf('anomalies', data, [modelNamed('gaussian-naive-bayes')]));
  const first = unusual.tables.find(({ name }) => name === 'anomalies')!.rows[0]!;
  assert.ok(grids(unusual.figures)[0]!.captions[0]!.startsWith(`row ${String(first[0])}: `));
  const classified = await house().run(planOf('classify', data, [modelNamed('gaussian-naive-bayes')]));
  assert.match(grids(classified.figures)[0]!.captions[0]!, /^row \d+: \d, \d+ %$/);
});

test('models of images and of rows read pixels from 0 to 1, models of counts the numbers of the file', () => {
  const table = readTable('digits.csv', new TextEncoder().encode(files['digits.csv']));
  const dataset = requireTarget(buildDataset(table, data, ''));
  for (const [id, brightest] of [
    ['cnn', 1],
    ['mlp', 1],
    ['vae', 1],
    ['multinomial-naive-bayes', 16],
  ] as const) {
    const { x: pixels } = assemble(dataset, modelOf(id)).data;
    assert.equal(
      pixels.data.reduce((most, value) => Math.max(most, value)),
      brightest,
      id,
    );
  }
});

test('models of counts are shown their pictures from 0 to 1, as others', async () => {
  for (const model of ['multinomial-naive-bayes', 'bernoulli-naive-bayes']) {
    const sampled = await house().run(planOf('sample', data, [modelNamed(model)], { options: { n: 20 } }));
    const [grid] = grids(sampled.figures);
    const distances = grid!.captions.filter((_, i) => i % 2 === 1).map((caption) => Number(caption.split(': ')[1]));
    for (const distance of distances) assert.ok(distance < 0.5, `${model}: ${distance}`);
    const classified = await house().run(planOf('classify', data, [modelNamed(model)]));
    const [least] = grids(classified.figures);
    const row = Number(/^row (\d+): /.exec(least!.captions[0]!)![1]);
    const shown = unpack(least!.pictures).subarray(0, 64);
    pixelRows[row]!.forEach((value, j) => assert.ok(Math.abs(shown[j]! - value / 16) < 1 / 250));
  }
});

test('uncertainty shows the most ambiguous and the most unfamiliar pictures instead of a map', async () => {
  const models = [modelNamed('logistic-regression'), modelNamed('gaussian-mixture', { covariance: 'diagonal' })];
  const home = house();
  const { figures, notes } = await home.run(planOf('uncertainty', data, models));
  assert.ok(!notes.some((note) => note.includes('No map')));
  const [grid] = grids(figures);
  assert.equal(figures.length, 1);
  assert.deepEqual(grid!.blocks, [
    { heading: 'logistic-regression: most ambiguous', count: 12 },
    { heading: 'gaussian-mixture: most ambiguous', count: 12 },
    { heading: 'gaussian-mixture: most unfamiliar, with log p(x)', count: 12 },
  ]);
  const { rows } = (await home.run(planOf('classify', data, models))).tables.find(
    ({ name }) => name === 'predictions',
  )!;
  const told = (model: string, column: number) =>
    rows.filter((row) => row.includes(model)).map((row) => ({ row: row[0] as number, value: row[column] as number }));
  const rowsOf = (from: number) =>
    grid!.captions.slice(from, from + 12).map((caption) => Number(/^row (\d+): /.exec(caption)![1]));
  // columns of the predictions: row, predicted, ten classes, entropy, logDensity
  const entropy = told('logistic-regression', 12).sort((a, b) => b.value - a.value);
  assert.deepEqual(
    rowsOf(0),
    entropy.slice(0, 12).map(({ row }) => row),
  );
  const density = told('gaussian-mixture', 13).sort((a, b) => a.value - b.value);
  assert.deepEqual(
    rowsOf(24),
    density.slice(0, 12).map(({ row }) => row),
  );
  assert.match(grid!.captions[0]!, /^row \d+: (\d) or (?!\1)\d, \d+ %$/);
  const pixels = unpack(grid!.pictures);
  pixelRows[rowsOf(24)[0]!]!.forEach((value, j) => assert.ok(Math.abs(pixels[24 * 64 + j]! - value / 16) < 1 / 250));
});

test('of a class that was left out, uncertainty shows the pictures that are noticed least', async () => {
  const { figures } = await house().run(
    planOf('uncertainty', data, [modelNamed('logistic-regression')], { options: { unseen: '7' } }),
  );
  const [grid] = grids(figures);
  assert.deepEqual(
    grid!.blocks.map(({ heading }) => heading),
    [
      'logistic-regression: most ambiguous',
      'gaussian-mixture: most unfamiliar, with log p(x)',
      'logistic-regression: surest of the class of digit = 7',
      'gaussian-mixture: most familiar of digit = 7, with log p(x)',
    ],
  );
  const sevens = grid!.captions.slice(24);
  for (const caption of sevens) assert.equal(y[Number(/^row (\d+)/.exec(caption)![1])], 7);
  const sure = sevens.slice(0, 12).map((caption) => Number(/: \d, (\d+) %$/.exec(caption)![1]));
  assert.deepEqual(
    sure,
    [...sure].sort((a, b) => b - a),
  );
});

test('completed pictures stand beside what was hidden and the truth', async () => {
  const { figures } = await house().run(
    planOf('inpaint', data, [modelNamed('gaussian-naive-bayes')], { options: { n: 5, draws: 2 } }),
  );
  const [grid] = grids(figures);
  assert.equal(figures.length, 1);
  assert.equal(grid!.together, 4);
  assert.ok(grid!.summary.endsWith('how gaussian-naive-bayes completes it.'), grid!.summary);
  assert.deepEqual(grid!.captions.slice(1, 4), ['hidden', 'draw 1', 'draw 2']);
  const pixels = unpack(grid!.pictures);
  const row = Number(/^row (\d+)$/.exec(grid!.captions[0]!)![1]);
  const [truth, hidden, first, second] = [0, 1, 2, 3].map((i) => pixels.subarray(64 * i, 64 * (i + 1)));
  let gaps = 0;
  pixelRows[row]!.forEach((value, j) => {
    assert.ok(Math.abs(truth![j]! - value / 16) < 1 / 250);
    if (Number.isNaN(hidden![j]!)) return gaps++;
    return assert.deepEqual([hidden![j], first![j], second![j]], [truth![j], truth![j], truth![j]]);
  });
  assert.equal(gaps, 32);
});

test('a path leads from one real picture to the other', () => {
  const dataset = buildDataset(readTable('digits.csv', new TextEncoder().encode(files['digits.csv'])), data, '');
  const t = Float64Array.of(0, 0.5, 1);
  const path = { t, x: matrix(3, 64, new Float64Array(192).fill(0.5)), cells: [] };
  const model = { name: 'vae', facts: { target: { classes: [] } } } as unknown as TrainedModel;
  const [grid] = pathPictures([{ ...path, model }], [3, 9], requireTarget(dataset));
  assert.deepEqual(grid!.captions, ['row 3', '0.00', '0.50', '1.00', 'row 9']);
  const pixels = unpack(grid!.pictures);
  pixelRows[9]!.forEach((value, j) => assert.ok(Math.abs(pixels[4 * 64 + j]! - value / 16) < 1 / 250));
});

test('a Python script is refused where it could not read or scale as the notebook does', async () => {
  const place = house();
  const both: DataPlan = { path: 'pixels.csv', labels: 'labels.csv' };
  for (const each of [data, both]) {
    await place.run(planOf('train', each, [modelNamed('gaussian-naive-bayes')]));
    const exported = place.run(
      planOf('export', each, [{ ref: 'gaussian-naive-bayes', name: 'gaussian-naive-bayes', options: {}, at: [] }], {
        options: { format: 'python', to: 'a.py' },
      }),
    );
    await assert.rejects(exported, { code: 'no-python' });
  }
});

test('labels of another file are the target, and both files decide the key of a model', async () => {
  const place = house();
  const both: DataPlan = { path: 'pixels.csv', labels: 'labels.csv', image: { width: 8, height: 8 } };
  const request = planOf('train', both, [modelNamed('gaussian-naive-bayes')]);
  const before = await place.run(request);
  assert.deepEqual([before.data.target, before.data.classes?.length], ['label', 10]);
  const words = [...y].map((digit) => [digit < 5 ? 'low' : 'high']);
  place.files = { ...files, 'labels.csv': toCsv(['label'], words) };
  const after = await place.run(request);
  assert.deepEqual(after.data.classes, ['high', 'low']);
  assert.notEqual(after.models[0]!.key, before.models[0]!.key);
  assert.notEqual(after.data.hash, before.data.hash);
});

test('labels that are absent or too few are told at their key', async () => {
  for (const [labels, code] of [
    ['none.csv', 'file-not-found'],
    ['short.csv', 'unequal-rows'],
  ]) {
    const run = house().run(planOf('data', { path: 'pixels.csv', labels: labels! }));
    await assert.rejects(run, { code, at: ['labels'] });
  }
});

test('the shape of the pictures decides the key of a model, too', async () => {
  const keyOf = async (image: DataPlan['image']) => {
    const plan = { ...data, ...(image ? { image } : {}) };
    if (!image) delete plan.image;
    const { models } = await house().run(planOf('train', plan, [modelNamed('gaussian-naive-bayes')]));
    return models[0]!.key;
  };
  const keys = [await keyOf({ width: 8, height: 8 }), await keyOf({ width: 16, height: 4 }), await keyOf(undefined)];
  assert.equal(new Set(keys).size, 3);
});

test('a grid keeps thumbnails only: small, few, and some of each block', () => {
  const shape = { width: 100, height: 50, channels: 3 };
  const most = picturesThatFit(shape);
  const picture = { pixels: new Float64Array(100 * 50 * 3).fill(0.5), caption: 'x' };
  const blocks = ['a', 'b', 'c'].map((heading, i) => ({
    heading,
    pictures: Array(60 * (i + 1)).fill(picture) as (typeof picture)[],
  }));
  const grid = imageGrid(shape, blocks, { title: '', summary: '', together: 2 });
  assert.deepEqual(grid.pictures.shape.slice(1), [16, 32, 3]);
  assert.ok(grid.captions.length <= most && grid.captions.length > 0.8 * most);
  assert.ok(grid.blocks.every(({ count }) => count > 0 && count % 2 === 0));
  assert.ok(unpack(grid.pictures).every((value) => Math.abs(value - 0.5) < 1 / 250));
});
