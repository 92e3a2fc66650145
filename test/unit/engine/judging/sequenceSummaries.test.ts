import assert from 'node:assert/strict';
import { test } from 'node:test';
import { numericColumn } from '../../../../src/data/infer';
import { matrix, rowOf } from '../../../../src/data/matrix';
import { histogramOf } from '../../../../src/engine/drawing/histograms';
import { sequenceSummaries } from '../../../../src/engine/judging/sequenceSummaries';

test('sequences of symbols: length, share of each symbol, and how often one comes again', () => {
  const x = matrix(2, 5, Float64Array.of(0, 0, 1, NaN, 1, 1, NaN, NaN, NaN, NaN));
  const out = sequenceSummaries(x, { names: ['s'], symbols: ['a', 'b', 'c'] });
  assert.deepEqual([...rowOf(out, 0)], [Math.log(6), 0.5, 0.5, 0, 1 / 3]);
  assert.deepEqual([...rowOf(out, 1)], [Math.log(2), 0, 1, 0, 0]);
});

test('sequences of numbers: length, mean, standard deviation and change of each column', () => {
  const x = matrix(2, 6, Float64Array.of(1, 10, 3, NaN, 5, 10, NaN, NaN, NaN, NaN, NaN, NaN));
  const out = sequenceSummaries(x, { names: ['p', 'q'] });
  assert.deepEqual([...rowOf(out, 0)], [Math.log(4), 3, Math.sqrt(8 / 3), 2, 10, 0, 0]);
  assert.ok(rowOf(out, 1).every((value) => value === 0));
});

test('few whole numbers have a bin each, others bins of equal width', () => {
  const of = (values: number[]) => {
    const column = numericColumn('x', Float64Array.from(values));
    return histogramOf([{ column, rows: [...values.keys()] }]);
  };
  assert.deepEqual(of([1, 3, 3, 2, NaN]), { feature: 'x', edges: [0.5, 1.5, 2.5, 3.5], counts: [[1, 1, 2]] });
  const wide = of([1, 1000, 500, 2]);
  assert.ok('edges' in wide && wide.edges.length <= 41 && wide.edges[0] === 1);
  const halves = of([1, 1.5, 2]);
  assert.ok('edges' in halves && halves.edges[0] === 1 && halves.edges.at(-1) === 2);
});
