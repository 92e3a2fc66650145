// Explaining pictures of which one known patch carries the class: everything else is noise.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { matrix } from '../../../../src/data/matrix';
import { createRng } from '../../../../src/data/random';
import { toCsv } from '../../../../src/data/write';
import { imageAttribution } from '../../../../src/engine/drawing/imageAttribution';
import { overPixels, patchesOf } from '../../../../src/engine/explaining/patches';
import type { Json } from '../../../../src/protocol/cards';
import type { FigureOf } from '../../../../src/protocol/figures';
import { unpack } from '../../../../src/protocol/packing';
import type { DataPlan, ModelRequest } from '../../../../src/protocol/plan';
import type { Result } from '../../../../src/protocol/result';
import { modelNamed, planOf, TestHouse } from '../runSupport';

const [width, height] = [7, 6];
/** Lines 3 and 4, columns 5 and 6, counted from 1. */
const inPatch = (at: number) => [2, 3].includes(Math.floor(at / width)) && [4, 5].includes(at % width);

/** Noise, brighter at the patch in pictures of the class `lit`; of three channels in the second one only. */
function pictures(rows: number, channels: number): string {
  const rng = createRng(5);
  const names = Array.from({ length: width * height * channels }, (_, j) => `p${j}`);
  const lines = Array.from({ length: rows }, (_, i) => {
    const lit = i % 2 === 0;
    const pixels = names.map((_, j) => {
      const carries = inPatch(Math.floor(j / channels)) && j % channels === Math.floor(channels / 2);
      return (0.6 * rng.uniform() + (carries && lit ? 0.4 : 0)).toFixed(3);
    });
    return [...pixels, lit ? 'lit' : 'dark'];
  });
  return toCsv([...names, 'light'], lines);
}

const house = () => new TestHouse({ 'grey.csv': pictures(160, 1), 'colour.csv': pictures(160, 3) });
const grey: DataPlan = { path: 'grey.csv', target: 'light', image: { width, height } };
const colour: DataPlan = { path: 'colour.csv', target: 'light', image: { width, height, channels: 3 } };

const small: { [id: string]: ModelRequest['options'] } = {
  'logistic-regression': {},
  mlp: { hidden_layer_sizes: [16], max_iter: 200, alpha: 3 },
  cnn: { filters: [4], hidden_layer_sizes: [8], max_iter: 12, batch_size: 32, learning_rate_init: 0.02, dropout: 0 },
  'gaussian-naive-bayes': {},
  'random-forest': { n_estimators: 40 },
};

const explain = (data: DataPlan, models: string[], options: { [name: string]: Json } = {}, home = house()) =>
  home.run(
    planOf(
      'explain',
      data,
      models.map((id) => modelNamed(id, small[id])),
      { options },
    ),
  );

const figures = (result: Result) =>
  result.figures.filter((figure): figure is FigureOf<'image-attribution'> => figure.kind === 'image-attribution');

/** The map of a class by a panel. */
function mapOf({ classes, panels }: FigureOf<'image-attribution'>, panel: number, label: string): Float64Array {
  const all = unpack(panels[panel]!.maps);
  const at = classes.length === 0 ? 0 : classes.indexOf(label);
  return all.subarray(at * width * height, (at + 1) * width * height);
}

/** The four pixels of the largest size are those of the patch, and all of them have the sign. */
function findsPatch(map: Float64Array, sign: 1 | -1, what: string): void {
  const order = [...map.keys()].sort((a, b) => Math.abs(map[b]!) - Math.abs(map[a]!));
  const first = order.slice(0, 4);
  assert.ok(first.every(inPatch), `${what}: strongest at ${first.join(', ')}`);
  for (const at of first) assert.ok(Math.sign(map[at]!) === sign, `${what}: ${map[at]} at ${at}`);
}

