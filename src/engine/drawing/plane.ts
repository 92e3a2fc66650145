import type { Dataset } from '../../data/dataset';
import { unknown } from '../../data/problem';
import type { Rng } from '../../data/random';
import type { NumericColumn } from '../../data/table';
import type { Plane, Points } from '../../protocol/figures';
import { pack } from '../../protocol/packing';
import type { TrainedModel } from '../training/trained';

/** Two numeric features of the data, drawn as the axes of a picture. */
export interface Axes {
  x: NumericColumn;
  y: NumericColumn;
}

/** Margin around the data, as a share of its range. */
const margin = 0.06;
/** Rows that are drawn at most of each part. */
export const mostPoints = 1000;
/** What all packed maps of one figure may take, in bytes, and the sides of the grid that this decides. */
const mapBytes = 1_200_000;
const side = { least: 24, most: 96 };

/** Features that can be the axes of a picture: of the pixels of images, no two say anything. */
export function numericFeatures({ features, image }: Dataset): NumericColumn[] {
  return image ? [] : features.filter((column) => column.kind === 'numeric');
}

/**
 * The two numeric features, known to all the models, that tell the classes apart best one at a time; undefined where
 * there are not two.
 */
export function chooseAxes(dataset: Dataset, models: readonly TrainedModel[] = []): Axes | undefined {
  const numeric = numericFeatures(dataset).filter(({ name }) => models.every((model) => model.reads(name)));
  if (numeric.length < 2) return undefined;
  const ranked = numeric
    .map((column, position) => ({ column, position, f: anovaF(column, dataset) }))
    .sort((a, b) => b.f - a.f || a.position - b.position)
    .slice(0, 2)
    .sort((a, b) => a.position - b.position);
  return { x: ranked[0]!.column, y: ranked[1]!.column };
}

/** Two features by name. Throws a `Problem` for what is not a numeric feature. */
export function axesNamed(dataset: Dataset, x: string, y: string): Axes {
  const numeric = numericFeatures(dataset);
  const find = (name: string) => {
    const column = numeric.find((candidate) => candidate.name === name);
    if (!column)
      throw unknown(
        'numeric feature',
        name,
        numeric.map((candidate) => candidate.name),
      );
    return column;
  };
  return { x: find(x), y: find(y) };
}

/**
 * One-way analysis of variance over the training rows: F = (between / (K - 1)) / (within / (n - K)) (Fisher 1925). A
 * feature without spread has 0, one that is constant within each class infinity.
 */
export function anovaF(column: NumericColumn, { target, parts }: Dataset): number {
  const groups = (target?.classes ?? ['']).map(() => ({ n: 0, sum: 0, squares: 0 }));
  const center = column.values[parts.train[0] ?? 0] ?? 0;
  const shift = Number.isNaN(center) ? 0 : center;
  for (const row of parts.train) {
    const value = column.values[row]! - shift;
    const group = groups[target ? target.codes[row]! : 0];
    if (!group || Number.isNaN(value)) continue;
    group.n++;
    group.sum += value;
    group.squares += value * value;
  }
  const seen = groups.filter(({ n }) => n > 0);
  const n = seen.reduce((total, group) => total + group.n, 0);
  const mean = seen.reduce((total, group) => total + group.sum, 0) / n;
  const between = seen.reduce((total, group) => total + group.n * (group.sum / group.n - mean) ** 2, 0);
  const within = seen.reduce((total, group) => total + Math.max(0, group.squares - group.sum ** 2 / group.n), 0);
  if (seen.length < 2 || n <= seen.length) return within;
  if (within === 0) return between > 0 ? Infinity : 0;
  return between / (seen.length - 1) / (within / (n - seen.length));
}

/** The rectangle that holds the data, in the units of the file, and the points of the grid over it. */
export function planeOf(axes: Axes, dataset: Dataset, gridSide: number): Plane {
  const rows = [dataset.parts.train, dataset.parts.test];
  return {
    x: axisOf(axes.x, rows),
    y: axisOf(axes.y, rows),
    width: gridSide,
    height: gridSide,
    choices: numericFeatures(dataset).map(({ name }) => name),
  };
}

/** Points per side of the grid so that all maps of a figure stay small enough to be kept in a notebook. */
export function gridSide(panels: number, classes: number): number {
  const fitting = Math.floor(Math.sqrt(mapBytes / (panels * classes * 4)));
  return Math.max(side.least, Math.min(side.most, fitting));
}

/** Grid values of an axis, both ends included; of a single one the middle. */
export function ticks({ low, high }: { low: number; high: number }, count: number): Float64Array {
  return Float64Array.from({ length: count }, (_, i) =>
    count < 2 ? (low + high) / 2 : low + (i * (high - low)) / (count - 1),
  );
}

function axisOf(column: NumericColumn, parts: readonly Int32Array[]): Plane['x'] {
  let low = Infinity;
  let high = -Infinity;
  for (const part of parts) {
    for (const row of part) {
      const value = column.values[row]!;
      if (value < low) low = value;
      if (value > high) high = value;
    }
  }
  if (low > high) [low, high] = [0, 0];
  const pad = high > low ? margin * (high - low) : Math.max(0.5, Math.abs(high) * margin);
  return { feature: column.name, low: low - pad, high: high + pad };
}

/** Rows as points of a plane: a seeded sample where there are many; rows without both values are left out. */
export function pointsOf(axes: Axes, rows: Int32Array, labels: ArrayLike<number> | undefined, rng: Rng): Points {
  const present = Array.from(rows).filter((row) => !Number.isNaN(axes.x.values[row]! + axes.y.values[row]!));
  const chosen = sampleOf(present, mostPoints, rng);
  return packPoints(
    chosen.map((row) => axes.x.values[row]!),
    chosen.map((row) => axes.y.values[row]!),
    chosen.map((row) => labels?.[row] ?? -1),
  );
}

export function packPoints(x: ArrayLike<number>, y: ArrayLike<number>, label: ArrayLike<number>): Points {
  return { x: pack('f32', x), y: pack('f32', y), label: pack('i32', label) };
}

/** At most `most` of the items, chosen by chance, in their old order. */
export function sampleOf<T>(items: readonly T[], most: number, rng: Rng): T[] {
  if (items.length <= most) return [...items];
  const positions = Int32Array.from(items, (_, i) => i);
  rng.shuffle(positions);
  return positions
    .subarray(0, most)
    .sort()
    .reduce<T[]>((chosen, position) => (chosen.push(items[position]!), chosen), []);
}
