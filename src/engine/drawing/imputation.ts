import type { LabelledDataset } from '../../data/dataset';
import { createRng } from '../../data/random';
import { listed } from '../../data/words';
import type { FigureOf } from '../../protocol/figures';
import { pack } from '../../protocol/packing';
import type { OverallError } from '../completion/errors';
import type { FilledRows } from '../completion/fill';
import type { HiddenResult } from '../completion/hidden';
import { shortNumber } from '../judging/ranking';
import { isEmptyCell } from '../training/columns';
import { mostPoints, packPoints, planeOf, pointsOf, sampleOf } from './plane';
import type { Axes } from './plane';

/** Columns and cells that a figure holds at most. */
const most = { columns: 24, cells: 400 };

/**
 * True against imputed values of hidden cells, by column; of pictures those of all pixels together, which are of one kind.
 * None where no number was hidden.
 */
export function imputationFigure(
  results: readonly HiddenResult[],
  errors: readonly OverallError[],
  { image }: Pick<LabelledDataset, 'image'>,
): FigureOf<'imputation'>[] {
  const [first] = results;
  const common = (first?.columns ?? [])
    .filter(({ levels, truth }) => !levels && truth.length > 0)
    .map(({ feature }) => feature)
    .filter((feature) => results.every(({ columns }) => has(columns, feature)));
  if (common.length === 0) return [];
  const panels = image
    ? [{ feature: 'pixels', of: common }]
    : common.slice(0, most.columns).map((feature) => ({ feature, of: [feature] }));
  const told = errors.flatMap(({ method, rmse }) => (rmse === undefined ? [] : [`${method} ${shortNumber(rmse)}`]));
  return [
    {
      kind: 'imputation',
      title: 'Hidden cells: true and imputed',
      summary: `Cells of the test rows that were hidden on purpose, and what was filled in; root mean squared error in standard deviations: ${listed(told)}.`,
      methods: results.map(({ method }) => method),
      columns: panels.map(({ feature, of }) => {
        const cells = (result: HiddenResult, value: 'truth' | 'imputed') =>
          of.flatMap((name) => result.columns.find((column) => column.feature === name)![value]);
        const truth = cells(first!, 'truth');
        const chosen = sampleOf([...truth.keys()], most.cells, createRng(0).fork(feature));
        const packed = (values: readonly number[]) =>
          pack(
            'f32',
            chosen.map((i) => values[i]!),
          );
        return { feature, truth: packed(truth), imputed: results.map((result) => packed(cells(result, 'imputed'))) };
      }),
    },
  ];
}

function has(columns: readonly { feature: string }[], name: string): boolean {
  return columns.some(({ feature }) => feature === name);
}

/** Completed rows over complete ones; none where no row lacks one of the two features. */
export function completedRowsFigure(
  filled: readonly FilledRows[],
  dataset: LabelledDataset,
  axes: Axes,
): FigureOf<'completed-rows'>[] {
  const { target, parts } = dataset;
  const codes = target.whole ? undefined : target.codes;
  const rng = createRng(0);
  const panels = filled.map(({ model, cells }) => {
    const known = new Map(cells.map((cell) => [`${cell.row} ${cell.feature}`, cell]));
    const rows = [...new Set(cells.map(({ row }) => row))].filter(
      (row) => isEmptyCell(axes.x, row) || isEmptyCell(axes.y, row),
    );
    const chosen = sampleOf(rows, mostPoints, rng.fork(model.name));
    const at = (axis: Axes['x']) =>
      chosen.map((row) => {
        const cell = known.get(`${row} ${axis.name}`);
        return cell ? { value: Number(cell.value), sd: cell.sd ?? 0 } : { value: axis.values[row]!, sd: 0 };
      });
    const [x, y] = [at(axes.x), at(axes.y)];
    return {
      rows: chosen.length,
      panel: {
        model: model.name,
        completed: packPoints(
          x.map(({ value }) => value),
          y.map(({ value }) => value),
          chosen.map((row) => codes?.[row] ?? -1),
        ),
        spreadX: pack(
          'f32',
          x.map(({ sd }) => sd),
        ),
        spreadY: pack(
          'f32',
          y.map(({ sd }) => sd),
        ),
      },
    };
  });
  if (panels.every(({ rows }) => rows === 0)) return [];
  const plane = planeOf(axes, dataset, 0);
  return [
    {
      kind: 'completed-rows',
      title: `Completed rows: ${axes.x.name} × ${axes.y.name}`,
      summary: `Rows that lack ${axes.x.name} or ${axes.y.name}, with what was filled in and its standard deviation between draws, over the training rows.`,
      classes: target.whole ? [] : target.classes,
      plane: { ...plane, choices: [axes.x.name, axes.y.name] },
      real: pointsOf(axes, parts.train, codes, rng.fork('real')),
      panels: panels.map(({ panel }) => panel),
    },
  ];
}
