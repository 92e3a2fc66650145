import type { Dataset } from '../../data/dataset';
import { matrix, rowOf, type Matrix } from '../../data/matrix';
import type { ImageShape } from '../../data/plan';
import type { Rng } from '../../data/random';
import { counted } from '../../data/words';
import type { FigureOf } from '../../protocol/figures';
import type { ResultTable } from '../../protocol/result';
import { imageGrid, type PictureBlock } from '../drawing/imageGrid';
import { pixelsOf } from '../drawing/pictures';
import { sampleOf } from '../drawing/plane';

/** Pictures shown of each class, and of data without classes. */
const shown = { perClass: 10, inAll: 60 };
/** Classes whose pictures are shown. */
const mostClasses = 30;

type Row = ResultTable['rows'][number];

/** Some pictures of each class, and the mean of all of its training pictures. */
export function profileImages(dataset: Dataset, image: ImageShape, rng: Rng): FigureOf<'image-grid'>[] {
  const groups = groupsOf(dataset);
  const examples = groups.map(({ name, rows, most }): PictureBlock => {
    const chosen = sampleOf(rows, most, rng.fork(name));
    const pixels = pixelsOf(dataset, chosen);
    return { heading: name, pictures: chosen.map((_, i) => ({ pixels: rowOf(pixels, i), caption: '' })) };
  });
  const means = groups.flatMap(({ name, rows }) => {
    const mean = meanOf(pixelsOf(dataset, rows));
    return mean ? [{ pixels: mean, caption: name }] : [];
  });
  const size = `${image.width} × ${image.height}`;
  const of = dataset.target ? ` of each ${dataset.target.name}` : '';
  return [
    imageGrid(image, examples, {
      title: dataset.target ? `Pictures by ${dataset.target.name}` : 'Pictures',
      summary: `Some of ${counted(dataset.parts.train.length, 'training picture')} of ${size} pixels${of}.`,
    }),
    imageGrid(image, [{ heading: '', pictures: means }], {
      title: 'Mean pictures',
      summary: `The mean of the training pictures${of}: where it is sharp, pictures agree.`,
    }),
  ];
}

/** One row that stands for all pixels in the table of columns. */
export function pixelSummary({ features }: Dataset, { width, height, channels }: ImageShape): Row {
  let [count, missing, sum, squares] = [0, 0, 0, 0];
  let [low, high] = [Infinity, -Infinity];
  const distinct = new Set<number>();
  for (const column of features) {
    if (column.kind !== 'numeric') continue;
    missing += column.missing;
    for (const value of column.values) {
      if (Number.isNaN(value)) continue;
      count++;
      sum += value;
      squares += value * value;
      low = Math.min(low, value);
      high = Math.max(high, value);
      if (distinct.size <= mostDistinct) distinct.add(value);
    }
  }
  const mean = sum / count;
  const numbers = count === 0 ? [null, null, null, null] : [low, mean, sd(squares, mean, count), high];
  return [
    `${features[0]!.name} to ${features.at(-1)!.name}`,
    `picture of ${width} × ${height}${channels === 1 ? '' : ` × ${channels}`}`,
    'feature',
    missing,
    distinct.size > mostDistinct ? null : distinct.size,
    ...numbers,
    null,
  ];
}

/** More different shades than this are not counted. */
const mostDistinct = 10_000;

function sd(squares: number, mean: number, count: number): number | null {
  return count > 1 ? Math.sqrt(Math.max(0, (squares - count * mean ** 2) / (count - 1))) : null;
}

/** The training rows of each class; unlabelled ones count where there is no class. */
function groupsOf({ target, parts }: Dataset): { name: string; rows: number[]; most: number }[] {
  if (!target) return [{ name: '', rows: [...parts.train], most: shown.inAll }];
  return target.classes.slice(0, mostClasses).map((name, label) => ({
    name,
    rows: [...parts.train].filter((row) => target.codes[row] === label),
    most: shown.perClass,
  }));
}

/** Of each pixel over the rows that have it; undefined where there is no row. */
function meanOf(pixels: Matrix): Float64Array | undefined {
  if (pixels.rows === 0) return undefined;
  const sums = matrix(2, pixels.columns);
  const [total, counts] = [rowOf(sums, 0), rowOf(sums, 1)];
  for (let i = 0; i < pixels.rows; i++) {
    const row = rowOf(pixels, i);
    for (let j = 0; j < row.length; j++) {
      if (Number.isNaN(row[j]!)) continue;
      total[j]! += row[j]!;
      counts[j]! += 1;
    }
  }
  return total.map((sum, j) => sum / counts[j]!);
}