describe('a picture', () => {
  for (const [id, slope] of [
    ['logistic-regression', true],
    ['mlp', true],
    ['cnn', true],
    ['gaussian-naive-bayes', false],
    ['random-forest', false],
  ] as const) {
    test(`occlusion ${slope ? 'and saliency find' : 'finds'} the patch that carries the class: ${id}`, async () => {
      const result = await explain(grey, [id], { row: 4 });
      const [figure, ...others] = figures(result);
      assert.equal(result.figures.length, 1 + others.length);
      assert.deepEqual(
        figure!.panels.map(({ method }) => method),
        slope ? ['occlusion', 'saliency'] : ['occlusion'],
      );
      assert.equal(figure!.classes[figure!.shown], 'lit');
      figure!.panels.forEach(({ method, below }, p) => {
        findsPatch(mapOf(figure!, p, 'lit'), 1, method);
        findsPatch(mapOf(figure!, p, 'dark'), -1, method);
        assert.match(below, /^takes it for lit \(\d+\.\d %\)$/);
      });
      assert.equal(
        result.notes.some((note) => note === `No saliency of ${id}: the slope of such models is not known.`),
        !slope,
      );
    });
  }

  test('the tables hold the numbers of the maps, and the figure the picture', async () => {
    const result = await explain(grey, ['logistic-regression', 'mlp'], { row: 4 });
    const [figure] = figures(result);
    assert.deepEqual(
      result.tables.map(({ name }) => name),
      ['occlusion', 'saliency'],
    );
    for (const [t, { columns, rows }] of result.tables.entries()) {
      assert.deepEqual(columns, ['model', 'row', 'scale', 'line', 'column', 'dark', 'lit']);
      assert.equal(rows.length, 2 * width * height);
      const map = mapOf(figure!, t === 0 ? 2 : 3, 'lit');
      const most = map.reduce((high, value) => Math.max(high, Math.abs(value)), 0);
      rows.slice(width * height).forEach((row, at) => {
        assert.deepEqual(row.slice(0, 2), ['mlp', 4]);
        assert.deepEqual(row.slice(3, 5), [Math.floor(at / width) + 1, (at % width) + 1]);
        assert.ok(Math.abs((row[6] as number) - map[at]!) < 1e-4 * most);
      });
    }
    const cells = pictures(160, 1)
      .split('\n')[5]!
      .split(',')
      .slice(0, width * height)
      .map(Number);
    unpack(figure!.pictures).forEach((value, at) => assert.ok(Math.abs(value - cells[at]!) < 0.005));
    assert.deepEqual(figure!.captions, ['row 4']);
  });

  test('of a linear model, occlusion is the slope times what is covered', async () => {
    const home = house();
    // of the difference of two pictures, for what covers them is then of no matter
    const [one, other] = [
      await explain(grey, ['logistic-regression'], { row: 7 }, home),
      await explain(grey, ['logistic-regression'], { row: 10 }, home),
    ];
    const numbers = ({ tables }: Result, t: number) => tables[t]!.rows.map((row) => row[6] as number);
    const lines = pictures(160, 1).trim().split(/\r?\n/).slice(1);
    const [a, b] = [7, 10].map((row) => lines[row]!.split(',').map(Number));
    const slopes = numbers(one, 1);
    const image = { width, height, channels: 1 };
    const patches = patchesOf(image, 400);
    const covered = patches.map(({ columns }) => columns.reduce((sum, j) => sum + slopes[j]! * (a![j]! - b![j]!), 0));
    const expected = overPixels(image, patches, covered);
    const second = numbers(other, 0);
    numbers(one, 0).forEach((value, at) => assert.ok(Math.abs(value - second[at]! - expected[at]!) < 1e-9));
  });

  test('in colour the strongest channel counts, and a picture may be given by its pixels', async () => {
    const cells = pictures(160, 3).split('\n')[5]!.split(',');
    const given = Object.fromEntries(cells.slice(0, -1).map((value, j) => [`p${j}`, Number(value)]));
    const result = await explain(colour, ['cnn'], { given });
    const [figure] = figures(result);
    assert.deepEqual(figure!.pictures.shape, [1, height, width, 3]);
    assert.deepEqual(figure!.captions, ['the given row']);
    figure!.panels.forEach(({ method, model }, p) => findsPatch(mapOf(figure!, p, 'lit'), 1, `${model} ${method}`));
  });

  test('the same seed gives the same maps, another one other noise', async () => {
    const home = house();
    const run = async (seed: number) =>
      (await explain(grey, ['mlp'], { row: 4, methods: ['saliency'], seed }, home)).tables[0]!.rows;
    const first = await run(1);
    assert.deepEqual(await run(1), first);
    assert.notDeepEqual(await run(2), first);
  });

  test('what is asked for by name is given', async () => {
    const result = await explain(grey, ['gaussian-naive-bayes'], {
      row: 4,
      methods: ['shap', 'occlusion'],
      scale: 'probability',
    });
    assert.deepEqual(
      result.figures.map(({ kind }) => kind),
      ['image-attribution', 'attribution'],
    );
    assert.equal(figures(result)[0]!.panels[0]!.scale, 'probability');
    const tabular = await explain({ path: 'grey.csv', target: 'light' }, ['logistic-regression'], {
      row: 4,
      methods: ['occlusion', 'saliency'],
    });
    assert.deepEqual(tabular.figures, []);
    assert.ok(tabular.notes.some((note) => note.startsWith('Occlusion explains a picture')));
    assert.ok(tabular.notes.some((note) => note.startsWith('Saliency is of pictures')));
  });
});

