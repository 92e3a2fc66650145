import type { FigureOf } from '../../src/protocol/figures';
import { extent, finite } from './arrays';
import { withAlpha } from './colour';
import { encode } from './encoding';
import type { Bag, FigureRenderer, FigureTheme } from './figure';
import { logTicks } from './logTicks';
import { arrange, axis, axisTitle, baseLayout } from './panels';
import { escapeText, shorten } from './text';

type Curves = FigureOf<'curves'>;
type Series = Curves['series'][number];

const plan = (figure: Curves, width: number) =>
  arrange({
    count: 1,
    width,
    minWidth: 200,
    maxColumns: 1,
    panelHeight: (panelWidth) => Math.min(360, Math.max(220, 0.5 * panelWidth)),
    heading: 0,
    legend: figure.series.map(({ name }) => name),
  });

/** Lines with bands: colour by group, dashes and markers within a group. */
export const curves: FigureRenderer<Curves> = {
  height: (figure, width) => plan(figure, width).height,

  spec(figure, theme, width) {
    const range = extent(...figure.series.map(({ x }) => x));
    const logX = figure.x.log && range !== undefined && range[0] > 0;
    const looks = looksOf(figure.series);
    const data = figure.series.flatMap((series, i) => {
      const look = looks[i]!;
      return [...band(theme, series, look), line(theme, series, look, i), ...asymptote(theme, series, look, range)];
    });
    return {
      data,
      layout: baseLayout(theme, plan(figure, width), width, {
        xaxis: axis(theme, {
          title: axisTitle(theme, figure.x.title, width),
          type: logX ? 'log' : 'linear',
          ...(logX ? logTicks(range) : {}),
        }),
        yaxis: axis(theme, {
          title: axisTitle(theme, figure.y.title, 200),
          showgrid: true,
          gridcolor: theme.line,
          griddash: 'dot',
        }),
        annotations: figure.marks.map(({ x, y, text }) => ({
          x: logX ? Math.log10(x) : x,
          y,
          text: escapeText(shorten(text, 60)),
          showarrow: true,
          arrowcolor: theme.muted,
          arrowwidth: 1,
          ax: 30,
          ay: -40,
          font: { color: theme.ink, size: 12 },
          bgcolor: theme.background,
        })),
      }),
    };
  },

  table(figure) {
    const rows = figure.series.flatMap(({ name, x, y, low, high }) =>
      x.map((value, i) => [name, value, y[i] ?? null, low?.[i] ?? null, high?.[i] ?? null]),
    );
    return { columns: ['line', figure.x.title, figure.y.title, 'low', 'high'], rows };
  },
};

/** Index of the colour, and of dash and marker, of each line. */
interface Look {
  colour: number;
  dash: number;
}

function looksOf(series: readonly Series[]): Look[] {
  const groups = [...new Set(series.map(({ group, name }) => group ?? name))];
  return series.map((one, i) => {
    const group = one.group ?? one.name;
    const before = series.slice(0, i).filter((other) => (other.group ?? other.name) === group).length;
    const alone = series.filter((other) => (other.group ?? other.name) === group).length === 1;
    const colour = groups.indexOf(group);
    return { colour, dash: alone ? colour : before };
  });
}

function line(theme: FigureTheme, { name, x, y }: Series, look: Look, index: number): Bag {
  return {
    type: 'scatter',
    mode: 'lines+markers',
    name: escapeText(shorten(name, 40)),
    legendgroup: `line ${index}`,
    x: x.map(finite),
    y: y.map(finite),
    line: {
      color: encode(theme, look.colour).colour,
      dash: encode(theme, look.dash).dash,
      width: theme.highContrast ? 3 : 2,
    },
    marker: { color: encode(theme, look.colour).colour, symbol: encode(theme, look.dash).symbol, size: 6 },
    hovertemplate: '%{x}: %{y:.4g}',
  };
}

function band(theme: FigureTheme, { x, low, high }: Series, look: Look): Bag[] {
  if (!low || !high) return [];
  return [
    {
      type: 'scatter',
      mode: 'lines',
      x: [...x, ...[...x].reverse()].map(finite),
      y: [...high, ...[...low].reverse()].map(finite),
      fill: 'toself',
      fillcolor: withAlpha(encode(theme, look.colour).colour, 0.15),
      line: { width: 0 },
      hoverinfo: 'skip',
      showlegend: false,
    },
  ];
}

function asymptote(
  theme: FigureTheme,
  series: Series,
  look: Look,
  range: readonly [number, number] | undefined,
): Bag[] {
  if (series.asymptote === undefined || !range) return [];
  return [
    {
      type: 'scatter',
      mode: 'lines',
      x: [...range],
      y: [series.asymptote, series.asymptote],
      line: { color: encode(theme, look.colour).colour, dash: 'dot', width: 1 },
      hoverinfo: 'skip',
      showlegend: false,
    },
  ];
}
