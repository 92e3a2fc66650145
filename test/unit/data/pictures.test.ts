import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { deflateSync } from 'node:zlib';
import { buildDataset } from '../../../src/data/dataset';
import { formatFor, readTable } from '../../../src/data/formats';
import { decodePicture, sizeOfPicture } from '../../../src/data/pictures/decode';
import { checkFolder, folderVersion, packedSize } from '../../../src/data/pictures/folder';
import { pictureRoots, placesOf } from '../../../src/data/pictures/places';
import { walkFolder } from '../../../src/data/pictures/walk';
import { Problem } from '../../../src/data/problem';
import type { ReadWish, Table } from '../../../src/data/table';
import { wholeTable } from '../../../src/data/textFormats';
import { filesOf, greyPng, jpegOf, packed, pngOf } from './pictureFixtures';
import { utf8 } from './support';

const withCode = (code: string) => (error: unknown) => error instanceof Problem && error.code === code;

/** What is read of a folder. */
async function tableOf(files: Readonly<Record<string, Uint8Array>>, wish: ReadWish = {}): Promise<Table> {
  const bytes = await packed(files);
  return wholeTable(formatFor('shapes', bytes).read(bytes, 'shapes', wish));
}

function columnOf(table: Table, name: string): (string | number | undefined)[] {
  const column = table.columns.find((each) => each.name === name)!;
  return column.kind === 'numeric' ? [...column.values] : Array.from(column.codes, (code) => column.levels[code]);
}

/** A small picture, dark on the given side. */
const half = (side: 'left' | 'right') => greyPng(4, 4, (x) => (x < 2 === (side === 'left') ? 0 : 255));

