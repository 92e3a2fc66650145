import assert from 'node:assert/strict';
import { test } from 'node:test';
import { buildDataset } from '../../../src/data/dataset';
import { encode } from '../../../src/data/encode';
import { fitEncoding } from '../../../src/data/fitEncoding';
import { readTable } from '../../../src/data/formats';
import { numericColumn } from '../../../src/data/infer';
import { joinLabels } from '../../../src/data/labels';
import type { DataPlan } from '../../../src/data/plan';
import { createRng } from '../../../src/data/random';
import { resized } from '../../../src/data/resize';
import { strokeDigits } from '../../../src/data/strokeDigits';
import type { Table } from '../../../src/data/table';
import { problemOf } from './support';

/** Four pictures of 2 by 2 pixels, of which one pixel is the same in all, with a word and a class. */
const csv = 'p0,p1,note,p2,p3,kind\n0,255,a,3,9,x\n0,10,b,0,8,y\n0,30,c,7,7,x\n0,100,d,5,5,y\n';
const table = readTable('pictures.csv', new TextEncoder().encode(csv));
const plan: DataPlan = { path: 'pictures.csv', target: 'kind', split: { test: 0.5, seed: 0 } };
const build = (changes: Partial<DataPlan>, file: Table = table) => buildDataset(file, { ...plan, ...changes }, 'hash');

/** A file that says itself that it holds pictures. */
const own: Table = {
  rows: 3,
  columns: [0, 1, 2, 3].map((i) => numericColumn(`pixel ${i}`, Float64Array.of(i, 2, 1))),
  report: { format: 'idx', raggedRows: 0, notes: [] },
  image: { width: 2, height: 2, channels: 1, columns: ['pixel 0', 'pixel 1', 'pixel 2', 'pixel 3'] },
};

test('columns of numbers without another role are pixels in the order of the file, constant ones too', () => {
  const { features, image, notes } = build({ image: { width: 2, height: 2 } });
  assert.deepEqual(image, { width: 2, height: 2, channels: 1 });
  assert.deepEqual(
    features.map(({ name }) => name),
    ['p0', 'p1', 'p2', 'p3'],
  );
  assert.deepEqual(
    notes.filter((note) => note.includes('no pixels')),
    ['Left out of the features (no pixels): note.'],
  );
  assert.deepEqual(
    build({ image: { width: 1, height: 2 }, features: ['p3', 'p1'] }).features.map(({ name }) => name),
    ['p3', 'p1'],
  );
});

test('a number of pixels that does not fit the shape is told, with a shape that would', () => {
  const few = problemOf(() => build({ image: { width: 3, height: 3 } }));
  assert.deepEqual([few.code, few.at], ['invalid-image', ['image']]);
  assert.match(few.message, /4 columns of pixels \(p0 to p3\).*3 × 3 need 9; write image: {width: 2, height: 2}/);
  assert.match(problemOf(() => build({ image: {} })).message, /does not say the width and height/);
  const colour = problemOf(() => build({ image: { width: 2, height: 2, channels: 3 } }));
  assert.match(colour.message, /2 × 2 × 3 need 12; name columns/);
});

test('pictures exclude other roles, and words are no pixels', () => {
  for (const other of [
    { text: { column: 'note' } },
    { sequence: { id: 'note', symbol: ['p1'] } },
    { ratings: { user: 'note', item: 'p1', rating: 'p2' } },
  ]) {
    const { code, at } = problemOf(() => build({ image: { width: 2, height: 2 }, ...other }));
    assert.deepEqual([code, at], ['conflicting-roles', ['image']]);
  }
  const words = problemOf(() => build({ image: { width: 2, height: 1 }, features: ['p1', 'note'] }));
  assert.ok(['unsuitable-feature'].includes(words.code));
});

test('a file of pictures needs no key, and named features are columns as of any file', () => {
  const bare = { path: 'a.idx' };
  assert.deepEqual(buildDataset(own, bare, '').image, { width: 2, height: 2, channels: 1 });
  assert.equal(buildDataset(own, { ...bare, features: ['pixel 0'] }, '').image, undefined);
  const other = problemOf(() => buildDataset(own, { ...bare, image: { width: 3 } }, ''));
  assert.match(other.message, /3 × 2 need 6/);
});

