import assert from 'node:assert/strict';
import { test } from 'node:test';
import { formatFor, formats, readTable } from '../../../src/data/formats';
import { Problem } from '../../../src/data/problem';
import { fixture } from './formatFixtures';
import { greyPng, jpegOf, packed } from './pictureFixtures';
import { createRng, utf8 } from './support';

/** Small valid files of every format; a new format needs one here. */
const examples: readonly (readonly [path: string, bytes: Uint8Array])[] = [
  ['a.csv', utf8('x,y\n1,a\n2,"b, c"\n,d\n')],
  ['a.json', utf8('[{"x":1,"y":"a"},{"x":2,"y":null}]')],
  ['a.jsonl', utf8('{"x":1,"y":"a"}\n{"x":2,"y":"b"}\n')],
  ['pictures-idx3-ubyte', fixture('pictures-idx3-ubyte')],
  ['labels.idx', fixture('labels-0d.idx')],
  ['a.npy', fixture('fortran-order.npy')],
  ['b.npy', fixture('channels-first.npy')],
  ['a.npz', fixture('table.npz')],
  ['b.npz', fixture('mnist-like.npz')],
  ['idx.gz', fixture('pictures-idx3-ubyte.gz')],
  ['shapes', await packed({ 'a/1.png': greyPng(4, 3, (x, y) => 40 * x + y), 'b/2.jpg': jpegOf(8, 8, [9, 90, 200]) })],
  [
    'tale.txt',
    utf8('Once upon a time there was a file, and it was long.\n\nIt had a second paragraph, too; that was all.\n'),
  ],
  ...['none', 'gzip', 'brotli', 'zstd', 'lz4', 'pages-2', 'encodings'].map(
    (name) => [`${name}.parquet`, fixture(`${name}.parquet`)] as const,
  ),
  ...['uncompressed', 'lz4', 'zstd', 'views'].map((name) => [`${name}.feather`, fixture(`${name}.feather`)] as const),
];

const cuts = 300;
const flips = 500;

/** Whether the bytes end in a table; only a `Problem` may be in its place. */
function isTable(path: string, bytes: Uint8Array): boolean {
  try {
    const { columns, rows, image } = readTable(path, bytes);
    assert.ok(rows > 0);
    assert.ok(columns.length > 0);
    for (const column of columns) {
      const length = column.kind === 'numeric' ? column.values.length : column.codes.length;
      assert.equal(length, rows, `rows of ${column.name}`);
      if (column.kind !== 'numeric') assert.ok(column.codes.every((code) => code >= -1 && code < column.levels.length));
    }
    if (image) assert.equal(image.columns.length, image.width * image.height * image.channels);
    return true;
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    return false;
  }
}

test('every format has an example, which is read', () => {
  const found = new Set(examples.map(([path, bytes]) => formatFor(path, bytes).id));
  assert.deepEqual([...found].sort(), formats.map(({ id }) => id).sort());
  for (const [path, bytes] of examples) assert.ok(isTable(path, bytes), path);
});

for (const [path, bytes] of examples) {
  test(`${path}, cut anywhere, ends in a table or a problem`, () => {
    const step = Math.max(1, Math.floor(bytes.length / cuts));
    let problems = 0;
    for (let end = 0; end < bytes.length; end += step) if (!isTable(path, bytes.slice(0, end))) problems++;
    assert.ok(problems > 0, 'no cut was noticed');
  });

  test(`${path} with a bit turned, anywhere, ends in a table or a problem`, () => {
    const rng = createRng(1);
    for (let i = 0; i < flips; i++) {
      const turned = bytes.slice();
      turned[rng.integer(turned.length)]! ^= 1 << rng.integer(8);
      isTable(path, turned);
    }
  });

  test(`${path} with bytes changed in several places ends in a table or a problem`, () => {
    const rng = createRng(2);
    for (let i = 0; i < flips; i++) {
      const changed = bytes.slice();
      for (let n = 1 + rng.integer(6); n > 0; n--) changed[rng.integer(changed.length)] = rng.integer(256);
      isTable(path, changed);
    }
  });
}
