import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { matrix, rowOf } from '../../../../src/data/matrix';
import type { Matrix } from '../../../../src/data/matrix';
import { createRng } from '../../../../src/data/random';
import { KdTree } from '../../../../src/engine/math/kdTree';
import { euclidean, manhattan } from '../../../../src/engine/math/metric';
import type { Metric } from '../../../../src/engine/math/metric';
import { NearestHeap } from '../../../../src/engine/math/nearestHeap';

const rng = createRng(4);
const kinds: { [name: string]: (n: number, d: number) => Matrix } = {
  'scattered rows': (n, d) => filled(n, d, () => rng.normal()),
  'rows on a coarse grid, many of them equal': (n, d) => filled(n, d, () => rng.integer(3)),
  'rows that are all equal': (n, d) => filled(n, d, () => 1.5),
  'rows so far apart that squares overflow': (n, d) => filled(n, d, () => 1e200 * rng.normal()),
};

suite('KdTree finds what looking at every row finds', () => {
  for (const [kind, make] of Object.entries(kinds)) {
    for (const [name, metric] of Object.entries({ euclidean, manhattan })) {
      test(`${kind}, ${name}`, () => {
        for (const [n, d] of [
          [1, 1],
          [16, 2],
          [17, 1],
          [700, 2],
          [500, 9],
          [300, 30],
        ] as const) {
          const x = make(n, d);
          const tree = new KdTree(x, metric);
          assert.deepEqual(tree.rows(), x);
          const queries = [...Array.from({ length: 5 }, () => make(1, d)), matrix(1, d, rowOf(x, 0).slice())];
          for (const size of [1, Math.min(n, 7), n]) {
            const heap = new NearestHeap(size);
            for (const { data } of queries) {
              tree.nearest(data, 0, heap);
              assert.deepEqual(sorted(heap), nearest(x, data, metric).slice(0, size));
            }
          }
        }
      });
    }
  }
});

function filled(n: number, d: number, value: () => number): Matrix {
  return matrix(n, d, Float64Array.from({ length: n * d }, value));
}

function sorted({ distances, rows }: NearestHeap): number[] {
  return [...rows.keys()]
    .sort((a, b) => (distances[a] === distances[b] ? rows[a]! - rows[b]! : distances[a]! - distances[b]!))
    .map((a) => rows[a]!);
}

/** All rows, the nearest first. */
function nearest(x: Matrix, point: Float64Array, metric: Metric): number[] {
  const distances = Float64Array.from({ length: x.rows }, (_, i) =>
    metric.between(rowOf(x, i), 0, point, 0, x.columns, Infinity),
  );
  return [...distances.keys()].sort((a, b) => (distances[a] === distances[b] ? a - b : distances[a]! - distances[b]!));
}