describe('models of pictures as a whole', () => {
  test('permutation of patches and mean saliency find the patch; generative models show what they take a class to be', async () => {
    const result = await explain(grey, ['logistic-regression', 'mlp', 'gaussian-naive-bayes']);
    assert.deepEqual(
      result.figures.map(({ kind }) => kind),
      ['image-attribution', 'image-attribution', 'image-grid'],
    );
    const [slopes, importance] = figures(result);
    assert.deepEqual(slopes!.captions, ['mean of dark', 'mean of lit']);
    assert.deepEqual(
      slopes!.panels.map(({ model }) => model),
      ['logistic-regression', 'mlp'],
    );
    slopes!.panels.forEach(({ model }, p) => {
      findsPatch(mapOf(slopes!, p, 'lit'), 1, model);
      findsPatch(mapOf(slopes!, p, 'dark'), -1, model);
    });
    assert.deepEqual(importance!.classes, []);
    assert.equal(importance!.panels.length, 3);
    importance!.panels.forEach(({ model }, p) => findsPatch(mapOf(importance!, p, ''), 1, model));
    const { rows } = result.tables.find(({ name }) => name === 'importance')!;
    const best = rows.filter(([model]) => model === 'mlp').sort((a, b) => (b[4] as number) - (a[4] as number))[0]!;
    assert.equal(best[1], 'lines 3 to 4, columns 5 to 6');
  });
});

describe('patches', () => {
  test('cover every pixel of pictures of any shape, and are not too many', () => {
    for (const [w, h, channels, most] of [
      [8, 8, 1, 400],
      [28, 28, 1, 400],
      [32, 20, 3, 64],
      [20, 1, 1, 400],
      [1, 1, 1, 400],
      [200, 150, 3, 400],
    ] as const) {
      const image = { width: w, height: h, channels };
      const patches = patchesOf(image, most);
      assert.ok(patches.length <= most, `${patches.length} patches of ${w} × ${h}`);
      const covered = new Set(patches.flatMap(({ columns }) => [...columns]));
      assert.equal(covered.size, w * h * channels);
      assert.ok(
        overPixels(
          image,
          patches,
          patches.map(() => 2),
        ).every((value) => value === 2),
      );
      for (const { left, top, width: wide, height: high, columns } of patches) {
        assert.equal(columns.length, wide * high * channels);
        assert.equal(columns[0], (top * w + left) * channels);
        assert.equal(columns.at(-1), ((top + high - 1) * w + left + wide) * channels - 1);
      }
    }
  });

  test('maps of large pictures become as small as the thumbnail, with zero where it was', () => {
    const image = { width: 96, height: 64, channels: 3 };
    const map = Float64Array.from({ length: 96 * 64 }, (_, at) => (at % 96 < 48 ? 3 : at % 96 < 72 ? 0 : -1));
    const figure = imageAttribution(
      image,
      [{ pixels: new Float64Array(96 * 64 * 3).fill(0.5), caption: 'grey' }],
      [{ model: 'cnn', method: 'occlusion', scale: 'log odds', below: '', maps: matrix(1, map.length, map) }],
      { title: '', summary: '', classes: [], shown: 0 },
    );
    assert.deepEqual(figure.pictures.shape, [1, 21, 32, 3]);
    assert.deepEqual(figure.panels[0]!.maps.shape, [1, 21, 32]);
    const values = unpack(figure.panels[0]!.maps);
    for (const [at, expected] of [
      [0, 3],
      [20, 0],
      [31, -1],
    ] as const)
      assert.ok(Math.abs(values[at]! - expected) < 1e-3, `${values[at]}`);
  });
});
