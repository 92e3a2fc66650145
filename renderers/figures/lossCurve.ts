import type { FigureOf } from '../../src/protocol/figures';
import { extent, finite } from './arrays';
import { encode } from './encoding';
import type { Bag, FigureRenderer } from './figure';
import { logTicks } from './logTicks';
import { arrange, axis, axisTitle, baseLayout } from './panels';
import { escapeText, shorten } from './text';

type LossCurve = FigureOf<'loss-curve'>;
type Series = LossCurve['series'][number];

/** Losses that span more than this factor are drawn on a logarithmic axis. */
const linearSpan = 50;

const plan = (figure: LossCurve, width: number) =>
  arrange({
    count: 1,
    width,
    minWidth: 200,
    maxColumns: 1,
    panelHeight: (panelWidth) => Math.min(300, Math.max(180, 0.4 * panelWidth)),
    heading: 0,
    legend: figure.series.flatMap(({ model, validation }) =>
      validation ? [`${model} (training)`, `${model} (validation)`] : [model],
    ),
  });

/** Loss by step: a solid line for training, a dotted one for validation, in each model's colour. */
export const lossCurve: FigureRenderer<LossCurve> = {
  height: (figure, width) => plan(figure, width).height,

  spec(figure, theme, width) {
    const arrangement = plan(figure, width);
    const range = extent(...figure.series.flatMap(({ loss, validation }) => [loss, validation ?? []]));
    const isLog = range !== undefined && range[0] > 0 && range[1] / range[0] > linearSpan;
    const line = (series: Series, index: number, values: number[], suffix: string, extra: Bag): Bag => ({
      type: 'scatter',
      mode: values.length > 1 ? 'lines' : 'markers',
      name: escapeText(shorten(series.model, 24)) + suffix,
      x: series.step.map(finite),
      y: values.map(finite),
      line: {
        color: encode(theme, index).colour,
        width: theme.highContrast ? 3 : 2,
        dash: encode(theme, index).dash,
        ...extra,
      },
      marker: { color: encode(theme, index).colour, symbol: encode(theme, index).symbol, size: 7 },
      hovertemplate: 'step %{x}: %{y:.4g}',
    });
    return {
      data: figure.series.flatMap((series, i) => [
        line(series, i, series.loss, series.validation ? ' (training)' : '', {}),
        ...(series.validation
          ? [
              line(series, i, series.validation, ' (validation)', {
                dash: 'dot',
                width: theme.highContrast ? 2.5 : 1.5,
              }),
            ]
          : []),
      ]),
      layout: baseLayout(theme, arrangement, width, {
        xaxis: axis(theme, { title: axisTitle(theme, 'step', 200), rangemode: 'tozero' }),
        yaxis: axis(theme, {
          title: axisTitle(theme, isLog ? 'loss (logarithmic)' : 'loss', 200),
          type: isLog ? 'log' : 'linear',
          ...(isLog ? logTicks(range) : {}),
          showgrid: true,
          gridcolor: theme.line,
          griddash: 'dot',
        }),
      }),
    };
  },

  table(figure) {
    const rows = figure.series.flatMap(({ model, step, loss, validation }) =>
      step.map((value, i) => [model, value, loss[i] ?? null, validation?.[i] ?? null]),
    );
    return { columns: ['model', 'step', 'loss', 'validation loss'], rows };
  },
};
