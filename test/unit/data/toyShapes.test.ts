import assert from 'node:assert/strict';
import { test } from 'node:test';
import { toyShapes } from '../../../src/data/toyShapes';
import { createRng } from './support';

test('shapes are of their kind: of equal height, a circle fills more of its box than a triangle and less than a square', () => {
  const side = 24;
  const shapes = toyShapes(30, side, createRng(1));
  const fill = (rgb: Uint8Array): number => {
    const dark = Array.from({ length: side * side }, (_, i) => i).filter((i) => rgb[3 * i]! < 190);
    const range = (values: number[]) => Math.max(...values) - Math.min(...values) + 1;
    return dark.length / (range(dark.map((i) => i % side)) * range(dark.map((i) => Math.floor(i / side))));
  };
  const mean = (kind: string) => {
    const own = shapes.filter((shape) => shape.kind === kind).map(({ rgb }) => fill(rgb));
    assert.equal(own.length, 30);
    return own.reduce((sum, value) => sum + value, 0) / own.length;
  };
  const [circle, square, triangle] = [mean('circle'), mean('square'), mean('triangle')];
  assert.ok(triangle < circle - 0.1 && circle > 0.7, `${triangle} ${circle} ${square}`);
  assert.deepEqual(toyShapes(2, 8, createRng(5)), toyShapes(2, 8, createRng(5)));
});