describe('a folder of pictures', () => {
  test('is a table of pixels with the sub-folders as classes', async () => {
    const files = { 'right/a.png': half('right'), 'left/b.PNG': half('left'), 'left/deep/c.png': half('left') };
    const table = await tableOf(files);
    assert.equal(table.rows, 3);
    assert.deepEqual(table.image && { ...table.image, columns: table.image.columns.length }, {
      width: 4,
      height: 4,
      channels: 1,
      columns: 16,
    });
    assert.equal(table.target, 'class');
    assert.deepEqual(columnOf(table, 'class'), ['left', 'left', 'right']);
    assert.deepEqual(columnOf(table, 'file'), ['left/b.PNG', 'left/deep/c.png', 'right/a.png']);
    assert.deepEqual(columnOf(table, 'pixel 0'), [0, 0, 255]);
    assert.deepEqual(columnOf(table, 'pixel 3'), [255, 255, 0]);
    const dataset = buildDataset(table, { path: 'shapes' }, 'hash');
    assert.deepEqual(dataset.target?.classes, ['left', 'right']);
    assert.deepEqual(dataset.image, { width: 4, height: 4, channels: 1 });
  });

  test('has no class without sub-folders, and unlabelled pictures beside them', async () => {
    const plain = await tableOf({ 'a.png': half('left'), 'b.png': half('right') });
    assert.equal(plain.target, undefined);
    const mixed = await tableOf({ 'a.png': half('left'), 'x/b.png': half('right') });
    assert.deepEqual(columnOf(mixed, 'class'), [undefined, 'x']);
  });

  test('gives the pictures one size, and says what it did', async () => {
    const large = (width: number, height: number) => greyPng(width, height, (x) => (x < width / 2 ? 0 : 200));
    const files = { 'a/1.png': large(64, 48), 'a/2.png': large(64, 48), 'b/3.png': large(10, 50) };
    const table = await tableOf(files);
    assert.deepEqual([table.image?.width, table.image?.height], [32, 24]);
    assert.deepEqual(columnOf(table, 'pixel 0'), [0, 0, 0]);
    assert.deepEqual(columnOf(table, 'pixel 31'), [200, 200, 200]);
    assert.match(table.report.notes.join(' '), /3 pictures were scaled to 32 × 24 .*1 picture of other proportions/s);
    const asked = await tableOf(files, { image: { width: 16 } });
    assert.deepEqual([asked.image?.width, asked.image?.height], [16, 12]);
    const both = await tableOf(files, { image: { width: 8, height: 8, channels: 3 } });
    assert.equal(both.image?.columns.length, 192);
    await assert.rejects(tableOf(files, { image: { channels: 2 } }), withCode('invalid-image'));
  });

  test('keeps colours where there are some', async () => {
    const table = await tableOf({ 'a/1.jpg': jpegOf(8, 8, [200, 40, 90]), 'b/2.png': half('left') });
    assert.equal(table.image?.channels, 3);
    const first = [0, 1, 2].map((c) => columnOf(table, `pixel ${c}`)[0] as number);
    for (const [c, value] of [200, 40, 90].entries())
      assert.ok(Math.abs(first[c]! - value) < 4, `channel ${c}: ${first[c]}`);
    const grey = await tableOf({ 'a/1.jpeg': jpegOf(8, 8, [90, 90, 90]) });
    assert.equal(grey.image?.channels, 1);
  });

  test('leaves out what is no picture, and tells of what is damaged', async () => {
    const cut = half('left').slice(0, 60);
    const files = {
      'a/1.png': half('left'),
      'a/cut.png': cut,
      'a/text.jpg': utf8('no picture'),
      'a/list.txt': utf8('x'),
    };
    const table = await tableOf(files);
    assert.equal(table.rows, 1);
    const said = table.report.notes.join(' ');
    assert.match(said, /1 file other than PNG and JPEG pictures: a\/list\.txt/);
    assert.match(said, /2 pictures could not be read and were left out: a\/text\.jpg \(.*; a\/cut\.png \(/);
    await assert.rejects(tableOf({ 'a/cut.png': cut }), withCode('no-rows'));
  });

  test('in train and test folders has a column that divides it', async () => {
    const files = { 'train/a/1.png': half('left'), 'train/b/2.png': half('right'), 'test/a/3.png': half('left') };
    const table = await tableOf(files);
    assert.deepEqual(columnOf(table, 'split'), ['test', 'train', 'train']);
    assert.deepEqual(columnOf(table, 'class'), ['a', 'a', 'b']);
    const { parts } = buildDataset(table, { path: 'shapes', split: { by: 'split' } }, 'hash');
    assert.deepEqual([...parts.test], [0]);
  });

  test('a folder around all others is no class', () => {
    const labels = (paths: string[]) => placesOf(paths).map(({ label }) => label);
    assert.deepEqual(labels(['set/cats/1.png', 'set/dogs/2.png']), ['cats', 'dogs']);
    assert.deepEqual(labels(['cats/1.png', 'cats/2.png']), ['cats', 'cats']);
    assert.deepEqual(labels(['1.png']), [undefined]);
  });

  test('is packed into as many bytes as were said, always the same', async () => {
    const files = { 'ä/1.png': half('left'), 'b/2.png': half('right'), 'b/notes.txt': utf8('left empty') };
    const bytes = await packed(files);
    assert.equal(bytes.length, packedSize(filesOf(files)));
    assert.deepEqual(await packed(files), bytes);
    const other = filesOf(files).map((file, i) => (i === 0 ? { ...file, version: '2' } : file));
    assert.notEqual(await folderVersion(other), await folderVersion(filesOf(files)));
  });

  test('without pictures, or with too many bytes of them, is refused', () => {
    assert.throws(() => checkFolder('notes', filesOf({ 'a.txt': utf8('x') })), withCode('is-a-directory'));
    const huge = [{ path: 'a.png', size: 2 ** 31, version: '1' }];
    assert.throws(() => checkFolder('huge', huge), withCode('file-too-large'));
  });

  test('deep below other files is refused, with its path', () => {
    const files = filesOf({ 'moons.csv': utf8('x'), 'shapes/a/1.png': half('left'), 'shapes/b/2.png': half('right') });
    assert.throws(
      () => checkFolder('data/', files),
      (error: unknown) => error instanceof Problem && /such as data\/moons\.csv, .*: data\/shapes$/.test(error.message),
    );
    checkFolder('data', filesOf({ 'labels.csv': utf8('x'), 'a/1.png': half('left'), 'b/2.png': half('right') }));
    checkFolder('data', filesOf({ 'shapes/a/1.png': half('left'), 'shapes/b/2.png': half('right') }));
  });

  test('is walked without hidden files and links', async () => {
    const tree: Record<string, { name: string; isFolder: boolean; isFile: boolean }[]> = {
      '': [
        { name: 'cats', isFolder: true, isFile: false },
        { name: '.git', isFolder: true, isFile: false },
        { name: 'link', isFolder: false, isFile: false },
      ],
      cats: [{ name: '1.png', isFolder: false, isFile: true }],
    };
    const files = await walkFolder(
      (below) => Promise.resolve(tree[below] ?? []),
      () => Promise.resolve({ size: 1, version: '1' }),
    );
    assert.deepEqual(files, [{ path: 'cats/1.png', size: 1, version: '1' }]);
  });
});

describe('PNG', () => {
  const first = (bytes: Uint8Array) => [...decodePicture(bytes).rgb.subarray(0, 3)];

  test('of every colour type and depth', () => {
    for (const depth of [1, 2, 4, 8, 16]) {
      const white = 2 ** depth - 1;
      // five pixels do not fill the bytes of a row
      const samples = [white, 0, 0, white, 0, 0, white, white, 0, white];
      const { rgb } = decodePicture(pngOf({ width: 5, height: 2, depth, type: 0, samples }));
      const reds = Array.from({ length: 10 }, (_, i) => rgb[3 * i]);
      assert.deepEqual(
        reds,
        samples.map((sample) => (255 * sample) / white),
        `${depth} bits`,
      );
    }
    const palette = [10, 20, 30, 40, 50, 60];
    for (const depth of [1, 2, 4, 8]) {
      const indexed = { width: 3, height: 1, depth, type: 3, samples: [1, 0, 1], palette };
      assert.deepEqual([...decodePicture(pngOf(indexed)).rgb], [40, 50, 60, 10, 20, 30, 40, 50, 60]);
    }
    assert.deepEqual(first(pngOf({ width: 1, height: 1, depth: 8, type: 2, samples: [1, 2, 3] })), [1, 2, 3]);
  });

  test('is shown on white where it is transparent', () => {
    const clear = (type: number, samples: number[]) => first(pngOf({ width: 1, height: 1, depth: 8, type, samples }));
    assert.deepEqual(clear(6, [10, 20, 30, 0]), [255, 255, 255]);
    assert.deepEqual(clear(6, [10, 20, 30, 255]), [10, 20, 30]);
    assert.deepEqual(clear(4, [0, 51]), [204, 204, 204]);
    const marked = { width: 2, height: 1, depth: 8, type: 0, samples: [7, 8], transparency: [0, 7] };
    assert.deepEqual([...decodePicture(pngOf(marked)).rgb], [255, 255, 255, 8, 8, 8]);
    const indexed = { width: 1, height: 1, depth: 8, type: 3, samples: [0], palette: [9, 9, 9], transparency: [0] };
    assert.deepEqual(first(pngOf(indexed)), [255, 255, 255]);
  });

  test('that unfolds to more than its header says is refused before it fills the memory', () => {
    const bomb = deflateSync(new Uint8Array(64 << 20));
    assert.ok(bomb.length < 100_000);
    assert.throws(
      () => decodePicture(pngOf({ width: 2, height: 2, depth: 8, type: 0, samples: [], pixels: bomb })),
      withCode('damaged-file'),
    );
    const profile = Uint8Array.from([...utf8('name'), 0, 0, ...bomb]);
    const samples = [5, 5, 5, 5];
    const picture = pngOf({ width: 2, height: 2, depth: 8, type: 0, samples, extra: [['iCCP', profile]] });
    assert.deepEqual(first(picture), [5, 5, 5]);
  });

  test('of a size that nobody has memory for is refused by its header', () => {
    const claimed = pngOf({ width: 1 << 20, height: 1 << 20, depth: 8, type: 0, samples: [] });
    assert.throws(() => sizeOfPicture(claimed), withCode('picture-size'));
  });
});

test('an archive of pictures is read like their folder, and an office document is not', async () => {
  const bytes = await packed({ 'a/1.png': half('left') });
  assert.equal(readTable('shapes.zip', bytes).target, 'class');
  const office = await packed({ '[Content_Types].xml': utf8(''), 'xl/media/1.png': half('left') });
  assert.throws(() => formatFor('book.xlsx', office), withCode('unreadable-file'));
});

test('the folder to read is the one around the classes, or around the parts', () => {
  const cases: [string[], string[]][] = [
    [['/ws/shapes/circle', '/ws/shapes/square'], ['/ws/shapes']],
    [['/ws/photos'], ['/ws/photos']],
    [['/ws/photos', '/ws/photos/cats', '/ws/photos/dogs'], ['/ws/photos']],
    [['/ws/p/train/a', '/ws/p/train/b', '/ws/p/test/a', '/ws/p/test/b'], ['/ws/p']],
    [['/ws/p/train', '/ws/p/test'], ['/ws/p']],
    [
      ['/ws/a/x', '/ws/a/y', '/ws/b/z'],
      ['/ws/a', '/ws/b/z'],
    ],
    [[], []],
  ];
  for (const [holders, roots] of cases) assert.deepEqual(pictureRoots(holders), roots, holders.join());
});
