import assert from 'node:assert/strict';
import { test } from 'node:test';
import { judgedColours } from '../../../renderers/figures/adversarialMap';
import { parseColour } from '../../../renderers/figures/colour';
import { paperTheme } from '../../../renderers/figures/theme';
import { adversarial } from '../../../renderers/view/live/adversarial';
import { size } from '../../../renderers/view/live/painter';
import type { FigureOf } from '../../../src/protocol/figures';
import { pack, quantise } from '../../../src/protocol/packing';

/** A canvas that keeps images with their places, and where lines begin. */
function canvas() {
  const images: { data: Uint8ClampedArray; width: number; left: number; top: number }[] = [];
  const begun: [number, number][] = [];
  const nothing = () => undefined;
  const context = {
    createImageData: (width: number, height: number) => ({ width, data: new Uint8ClampedArray(4 * width * height) }),
    putImageData: (image: { data: Uint8ClampedArray; width: number }, left: number, top: number) =>
      void images.push({ data: image.data, width: image.width, left, top }),
    moveTo: (x: number, y: number) => void begun.push([x, y]),
    ...Object.fromEntries(
      ['save', 'restore', 'beginPath', 'rect', 'clip', 'lineTo', 'stroke', 'fill', 'arc'].map((name) => [
        name,
        nothing,
      ]),
    ),
  };
  return { context: context as unknown as CanvasRenderingContext2D, images, begun };
}

const panel = (label: number) => ({
  model: 'gan',
  label,
  // generated on the left, real on the right
  judged: quantise('u8', [0, 1, 0, 1], [1, 2, 2], { low: 0, high: 1 }),
  manifold: { x: pack('f32', [0, 10], [1, 2]), y: pack('f32', [0, 10], [1, 2]) },
});
const figure: FigureOf<'adversarial'> = {
  kind: 'adversarial',
  title: '',
  summary: '',
  classes: ['a', 'b'],
  plane: {
    x: { feature: 'u', low: 0, high: 10 },
    y: { feature: 'v', low: 0, high: 10 },
    width: 2,
    height: 2,
    choices: [],
  },
  real: { x: pack('f32', [5]), y: pack('f32', [5]), label: pack('i32', [0]) },
  panels: [panel(0), panel(1)],
};

test('the live picture of a GAN has a panel for each class, shades of the discriminator and the lines of the generator', () => {
  const { context, images, begun } = canvas();
  adversarial.paint(context, figure, paperTheme);
  const [left, right] = images as [(typeof images)[number], (typeof images)[number]];
  assert.equal(images.length, 2);
  assert.ok(left.left === 0 && right.left >= left.width && right.left + right.width <= size.width);
  const ends = [0, -1].map((at) => parseColour(judgedColours(paperTheme).at(at)![1]));
  for (const { data, width } of images) {
    assert.deepEqual([...data.subarray(0, 3)], ends[0]);
    assert.deepEqual([...data.subarray(4 * (width - 1), 4 * width - 1)], ends[1]);
  }
  // a line begins at the lower left corner of its panel
  assert.deepEqual(begun, [
    [0, size.height],
    [right.left, size.height],
  ]);
  assert.equal(adversarial.tag(figure), 'gan so far: v over u, a, b');
});

test('a damaged grid is a RangeError', () => {
  const damaged = { ...figure, panels: [{ ...panel(0), manifold: { ...panel(0).manifold, y: pack('f32', [1]) } }] };
  assert.throws(() => adversarial.paint(canvas().context, damaged, paperTheme), RangeError);
});
