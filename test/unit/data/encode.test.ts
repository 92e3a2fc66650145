import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { buildDataset } from '../../../src/data/dataset';
import { decode } from '../../../src/data/decode';
import { encode, encodeCells } from '../../../src/data/encode';
import { fitEncoding } from '../../../src/data/fitEncoding';
import { readTable } from '../../../src/data/formats';
import { rowOf } from '../../../src/data/matrix';
import { cells, column, createRng, problemOf, readText } from './support';

const folder = 'test/fixtures/reference';
const reference = JSON.parse(readFileSync(`${folder}/reference.json`, 'utf8')) as {
  tabular: Record<
    string,
    {
      mean: number[];
      scale: number[];
      sum_log_scale: number;
      train_idx: number[];
      features: string[];
      classes: string[];
    }
  >;
};

for (const [name, expected] of Object.entries(reference.tabular)) {
  test(`${name}: mean, scale and Jacobian are scikit-learn's`, () => {
    const path = `${folder}/${name}.csv`;
    const dataset = buildDataset(readTable(path, readFileSync(path)), { path, target: 'label' }, '');
    assert.deepEqual(
      dataset.features.map((feature) => feature.name),
      expected.features,
    );
    assert.deepEqual(dataset.target!.classes, expected.classes);
    const encoding = fitEncoding(dataset.features, expected.train_idx);
    for (const [j, { mean, scale }] of encoding.columns.entries()) {
      assert.ok(Math.abs(mean - expected.mean[j]!) < 1e-6, `mean ${mean}`);
      assert.ok(Math.abs(scale / expected.scale[j]! - 1) < 1e-6, `scale ${scale}`);
    }
    assert.ok(Math.abs(encoding.logScale - expected.sum_log_scale) < 1e-6);
  });
}

const mixed = readText('n,island,sex,same,whole\n1,B,m,s,7\n2.5,A,f,s,8\n,C,m,s,9\n4,,,s,\n');
const all = [0, 1, 2, 3];

test('numbers are standardised, categories one-hot, two levels one column, empty cells NaN throughout', () => {
  const encoding = fitEncoding(mixed.columns, all);
  assert.deepEqual(
    encoding.columns.map(({ feature, level }) => (level === undefined ? feature : `${feature}=${level}`)),
    ['n', 'island=A', 'island=B', 'island=C', 'sex=m', 'same=s', 'whole'],
  );
  const z = encode(encoding, mixed.columns, all);
  assert.deepEqual(Array.from(rowOf(z, 0)).slice(1, 6), [0, 1, 0, 1, 1]);
  assert.deepEqual(Array.from(rowOf(z, 3)).slice(1, 6), [NaN, NaN, NaN, NaN, 1]);
  assert.ok(Math.abs(z.data[0]! + z.data[7]! + z.data[21]!) < 1e-12, 'the mean over the rows present is 0');
  assert.ok(Number.isNaN(z.data[14]!));
});

test('only the given rows decide mean and scale; the levels are those of the whole file', () => {
  const encoding = fitEncoding(mixed.columns, [0, 1]);
  assert.deepEqual({ ...encoding.columns[0] }, { feature: 'n', mean: 1.75, scale: 0.75 });
  assert.ok(encoding.columns.some(({ level }) => level === 'C'));
});

test('decode undoes encode, empty cells included, also after JSON', () => {
  const encoding = JSON.parse(JSON.stringify(fitEncoding(mixed.columns, all))) as ReturnType<typeof fitEncoding>;
  const decoded = decode(encoding, encode(encoding, mixed.columns, all));
  for (const [j, { name }] of mixed.columns.entries()) {
    for (const [i, cell] of cells(column(mixed, name)).entries()) {
      const actual = decoded[i]![j]!;
      if (typeof cell === 'number') assert.ok(Math.abs((actual as number) - cell) < 1e-12);
      else assert.equal(actual, cell);
    }
  }
});