test('all pixels have one scale, from the darkest to the brightest usual value', () => {
  for (const [values, expected] of [
    [
      [0, 0.5, 1],
      [0, 0.5, 1],
    ],
    [
      [0, 4, 12],
      [0, 0.25, 0.75],
    ],
    [
      [0, 51, 204],
      [0, 0.2, 0.8],
    ],
    [
      [-1, 0, 1],
      [0, 0.5, 1],
    ],
    [
      [0, 500, 1000],
      [0, 0.5, 1],
    ],
    [
      [2000, 2000, 2000],
      [2000, 2000, 2000],
    ],
  ]) {
    const columns = [numericColumn('a', Float64Array.from(values!)), numericColumn('b', new Float64Array(3).fill(NaN))];
    columns[1]!.values[0] = values![2]!;
    const encoding = fitEncoding(columns, [0, 1, 2], { image: { width: 2, height: 1, channels: 1 } });
    const z = encode(encoding, columns, [0, 1, 2]);
    assert.deepEqual([z.data[0], z.data[2], z.data[4]], expected);
    assert.deepEqual([z.data[1], z.data[3]], [expected![2], NaN]);
    assert.deepEqual(encoding.image, { width: 2, height: 1, channels: 1 });
  }
});

test('labels stand beside the pictures, and a single column of them is the target', () => {
  const labels: Table = {
    rows: 3,
    columns: [numericColumn('label', Float64Array.of(7, 3, 7))],
    report: { format: 'idx', raggedRows: 0, notes: ['Read.'] },
  };
  const joined = joinLabels(own, labels);
  const { target, features, image, notes } = buildDataset(joined, { path: 'a' }, '');
  assert.deepEqual([target?.name, target?.classes, features.length, image?.width], ['label', ['3', '7'], 4, 2]);
  assert.ok(notes.includes('Read.'));
  assert.equal(buildDataset(joined, { path: 'a', ignore: ['label'] }, '').target, undefined);
  const short = problemOf(() => joinLabels(own, { ...labels, rows: 2 }));
  assert.deepEqual([short.code, short.at], ['unequal-rows', ['labels']]);
  assert.match(short.message, /2 rows and the data 3 rows/);
  assert.equal(problemOf(() => joinLabels(own, own)).code, 'repeated-column');
});

test('a picture shrinks to means of what its pixels cover, and grows in squares', () => {
  const shape = { width: 4, height: 2, channels: 1 };
  const pixels = [0, 2, 4, 6, 2, 4, 6, 8];
  assert.deepEqual([...resized(pixels, shape, { width: 2, height: 1 })], [2, 6]);
  assert.deepEqual(
    [...resized([0, 1, 1, 0, 0, 9], { width: 3, height: 1, channels: 2 }, { width: 2, height: 1 })].map((value) =>
      Number(value.toFixed(6)),
    ),
    [1 / 3, 2 / 3, 1 / 3, 6].map((value) => Number(value.toFixed(6))),
  );
  assert.deepEqual([...resized([1, 5], { width: 2, height: 1, channels: 1 }, { width: 4, height: 1 })], [1, 1, 5, 5]);
});

test('stroke digits are as many of each, of whole shades, and the same for the same seed', () => {
  for (const size of [8, 28] as const) {
    const { x, y, brightest } = strokeDigits(40, size, createRng(1));
    assert.deepEqual([x.rows, x.columns, brightest], [40, size * size, size === 8 ? 16 : 255]);
    assert.deepEqual([...y].sort(), [...Array(40).keys()].map((i) => i % 10).sort());
    assert.ok(x.data.every((value) => Number.isInteger(value) && value >= 0 && value <= brightest));
    assert.deepEqual(strokeDigits(40, size, createRng(1)).x, x);
    assert.notDeepEqual(strokeDigits(40, size, createRng(2)).x, x);
  }
});
