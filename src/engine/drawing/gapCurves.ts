import type { FigureOf } from '../../protocol/figures';
import type { GapCurve } from '../gaps/measure';
import { average, spread } from '../judging/ranking';

type Curves = FigureOf<'curves'>;

/** Lines that a figure holds at most. */
const mostLines = 100;

/** Measurements over the draws at one rate. */
export interface GapPoint {
  mean: number;
  sd: number;
}

/** Mean and standard deviation over the draws at each rate. values: [draw][rate]. */
export function overDraws(values: readonly number[][]): GapPoint[] {
  return (values[0] ?? []).map((_, rate) => {
    const drawn = values.map((draw) => draw[rate]!);
    return { mean: average(drawn), sd: spread(drawn) };
  });
}

/** Accuracy and log loss over the share of cells that are missing: a colour for each model, dashes for each method. */
export function gapCurves(curves: readonly GapCurve[], rates: readonly number[], summary: string): Curves[] {
  const measured = curves.filter(({ accuracy }) => accuracy.length > 0).slice(0, mostLines);
  if (measured.length === 0) return [];
  const several = new Set(measured.map(({ model }) => model.name)).size > 1;
  const figure = (title: string, axis: string, values: (curve: GapCurve) => number[][], most: number): Curves => ({
    kind: 'curves',
    title,
    summary,
    x: { title: 'share of cells missing', log: false },
    y: { title: axis },
    series: measured.map((curve) => {
      const points = overDraws(values(curve));
      return {
        name: several ? `${curve.model.name}: ${curve.method.id}` : curve.method.id,
        ...(several ? { group: curve.model.name } : {}),
        x: [...rates],
        y: points.map(({ mean }) => mean),
        low: points.map(({ mean, sd }) => Math.max(0, mean - sd)),
        high: points.map(({ mean, sd }) => Math.min(most, mean + sd)),
      };
    }),
    marks: [],
  });
  return [
    figure('Accuracy as cells go missing', 'test accuracy', ({ accuracy }) => accuracy, 1),
    figure('Log loss as cells go missing', 'test log loss in nats', ({ logLoss }) => logLoss, Infinity),
  ];
}
