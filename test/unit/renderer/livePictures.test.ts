import assert from 'node:assert/strict';
import { test } from 'node:test';
import { encode } from '../../../renderers/figures/encoding';
import { makeTheme, paperTheme } from '../../../renderers/figures/theme';
import { size } from '../../../renderers/view/live/painter';
import { pictures } from '../../../renderers/view/live/pictures';
import type { FigureOf } from '../../../src/protocol/figures';
import { quantise } from '../../../src/protocol/packing';

/** A canvas that keeps its pixels, frames and words. */
function canvas() {
  let image: ImageData | undefined;
  const frames: { left: number; top: number; width: number; height: number; colour: string }[] = [];
  const words: string[] = [];
  const context = {
    strokeStyle: '',
    createImageData: (width: number, height: number) => ({ width, data: new Uint8ClampedArray(4 * width * height) }),
    putImageData: (given: ImageData) => void (image = given),
    strokeRect(left: number, top: number, width: number, height: number) {
      frames.push({ left: left + 0.5, top: top + 0.5, width: width - 1, height: height - 1, colour: this.strokeStyle });
    },
    fillText: (text: string) => void words.push(text),
  };
  const pixel = (left: number, top: number) => [...image!.data.slice(4 * (top * image!.width + left)).slice(0, 4)];
  return { context: context as unknown as CanvasRenderingContext2D, frames, words, pixel };
}

/** Lines of five pictures of 2 × 1 pixels, the left one dark and the right one as bright as the number of the picture says. */
function grid(headings: string[], channels = 1): FigureOf<'image-grid'> {
  const count = 5 * headings.length;
  const values = Array.from({ length: count }, (_, i) => [
    ...Array<number>(channels).fill(0),
    ...Array<number>(channels).fill((i + 1) / count),
  ]).flat();
  return {
    kind: 'image-grid',
    title: 'vae so far',
    summary: '',
    pictures: quantise('u8', values, [count, 1, 2, channels], { low: 0, high: 1 }),
    captions: Array.from({ length: count }, (_, i) => (i % 5 === 0 ? 'real' : '')),
    blocks: headings.map((heading) => ({ heading, count: 5 })),
    together: 5,
  };
}

const dark = makeTheme('#1f1f1f', '#cccccc');
const ten = Array.from({ length: 10 }, (_, digit) => String(digit));

for (const [name, headings, channels] of [
  ['one class', [''], 1],
  [
    'three classes in colour',
    ['disc', 'square', 'a very long name of a class of pictures that cannot be written in full'],
    3,
  ],
  ['ten classes', ten, 1],
] as const)
  for (const theme of [paperTheme, dark])
    test(`live pictures of ${name}, ${theme.dark ? 'dark' : 'light'}: whole, apart, the real ones framed`, () => {
      const { context, frames, words, pixel } = canvas();
      pictures.paint(context, grid([...headings], channels), theme);
      const count = 5 * headings.length;
      assert.equal(frames.length, count);
      frames.forEach(({ left, top, width, height, colour }, i) => {
        assert.ok(left > 0 && top > 0 && left + width < size.width && top + height < size.height, `picture ${i}`);
        assert.ok(width >= 16 && Math.abs(width - 2 * height) <= 2, `${width} × ${height}`);
        assert.equal(colour, i % 5 === 0 ? encode(theme, 0).colour : theme.line);
        const bright = Math.round((254 * (i + 1)) / count);
        assert.deepEqual(pixel(left, top), [0, 0, 0, 255]);
        const right = pixel(left + width - 1, top + height - 1);
        right.forEach((value, c) => assert.ok(Math.abs(value - (c < 3 ? bright : 255)) <= 1));
        for (const other of frames.slice(0, i))
          assert.ok(
            other.left + other.width <= left ||
              left + width <= other.left ||
              other.top + other.height <= top ||
              top + height <= other.top,
            'no two lie over each other',
          );
      });
      assert.equal(words.length, headings.length);
      words.forEach((word, i) => assert.ok(word === headings[i] || headings[i]!.startsWith(word.slice(0, -1))));
    });

test('a damaged grid is a RangeError, an empty one is nothing', () => {
  const whole = grid(['a']);
  assert.throws(() => pictures.paint(canvas().context, { ...whole, captions: [] }, paperTheme), RangeError);
  const { context, frames } = canvas();
  const none = { ...whole.pictures, shape: [0, 1, 2, 1], base64: '' };
  pictures.paint(context, { ...whole, pictures: none, captions: [], blocks: [] }, paperTheme);
  assert.deepEqual(frames, []);
});
