import type { FigureOf } from '../../src/protocol/figures';
import { withAlpha } from './colour';
import { encode } from './encoding';
import type { Bag, FigureRenderer, FigureTheme } from './figure';
import { arrange, axis, axisNames, baseLayout, heading, place } from './panels';
import { patterns } from './patterns';
import { escapeText, fit, shorten } from './text';

type Histograms = FigureOf<'histograms'>;
type Column = Histograms['columns'][number];

/** Columns drawn at once, and levels drawn per column; the table has them all. */
const shownColumns = 24;
const shownLevels = 12;

const shown = (figure: Histograms): Column[] => figure.columns.slice(0, shownColumns);

const plan = (figure: Histograms, width: number) =>
  arrange({
    count: shown(figure).length,
    width,
    minWidth: 150,
    maxColumns: 4,
    panelHeight: () => 120,
    heading: 20,
    legend: figure.groups.length > 1 ? figure.groups : [],
    ownTicks: true,
    left: 46,
    bottom: 30,
  });

/** One panel per column; groups (classes, or real and generated rows) as outlined steps over each other, as shares of each group. */
export const histograms: FigureRenderer<Histograms> = {
  height: (figure, width) => plan(figure, width).height,

  spec(figure, theme, width) {
    const arrangement = plan(figure, width);
    const columns = shown(figure);
    const isShare = figure.groups.length > 1;
    const data: Bag[] = [];
    const layout = baseLayout(theme, arrangement, width, {
      barmode: 'group',
      bargap: 0.25,
      annotations: columns.map((column, i) => heading(theme, arrangement, i, column.feature)),
    });
    columns.forEach((column, i) => {
      const axes = axisNames(i);
      const at = place(arrangement, i);
      figure.groups.forEach((group, g) => {
        const counts = column.counts[g] ?? [];
        const total = counts.reduce((sum, count) => sum + count, 0);
        const heights = counts.map((count) => (isShare ? (total > 0 ? count / total : 0) : count));
        const common = {
          name: escapeText(shorten(group, 28)),
          legendgroup: `group ${g}`,
          showlegend: isShare && i === 0,
          xaxis: axes.x,
          yaxis: axes.y,
          hovertemplate: isShare ? '%{y:.1%}' : '%{y} rows',
        };
        data.push(
          'edges' in column
            ? steps(theme, g, column.edges, heights, common)
            : levels(theme, g, column.levels.length, heights, common),
        );
      });
      Object.assign(layout, {
        [axes.xaxis]: axis(theme, {
          domain: at.x,
          anchor: axes.y,
          mirror: false,
          nticks: 5,
          ...('edges' in column ? {} : levelTicks(column.levels, arrangement.panelWidth)),
        }),
        [axes.yaxis]: axis(theme, {
          domain: at.y,
          anchor: axes.x,
          rangemode: 'tozero',
          mirror: false,
          nticks: 4,
          showline: false,
          ticks: '',
          showgrid: true,
          gridcolor: theme.line,
          griddash: 'dot',
          ...(isShare ? { tickformat: '.0%' } : {}),
        }),
      });
    });
    return { data, layout };
  },

  table(figure) {
    const rows = figure.columns.flatMap((column) => {
      const bins =
        'edges' in column
          ? column.edges.slice(0, -1).map((edge, b) => [edge, column.edges[b + 1]!] as const)
          : column.levels.map((level) => [level, level] as const);
      return bins.flatMap(([from, to], b) =>
        figure.groups.map((group, g) => [column.feature, from, to, group, column.counts[g]?.[b] ?? 0]),
      );
    });
    return { columns: ['column', 'from', 'to', 'group', 'rows'], rows };
  },
};

/** A filled outline: one path per group however many bins there are. */
function steps(theme: FigureTheme, group: number, edges: number[], heights: number[], common: Bag): Bag {
  const { colour, dash } = encode(theme, group);
  return {
    ...common,
    type: 'scatter',
    mode: 'lines',
    x: [edges[0] ?? 0, ...edges],
    y: [0, ...heights, 0],
    line: { shape: 'hv', color: colour, width: theme.highContrast ? 2.5 : 1.5, dash },
    fill: 'tozeroy',
    fillcolor: withAlpha(colour, theme.dark ? 0.22 : 0.16),
  };
}

function levels(theme: FigureTheme, group: number, count: number, heights: number[], common: Bag): Bag {
  const drawn = Math.min(count, shownLevels);
  const { colour } = encode(theme, group);
  return {
    ...common,
    type: 'bar',
    x: Array.from({ length: drawn }, (_, i) => i),
    y: heights.slice(0, drawn),
    marker: {
      color: withAlpha(colour, 0.75),
      line: { color: colour, width: 1 },
      pattern: { shape: patterns[group % patterns.length]!, size: 5, solidity: 0.25 },
    },
  };
}

function levelTicks(names: string[], panelWidth: number): Bag {
  const drawn = names.slice(0, shownLevels);
  const room = panelWidth / Math.max(1, drawn.length);
  return {
    tickvals: drawn.map((_, i) => i),
    ticktext: drawn.map((name) => fit(name, Math.max(room, 40), 6)),
    tickangle: room < 40 ? -40 : 0,
    ticks: '',
  };
}
