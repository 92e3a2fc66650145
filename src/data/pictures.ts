import { byCodeUnit } from './infer';
import { checkCells, checkColumns, checkSize } from './limits';
import { decodePicture, sizeOfPicture } from './pictures/decode';
import { isPicture } from './pictures/folder';
import { isHidden, placesOf, type Place } from './pictures/places';
import type { PictureSize } from './pictures/picture';
import { chosenSize, scaled, type PictureSizes } from './pictures/scale';
import type { ImageShape } from './plan';
import { Problem } from './problem';
import type { CategoricalColumn, Column, Format, ReadProgress, ReadWish, Table, TextColumn } from './table';
import { counted, listed } from './words';
import { zipEntries, type ZipEntry } from './zip';

/**
 * A folder of PNG and JPEG pictures, or a zip archive of one, with a sub-folder for each class. Pictures are scaled to one
 * size; those outside of a sub-folder have no class. Columns: `pixel 0`, ... 0 to 255, `class` and `file`.
 */
export const pictures: Format = {
  id: 'pictures',
  title: 'a folder or archive of PNG or JPEG pictures',
  extensions: ['.zip'],
  recognises: (bytes) => holdsPictures(bytes),
  read,
};

const title = 'zip archive';

/** One picture, and what its folders say of it. */
interface Labelled extends Place {
  content: Uint8Array;
  size: PictureSize;
}

function* read(bytes: Uint8Array, _path: string, wish: ReadWish = {}): Generator<ReadProgress, Table> {
  checkSize(bytes.length);
  const notes: string[] = [];
  const entries = zipEntries(bytes, title).filter(({ name }) => !isHidden(name));
  const others = entries.filter(({ name }) => !isPicture(name)).map(({ name }) => name);
  if (others.length > 0)
    notes.push(`Left out ${counted(others.length, 'file')} other than PNG and JPEG pictures: ${listed(others, 3)}.`);
  const unreadable: string[] = [];
  const found = yield* labelled(
    entries.filter(({ name }) => isPicture(name)),
    unreadable,
  );
  const { shape, notes: sizeNotes } = chosenSize(sizesOf(found), wish.image ?? {});
  const { kept, pixels, isGrey } = yield* decoded(found, shape, unreadable);
  if (unreadable.length > 0)
    notes.push(
      `${counted(unreadable.length, 'picture')} could not be read and ${unreadable.length === 1 ? 'was' : 'were'} left out: ${unreadable.slice(0, 3).join('; ')}${unreadable.length > 3 ? '; …' : ''}.`,
    );
  if (kept.length === 0) throw new Problem('no-rows', `no picture can be read; ${notes.join(' ')}`);
  const channels = wish.image?.channels ?? (isGrey ? 1 : 3);
  const image = { ...shape, channels };
  const columns = pixelColumns(pixels, kept.length, image);
  const classes = wordColumn('class', kept, ({ label }) => label);
  const parts = wordColumn('split', kept, ({ part }) => part);
  if (parts)
    notes.push('The column split says in which folder a picture lies: write "split: {by: split}" to divide them so.');
  return {
    rows: kept.length,
    columns: [...columns, ...(classes ? [classes] : []), ...(parts ? [parts] : []), fileColumn(kept)],
    report: { format: pictures.id, raggedRows: 0, notes: [...notes, ...sizeNotes] },
    image: { ...image, columns: columns.map(({ name }) => name) },
    ...(classes ? { target: classes.name } : {}),
  };
}

/** Whether an archive has pictures in it; an office document, which may have some, is none of a folder. */
function holdsPictures(bytes: Uint8Array): boolean {
  if (!['P', 'K'].every((letter, i) => bytes[i] === letter.charCodeAt(0))) return false;
  try {
    const names = zipEntries(bytes, title).map(({ name }) => name);
    return names.some(isPicture) && !names.includes('[Content_Types].xml');
  } catch {
    return false;
  }
}

