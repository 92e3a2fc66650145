import { matrix, rowOf } from '../../data/matrix';
import type { Matrix } from '../../data/matrix';
import type { ImageShape } from '../../data/plan';
import { resized } from '../../data/resize';
import type { FigureOf } from '../../protocol/figures';
import { quantise } from '../../protocol/packing';
import type { ResultTable } from '../../protocol/result';
import type { PixelPanel } from '../explaining/explanation';
import { thumbnail, thumbnailOf } from './imageGrid';
import type { Picture } from './imageGrid';

type ImageAttribution = FigureOf<'image-attribution'>;

interface Words {
  title: string;
  summary: string;
  classes: string[];
  shown: number;
}

/** Maps of pixels beside the picture, or the one picture of each class, that they are of. Large ones become thumbnails. */
export function imageAttribution(
  image: ImageShape,
  pictures: readonly Picture[],
  panels: readonly PixelPanel[],
  { title, summary, classes, shown }: Words,
): ImageAttribution {
  const { width, height, channels } = thumbnailOf(image);
  const size = width * height * channels;
  const pixels = new Float64Array(pictures.length * size);
  pictures.forEach((picture, i) => pixels.set(thumbnail(picture.pixels, image, { width, height, channels }), i * size));
  return {
    kind: 'image-attribution',
    title,
    summary,
    classes,
    shown,
    pictures: quantise('u8', pixels, [pictures.length, height, width, channels], { low: 0, high: 1 }),
    captions: pictures.map(({ caption }) => caption),
    panels: panels.map(({ maps, ...panel }) => {
      const small = smallMaps(image, maps);
      return { ...panel, maps: quantise('u16', small.data, [small.rows, height, width], evenRange(small.data)) };
    }),
  };
}

/** The same as numbers: a row for each pixel of what is drawn, a column for each class. `row`: which the picture is. */
export function mapTable(
  name: string,
  image: ImageShape,
  classes: readonly string[],
  panels: readonly PixelPanel[],
  row: number | null,
): ResultTable {
  const { width } = thumbnailOf(image);
  return {
    name,
    columns: ['model', 'row', 'scale', 'line', 'column', ...classes],
    rows: panels.flatMap(({ model, scale, maps }) => {
      const small = smallMaps(image, maps);
      return Array.from({ length: small.columns }, (_, at) => [
        model,
        row,
        scale,
        Math.floor(at / width) + 1,
        (at % width) + 1,
        ...classes.map((_, k) => rowOf(small, k)[at]!),
      ]);
    }),
  };
}

function smallMaps(image: ImageShape, maps: Matrix): Matrix {
  const { width, height } = thumbnailOf(image);
  const out = matrix(maps.rows, width * height);
  for (let k = 0; k < maps.rows; k++)
    rowOf(out, k).set(resized(rowOf(maps, k), { ...image, channels: 1 }, { width, height }));
  return out;
}

/** The same to both sides of zero, so that zero stays what it is. */
function evenRange(values: Float64Array): { low: number; high: number } {
  const high = values.reduce((most, value) => Math.max(most, Math.abs(value)), 0) || 1;
  return { low: -high, high };
}
