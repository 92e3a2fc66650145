import type { LabelledDataset } from '../../data/dataset';
import { createRng } from '../../data/random';
import type { NumericColumn } from '../../data/table';
import { listed } from '../../data/words';
import type { Figure, FigureOf } from '../../protocol/figures';
import { pack } from '../../protocol/packing';
import type { Inpainted } from '../completion/inpainting';
import { anovaF, numericFeatures, packPoints, planeOf, pointsOf } from './plane';
import type { Axes } from './plane';

/** Completed rows; none where nothing that was hidden can be drawn. */
export function inpaintingFigure(
  done: readonly Inpainted[],
  dataset: LabelledDataset,
  rows: Int32Array,
  hidden: ReadonlySet<string>,
): Figure[] {
  const axes = axesOf(dataset, hidden);
  return axes && done.length > 0 ? [completedFigure(done, dataset, rows, axes)] : [];
}

/** The hidden number that tells the classes apart best, over the best one that is known, else over another hidden one. */
function axesOf(dataset: LabelledDataset, hidden: ReadonlySet<string>): Axes | undefined {
  const ranked = numericFeatures(dataset)
    .map((column) => ({ column, f: anovaF(column, dataset) }))
    .sort((a, b) => b.f - a.f)
    .map(({ column }) => column);
  const [y, other] = ranked.filter(({ name }) => hidden.has(name));
  const x = ranked.find(({ name }) => !hidden.has(name)) ?? other;
  return x && y && { x, y };
}

/** The mean of the draws of each row, with their standard deviation. */
function completedFigure(
  done: readonly Inpainted[],
  dataset: LabelledDataset,
  rows: Int32Array,
  axes: Axes,
): FigureOf<'completed-rows'> {
  const { target, parts } = dataset;
  const codes = target.whole ? undefined : target.codes;
  return {
    kind: 'completed-rows',
    title: `Completed rows: ${axes.x.name} × ${axes.y.name}`,
    summary: `Test rows completed by ${listed(done.map(({ model }) => model.name))}: mean of the draws with a bar of one standard deviation between them, over the training rows.`,
    classes: target.whole ? [] : target.classes,
    plane: { ...planeOf(axes, dataset, 0), choices: [axes.x.name, axes.y.name] },
    real: pointsOf(axes, parts.train, codes, createRng(0)),
    panels: done.map((one) => {
      const [x, y] = [spreadOf(one, axes.x), spreadOf(one, axes.y)];
      return {
        model: one.model.name,
        completed: packPoints(
          x.mean,
          y.mean,
          Array.from(rows, (row) => codes?.[row] ?? -1),
        ),
        spreadX: pack('f32', x.sd),
        spreadY: pack('f32', y.sd),
      };
    }),
  };
}

/** Mean and standard deviation between draws of a number in each row, in the units of the file. */
function spreadOf({ model, draws }: Inpainted, { name }: NumericColumn): { mean: number[]; sd: number[] } {
  const { features, columns } = model.facts.encoding;
  const { start } = features.find((feature) => feature.name === name)!;
  const { mean, scale } = columns[start]!;
  const rows = Array.from({ length: draws[0]!.rows }, (_, row) => {
    const values = draws.map(({ data, columns: d }) => mean + scale * data[row * d + start]!);
    const average = values.reduce((sum, value) => sum + value, 0) / values.length;
    const squares = values.reduce((sum, value) => sum + (value - average) ** 2, 0);
    return { average, sd: values.length > 1 ? Math.sqrt(squares / (values.length - 1)) : 0 };
  });
  return { mean: rows.map(({ average }) => average), sd: rows.map(({ sd }) => sd) };
}
