import type { LabelledDataset } from '../../data/dataset';
import { rowOf } from '../../data/matrix';
import type { Matrix } from '../../data/matrix';
import type { Column } from '../../data/table';
import { listed } from '../../data/words';
import type { FigureOf } from '../../protocol/figures';
import type { FilledRows } from '../completion/fill';
import type { Inpainted } from '../completion/inpainting';
import { mostProbable } from '../judging/metrics';
import type { JudgedPath } from '../latent/path';
import { imageGrid, type PictureBlock } from './imageGrid';
import { asPixels, pixelsOf } from './pictures';

type ImageGrid = FigureOf<'image-grid'>;

/** Completed pictures shown of each model, and completions of each. */
const shown = { pictures: 12, draws: 3 };

/** Paths through latent spaces as pictures, from one real one to the other. */
export function pathPictures(
  paths: readonly JudgedPath[],
  ends: readonly [number, number],
  dataset: LabelledDataset,
): ImageGrid[] {
  const { image } = dataset;
  if (!image || paths.length === 0) return [];
  const real = pixelsOf(dataset, ends);
  const end = (i: number) => ({ pixels: rowOf(real, i), caption: `row ${ends[i]}` });
  const blocks = paths.map(({ model, x, t, judged }): PictureBlock => {
    const { classes } = model.facts.target;
    const predicted = judged && mostProbable(judged.proba);
    const between = Array.from(t, (at, i) => ({
      pixels: rowOf(x, i),
      caption: predicted ? `${at.toFixed(2)}: ${classes[predicted[i]!]}` : at.toFixed(2),
    }));
    return { heading: model.name, pictures: [end(0), ...between, end(1)] };
  });
  const summary = `Pictures on the way from row ${ends[0]} to row ${ends[1]} through the latent space of ${listed(paths.map(({ model }) => model.name))}: position on the path and most probable class.`;
  return [imageGrid(image, blocks, { title: 'Pictures between two rows', summary })];
}

/** Pictures of which a part was hidden, and what the models drew there. `rows`: which rows they are. */
export function completedPictures(done: readonly Inpainted[], dataset: LabelledDataset, rows: Int32Array): ImageGrid[] {
  const { image } = dataset;
  if (!image || done.length === 0) return [];
  const draws = Math.min(shown.draws, ...done.map((one) => one.draws.length));
  const blocks = done.map((one): PictureBlock => {
    const { model } = one;
    const [truth, holes, ...completions] = [one.truth, one.holes, ...one.draws.slice(0, draws)].map((x) =>
      asPixels(model, x, dataset),
    );
    const picture = (of: Matrix, i: number, caption: string) => ({ pixels: rowOf(of, i), caption });
    const pictures = Array.from(rows.subarray(0, shown.pictures)).flatMap((row, i) => [
      picture(truth!, i, `row ${row}`),
      picture(holes!, i, 'hidden'),
      ...completions.map((each, draw) => picture(each, i, `draw ${draw + 1}`)),
    ]);
    return { heading: model.name, pictures };
  });
  const summary = `Test pictures, what is left when a part is hidden, and how ${listed(done.map(({ model }) => model.name))} complete${done.length === 1 ? 's' : ''} it.`;
  return [imageGrid(image, blocks, { title: 'Completed pictures', summary, together: 2 + draws })];
}

/** Pictures of the file that lack pixels, and with what the models filled in; none where no picture lacks any. */
export function filledPictures(filled: readonly FilledRows[], dataset: LabelledDataset): ImageGrid[] {
  const { image, features } = dataset;
  const able = filled.filter(({ rows }) => rows.length > 0);
  if (!image || able.length === 0) return [];
  const blocks = able.map(({ model, rows: all, cells }): PictureBlock => {
    const rows = all.subarray(0, shown.pictures);
    const known = new Map(cells.map(({ row, feature, value }) => [`${row} ${feature}`, Number(value)]));
    const whole = features.map((column): Column => {
      if (column.kind !== 'numeric') return column;
      const values = Float64Array.from(rows, (row) => known.get(`${row} ${column.name}`) ?? column.values[row]!);
      return { ...column, values };
    });
    const [before, after] = [pixelsOf(dataset, rows), pixelsOf(dataset, [...rows.keys()], whole)];
    return {
      heading: model.name,
      pictures: Array.from(rows).flatMap((row, i) => [
        { pixels: rowOf(before, i), caption: `row ${row}` },
        { pixels: rowOf(after, i), caption: 'filled' },
      ]),
    };
  });
  const summary = `Pictures that lack pixels, each beside what ${listed(able.map(({ model }) => model.name))} made of it.`;
  return [imageGrid(image, blocks, { title: 'Filled pictures', summary, together: 2 })];
}