/** Pictures with their sizes, in the order of their paths. */
function* labelled(entries: readonly ZipEntry[], unreadable: string[]): Generator<ReadProgress, Labelled[]> {
  const sorted = [...entries].sort((a, b) => byCodeUnit(a.name, b.name));
  const places = placesOf(sorted.map(({ name }) => name));
  const found: Labelled[] = [];
  for (const [i, entry] of sorted.entries()) {
    attempt(places[i]!.path, unreadable, () => {
      const content = entry.content();
      found.push({ ...places[i]!, content, size: sizeOfPicture(content) });
    });
    yield { rows: found.length, fraction: 0 };
  }
  return found;
}

function sizesOf(found: readonly Labelled[]): PictureSizes {
  const counts = new Map<string, { size: PictureSize; count: number }>();
  for (const { size } of found) {
    const key = `${size.width} ${size.height}`;
    counts.set(key, { size, count: (counts.get(key)?.count ?? 0) + 1 });
  }
  return [...counts.values()].sort((a, b) => b.count - a.count);
}

/** The pictures that can be decoded, and their pixels at one size: red, green and blue together. */
function* decoded(
  found: readonly Labelled[],
  shape: PictureSize,
  unreadable: string[],
): Generator<ReadProgress, { kept: Labelled[]; pixels: Uint8Array; isGrey: boolean }> {
  const width = 3 * shape.width * shape.height;
  checkColumns(width);
  checkCells(found.length, width);
  const pixels = new Uint8Array(found.length * width);
  const kept: Labelled[] = [];
  let isGrey = true;
  for (const [i, each] of found.entries()) {
    attempt(each.path, unreadable, () => {
      const rgb = scaled(decodePicture(each.content), shape);
      pixels.set(rgb, kept.length * width);
      kept.push(each);
      isGrey &&= isGreyPicture(rgb);
    });
    yield { rows: i + 1, fraction: (i + 1) / found.length };
  }
  return { kept, pixels, isGrey };
}

/** The compression of colours can change a grey by so much. */
const greyTolerance = 3;

function isGreyPicture(rgb: Uint8Array): boolean {
  for (let at = 0; at < rgb.length; at += 3) {
    const [red, green, blue] = [rgb[at]!, rgb[at + 1]!, rgb[at + 2]!];
    if (Math.max(red, green, blue) - Math.min(red, green, blue) > greyTolerance) return false;
  }
  return true;
}

/** A picture that cannot be read is told of; the others are data all the same. */
function attempt(path: string, unreadable: string[], run: () => void): void {
  try {
    run();
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    unreadable.push(`${path} (${error.message})`);
  }
}

/** Brightness of grey as ITU-R BT.601 weighs the colours; three channels are red, green and blue. */
function pixelColumns(rgb: Uint8Array, rows: number, { width, height, channels }: ImageShape): Column[] {
  const perRow = 3 * width * height;
  const grey = (at: number) => Math.round(0.299 * rgb[at]! + 0.587 * rgb[at + 1]! + 0.114 * rgb[at + 2]!);
  return Array.from({ length: width * height * channels }, (_, i) => {
    const values = Float64Array.from({ length: rows }, (_, row) =>
      channels === 1 ? grey(row * perRow + 3 * i) : rgb[row * perRow + i]!,
    );
    return { kind: 'numeric', name: `pixel ${i}`, values, integer: true, missing: 0 };
  });
}

/** A column of the words that `wordOf` finds in where pictures lie; undefined where it finds none. */
function wordColumn(
  name: string,
  kept: readonly Labelled[],
  wordOf: (picture: Labelled) => string | undefined,
): CategoricalColumn | undefined {
  const words = kept.map(wordOf);
  const levels = [...new Set(words.filter((word) => word !== undefined))].sort(byCodeUnit);
  if (levels.length === 0) return undefined;
  const codes = Int32Array.from(words, (word) => (word === undefined ? -1 : levels.indexOf(word)));
  return { kind: 'categorical', name, codes, levels, missing: codes.filter((code) => code < 0).length };
}

function fileColumn(kept: readonly Labelled[]): TextColumn {
  return {
    kind: 'text',
    name: 'file',
    codes: Int32Array.from(kept.keys()),
    levels: kept.map(({ path }) => path),
    missing: 0,
  };
}