test('a category is decoded as its largest column, a number stays a real one', () => {
  const encoding = fitEncoding(mixed.columns, all);
  const data = Float64Array.of(0, 0.2, 0.1, 0.15, 0.49, 0.7, 0.5);
  const [row] = decode(encoding, { rows: 1, columns: 7, data });
  assert.deepEqual(row!.slice(0, 4), [2.5, 'A', 'f', 's']);
  assert.ok(Math.abs((row![4] as number) - (8 + 0.5 * Math.sqrt(2 / 3))) < 1e-12);
});

test('constants and columns without a value have scale 1; large means do not cost digits', () => {
  const table = readText('a,b,c\n0.1,,1000000001\n0.1,,1000000002\n0.1,,1000000003\n');
  const { columns } = fitEncoding(table.columns, [0, 1, 2]);
  assert.deepEqual(columns.map(({ mean, scale }) => [mean, scale]), [[0.1, 1], [0, 1], [1000000002, Math.sqrt(2 / 3)]]); // prettier-ignore
});

test('the Jacobian: a density in z, moved to the original units, integrates to 1', () => {
  const rng = createRng(1);
  const text = `x\n${Array.from({ length: 500 }, () => 40 + 7 * rng.normal()).join('\n')}\n`;
  const { columns } = readText(text);
  const encoding = fitEncoding(
    columns,
    Array.from({ length: 500 }, (_, i) => i),
  );
  let integral = 0;
  for (let x = -20; x < 100; x += 0.01) {
    const z = encodeCells(encoding, { x })[0]!;
    integral += 0.01 * Math.exp(-0.5 * z * z - 0.5 * Math.log(2 * Math.PI) - encoding.logScale);
  }
  assert.ok(Math.abs(integral - 1) < 1e-3);
});

test('one row given by hand', () => {
  const encoding = fitEncoding(mixed.columns, [0, 1]);
  const row = encodeCells(encoding, { n: '2.5', island: 'A', whole: null });
  assert.deepEqual(Array.from(row), [1, 1, 0, 0, NaN, NaN, NaN]);
  const problem = (cells: Record<string, unknown>): [string, readonly (string | number)[]] => {
    const { code, at } = problemOf(() => encodeCells(encoding, cells));
    return [code, at];
  };
  assert.deepEqual(problem({ iland: 'A' }), ['unknown-column', ['given', 'iland']]);
  assert.deepEqual(problem({ island: 'D' }), ['unknown-level', ['given', 'island']]);
  assert.deepEqual(problem({ n: 'much' }), ['invalid-value', ['given', 'n']]);
  assert.deepEqual(problem({ n: Infinity }), ['invalid-value', ['given', 'n']]);
});

test('rows of another file: columns by name, levels by text, problems where they do not fit', () => {
  const train = readText('n,code,y\n1,1,a\n2,x,b\n3,2,a\n4,x,b\n');
  const encoding = fitEncoding(train.columns.slice(0, 2), [0, 1, 2, 3]);
  const other = readText('extra,code,n\n9,2,5\n9,1,\n');
  const z = encode(encoding, other.columns, [0, 1]);
  assert.deepEqual(Array.from(z.data.subarray(1, 4)), [0, 1, 0]);
  assert.deepEqual(Array.from(z.data.subarray(4)), [NaN, 1, 0, 0]);
  assert.equal(problemOf(() => encode(encoding, readText('n,code\n1,3\n').columns, [0])).code, 'unknown-level');
  assert.equal(problemOf(() => encode(encoding, readText('n,cod\n1,1\n').columns, [0])).code, 'unknown-column');
  assert.equal(problemOf(() => encode(encoding, readText('n,code\nlow,1\n').columns, [0])).code, 'invalid-value');
});

test('values that 64-bit numbers cannot scale are said', () => {
  const { columns } = readText('x\n1e308\n-1e308\n0\n');
  assert.equal(problemOf(() => fitEncoding(columns, [0, 1, 2])).code, 'invalid-value');
});
