import { encode } from '../../data/encode';
import { matrix, rowOf, stackRows, type Matrix } from '../../data/matrix';
import { createRng } from '../../data/random';
import { counted } from '../../data/words';
import type { FigureOf } from '../../protocol/figures';
import { imageGrid, type Picture, type PictureBlock } from '../drawing/imageGrid';
import type { FitStep } from '../model';
import { classWeights } from '../models/shared/classInput';
import { completeRows } from './columns';
import type { LiveSetting, LiveView } from './live';

/** Classes that are shown, generated pictures in a line behind a real one, and lines of data without classes. */
const shown = { classes: 10, made: 4, lines: 5 };

type Current = NonNullable<FitStep['current']>;

/** Pictures of each class that a model makes while it trains, behind a real one. The same noise each time, so that one sees where it goes. */
export function liveImages({ name, dataset, encoding }: LiveSetting): LiveView | undefined {
  const { features, parts, target } = dataset;
  const { image, range } = encoding;
  if (!image || !range) return undefined;
  let real: Matrix[] | undefined;

  /** The first training pictures of each of the classes. */
  const examples = (classes: number, lines: number) => {
    const rows = completeRows(features, parts.train);
    return Array.from({ length: classes }, (_, k) => {
      const own = classes > 1 ? rows.filter((row) => target?.codes[row] === k) : rows;
      return encode(encoding, features, own.slice(0, lines));
    });
  };
  const picture = (rows: Matrix, i: number, caption: string): Picture => ({
    pixels: rowOf(rows, i).map((value) => (value - range.low) / (range.high - range.low)),
    caption,
  });

  const draw = async (current: Current, allClasses: number): Promise<FigureOf<'image-grid'>> => {
    const lines = allClasses > 1 ? 1 : shown.lines;
    real ??= examples(Math.min(allClasses, shown.classes), lines);
    const each = lines * shown.made;
    const made = await makeRows(current, real.length, each, allClasses);
    const blocks = real.map((known, label): PictureBlock => {
      const line = (at: number) => [
        picture(known, at, 'real'),
        ...Array.from({ length: shown.made }, (_, i) => picture(made, label * each + at * shown.made + i, '')),
      ];
      return {
        heading: allClasses > 1 ? (target?.classes[label] ?? '') : '',
        pictures: Array.from({ length: known.rows }, (_, at) => line(at)).flat(),
      };
    });
    return imageGrid(image, blocks, {
      title: `${name} so far: a real picture, in a frame, and ${shown.made} generated ones`,
      summary: `Pictures that ${name} makes so far of ${counted(real.length, 'class', 'classes')}, each line behind a training picture.`,
      together: 1 + shown.made,
    });
  };

  return (current) => (current.sample && current.logPrior ? draw(current, current.logPrior.length) : undefined);
}

/** `each` rows of each of the first classes: in one pass where they come from hidden variables, else class by class. */
async function makeRows(
  { sample, decode, latentSize }: Current,
  classes: number,
  each: number,
  allClasses: number,
): Promise<Matrix> {
  if (decode && latentSize !== undefined) {
    const rng = createRng(0);
    const n = classes * each;
    const noise = Float64Array.from({ length: n * latentSize }, () => rng.normal());
    const labels = Int32Array.from({ length: n }, (_, i) => Math.floor(i / each));
    return decode(matrix(n, latentSize, noise), classWeights(labels, allClasses));
  }
  const rows: Matrix[] = [];
  for (let label = 0; label < classes; label++) rows.push(await sample!(each, label, createRng(label)));
  return stackRows(rows);
}
