// Grids of pictures: places, bytes of the pictures, and what damaged figures do.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { inflateSync } from 'node:zlib';
import type { Bag } from '../../../renderers/figures/figure';
import { imageGrid } from '../../../renderers/figures/imageGrid';
import { arrangePictures } from '../../../renderers/figures/imageLines';
import { pngAddress } from '../../../renderers/figures/png';
import { paperTheme } from '../../../renderers/figures/theme';
import { sampleFigures } from '../../support/figures';

const figure = sampleFigures['image-grid'];

/** The chunks of a PNG by their types. */
function chunksOf(address: string): Map<string, Buffer> {
  const png = Buffer.from(address.replace('data:image/png;base64,', ''), 'base64');
  assert.equal(png.subarray(1, 4).toString(), 'PNG');
  const chunks = new Map<string, Buffer>();
  for (let at = 8; at < png.length; at += 12 + png.readUInt32BE(at))
    chunks.set(png.subarray(at + 4, at + 8).toString(), png.subarray(at + 8, at + 8 + png.readUInt32BE(at)));
  return chunks;
}

test('a picture becomes a PNG whose pixels are squares', () => {
  const chunks = chunksOf(pngAddress({ width: 2, height: 1, channels: 1, bytes: Uint8Array.of(0, 200) }, 2));
  assert.deepEqual([...chunks.keys()], ['IHDR', 'tRNS', 'IDAT', 'IEND']);
  assert.deepEqual([...chunks.get('IHDR')!], [0, 0, 0, 4, 0, 0, 0, 2, 8, 0, 0, 0, 0]);
  assert.deepEqual([...chunks.get('tRNS')!], [0, 255]);
  const lines = [0, 0, 0, 200, 200];
  assert.deepEqual([...inflateSync(chunks.get('IDAT')!)], [...lines, ...lines]);
});

test('a colour picture has three bytes per pixel, also beyond the length of a stored block', () => {
  const bytes = Uint8Array.from({ length: 3 * 160 * 160 }, (_, i) => i % 251);
  const chunks = chunksOf(pngAddress({ width: 160, height: 160, channels: 3, bytes }, 1));
  const pixels = inflateSync(chunks.get('IDAT')!);
  assert.equal(pixels.length, 160 * (1 + 3 * 160));
  assert.deepEqual([...pixels.subarray(1, 481)], [...bytes.subarray(0, 480)]);
  assert.deepEqual([...chunks.get('tRNS')!], [0, 255, 0, 255, 0, 255]);
});

test('hidden pixels are transparent, others never', () => {
  const images = imageGrid.spec(figure, paperTheme, 900).layout['images'] as Bag[];
  const shades = images.map(({ source }) => new Set(inflateSync(chunksOf(String(source)).get('IDAT')!)));
  assert.deepEqual(
    shades.map((each) => each.has(255)),
    [false, false, false, false, false, false, false, true],
  );
});

test('pictures lie inside, apart from each other, and what belongs together stays in one line', () => {
  for (const width of [300, 420, 900]) {
    const { places, pictureWidth, pictureHeight, innerWidth, innerHeight } = arrangePictures(figure, width);
    assert.equal(places.length, 8);
    for (const [i, { x, y }] of places.entries()) {
      assert.ok(x >= 0 && x + pictureWidth <= innerWidth && y >= 0 && y + pictureHeight <= innerHeight);
      for (const other of places.slice(i + 1))
        assert.ok(other.y >= y + pictureHeight || other.y !== y || other.x >= x + pictureWidth);
      if (i % 2 === 0) assert.equal(places[i + 1]!.y, y);
    }
  }
});

test('the table tells the block and the caption of each picture', () => {
  const { rows } = imageGrid.table(figure);
  assert.deepEqual(rows[1], ['disc', 2, 'nearest real, 0.31']);
  assert.deepEqual(rows[4], ['square', 5, 'generated']);
});

test('a damaged grid is refused before anything is drawn', () => {
  const { pictures } = figure;
  const damaged: Partial<typeof figure>[] = [
    { captions: ['one'] },
    { blocks: [{ heading: 'all', count: 7 }] },
    { pictures: { ...pictures, shape: [8, 8, 8, 2] } },
    { pictures: { ...pictures, shape: [8, 4096, 4096, 1] } },
    { pictures: { ...pictures, shape: [8, 64] } },
    { pictures: { ...pictures, base64: 'AAAA' } },
  ];
  for (const change of damaged)
    assert.throws(() => imageGrid.spec({ ...figure, ...change }, paperTheme, 900), RangeError);
});
