import type { Roles } from './features';
import type { DataPlan, ImageShape } from './plan';
import { Problem } from './problem';
import type { Column, NumericColumn, Table } from './table';
import { counted, listed } from './words';

/** Pictures and their pixels, which are the only features. */
export interface ImageRole {
  shape: ImageShape;
  /** Row by row from the top, the channels of a pixel together. */
  pixels: NumericColumn[];
}

/** A shape is suggested only where its sides differ by no more than this factor. */
const mostOblong = 3;

/**
 * The pictures that the rows are: as the cell says, with all numeric columns without another role as pixels in the order of
 * the file, else as a file of pictures says, unless the cell names features or other roles. Throws a `Problem` where the
 * columns do not make such pictures.
 */
export function readImages(table: Table, plan: DataPlan, roles: Roles, named?: Column[]): ImageRole | undefined {
  const own = table.image;
  if (!plan.image) {
    if (!own || named || plan.text || plan.sequence || plan.ratings) return undefined;
    const { width, height, channels } = own;
    return { shape: { width, height, channels }, pixels: pixelsNamed(table, own.columns) };
  }
  const pixels = named ? numbersAmong(named) : own ? pixelsNamed(table, own.columns) : pixelColumns(table, roles);
  return { shape: shapeOf(plan.image, own, pixels), pixels };
}

/** What is no pixel and has no other role, told to the user; names of files and other texts are no features anyway. */
export function imageNotes({ pixels }: ImageRole, { columns }: Table, roles: Roles): string[] {
  const used = new Set(pixels.map(({ name }) => name));
  const left = columns
    .filter(({ name, kind }) => kind !== 'text' && !used.has(name) && !hasRole(name, roles))
    .map(({ name }) => name);
  return left.length === 0 ? [] : [`Left out of the features (no pixels): ${listed(left)}.`];
}

function hasRole(name: string, { target, split, ignored }: Roles): boolean {
  return name === target || name === split || ignored.has(name);
}

function pixelColumns({ columns }: Table, roles: Roles): NumericColumn[] {
  return columns.filter((column): column is NumericColumn => column.kind === 'numeric' && !hasRole(column.name, roles));
}

function pixelsNamed({ columns }: Table, names: readonly string[]): NumericColumn[] {
  const wanted = new Set(names);
  return columns.filter((column): column is NumericColumn => column.kind === 'numeric' && wanted.has(column.name));
}

function numbersAmong(named: readonly Column[]): NumericColumn[] {
  return named.map((column, i) => {
    if (column.kind === 'numeric') return column;
    throw new Problem('unsuitable-feature', `column ${column.name} holds words; expected the brightness of a pixel`, [
      'features',
      i,
    ]);
  });
}

/** Throws a `Problem` where the sides are not known, or as many columns are not there. */
function shapeOf(plan: Partial<ImageShape>, own: ImageShape | undefined, pixels: readonly NumericColumn[]): ImageShape {
  const { width = own?.width, height = own?.height } = plan;
  const channels = plan.channels ?? own?.channels ?? 1;
  const there = `${counted(pixels.length, 'column')} of pixels${pixels.length > 1 ? ` (${pixels[0]!.name} to ${pixels.at(-1)!.name})` : ''}`;
  const hint = suggestion(pixels.length, channels);
  if (width === undefined || height === undefined) {
    const absent = [...(width === undefined ? ['width'] : []), ...(height === undefined ? ['height'] : [])];
    throw new Problem(
      'invalid-image',
      `the file does not say the ${absent.join(' and ')} of its pictures; there are ${there}: write ${hint ?? 'image: {width: 8, height: 8}'}`,
      ['image'],
    );
  }
  const needed = width * height * channels;
  if (needed === pixels.length) return { width, height, channels };
  const shape = `${width} × ${height}${channels === 1 ? '' : ` × ${channels}`}`;
  const advice = hint === undefined ? '' : `write ${hint}, or `;
  throw new Problem(
    'invalid-image',
    `there are ${there}, and pictures of ${shape} need ${needed}; ${advice}name columns of numbers that are no pixels under ignore`,
    ['image'],
  );
}

/** The shape nearest to a square that so many columns make; undefined: none that is likely. */
function suggestion(columns: number, channels: number): string | undefined {
  const area = columns / channels;
  for (let height = Math.floor(Math.sqrt(area)); height > 0 && area / height <= mostOblong * height; height--) {
    if (area % height !== 0) continue;
    return `image: {width: ${area / height}, height: ${height}${channels === 1 ? '' : `, channels: ${channels}`}}`;
  }
  return undefined;
}
