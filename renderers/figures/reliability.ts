import type { FigureOf } from '../../src/protocol/figures';
import { withAlpha } from './colour';
import { encode } from './encoding';
import type { Bag, FigureRenderer, FigureTheme } from './figure';
import { arrange, axis, axisNames, axisTitle, baseLayout, heading, legendOnly, place } from './panels';
import type { PanelPlan } from './panels';
import { escapeText, formatNumber, formatPercent, shorten } from './text';

type Reliability = FigureOf<'reliability'>;
type Series = Reliability['panels'][number]['series'][number];

/** Share of a panel's height for the rows in each bin, and for the gap above them. */
const below = { bars: 0.17, gap: 0.05 };
const margin = 0.02;

const methodsOf = (figure: Reliability): string[] => [
  ...new Set(figure.panels.flatMap(({ series }) => series.map(({ method }) => method))),
];

const legendOf = (figure: Reliability): string[] => {
  const methods = methodsOf(figure);
  return methods.length > 1 ? methods : [];
};

const plan = (figure: Reliability, width: number) =>
  arrange({
    count: figure.panels.length,
    width,
    minWidth: 190,
    maxColumns: 4,
    panelHeight: (panelWidth) => Math.min(340, 1.2 * panelWidth),
    heading: 38,
    legend: legendOf(figure),
  });

/** A panel per model: how often it is right against how sure it is, with the rows of each bin as bars beneath. */
export const reliability: FigureRenderer<Reliability> = {
  height: (figure, width) => plan(figure, width).height,

  spec(figure, theme, width) {
    const arrangement = plan(figure, width);
    const methods = methodsOf(figure);
    const data: Bag[] = [];
    const layout = baseLayout(theme, arrangement, width, {
      ...(legendOf(figure).length === 0 ? { showlegend: false } : {}),
      barmode: 'overlay',
      annotations: figure.panels.map(({ model, series }, i) =>
        heading(theme, arrangement, i, model, '', `calibration error ${series.map(errorOf).join(' → ')}`),
      ),
    });
    figure.panels.forEach(({ series }, i) => {
      const axes = axisNames(i);
      const beneath = axisNames(figure.panels.length + i);
      data.push({ ...diagonal(theme), xaxis: axes.x, yaxis: axes.y });
      series.forEach((each, s) => {
        const index = methods.indexOf(each.method);
        data.push({ ...curve(theme, each, index), xaxis: axes.x, yaxis: axes.y });
        data.push({ ...bars(theme, each, index, s, series.length), xaxis: beneath.x, yaxis: beneath.y });
      });
      Object.assign(layout, panelAxes(theme, arrangement, i, figure));
    });
    legendOf(figure).forEach((method, index) => {
      const { colour, symbol, dash } = encode(theme, index);
      const look = { mode: 'lines+markers', marker: { color: colour, symbol, size: 7 }, line: { color: colour, dash } };
      data.push(legendOnly(escapeText(shorten(method, 28)), look));
    });
    return { data, layout };
  },

  table(figure) {
    const rows = figure.panels.flatMap(({ model, series }) =>
      series.flatMap(({ method, bins }) =>
        bins.map(({ low, high, rows: count, confidence, accuracy }) => [
          model,
          method,
          low,
          high,
          count,
          confidence,
          accuracy,
        ]),
      ),
    );
    return { columns: ['model', 'method', 'from', 'to', 'rows', 'mean probability', 'share right'], rows };
  },
};

const errorOf = ({ calibrationError }: Series): string => formatPercent(calibrationError);

function diagonal(theme: FigureTheme): Bag {
  return {
    type: 'scatter',
    mode: 'lines',
    x: [0, 1],
    y: [0, 1],
    line: { color: theme.muted, dash: 'dot', width: 1 },
    hoverinfo: 'skip',
    showlegend: false,
  };
}

function curve(theme: FigureTheme, { bins }: Series, index: number): Bag {
  const { colour, symbol, dash } = encode(theme, index);
  return {
    type: 'scatter',
    mode: 'lines+markers',
    x: bins.map(({ confidence }) => confidence),
    y: bins.map(({ accuracy }) => accuracy),
    line: { color: colour, dash, width: theme.highContrast ? 3 : 2 },
    marker: { color: colour, symbol, size: 7 },
    hoverinfo: 'text',
    text: bins.map(
      ({ confidence, accuracy, rows }) =>
        `${formatPercent(confidence)} sure, ${formatPercent(accuracy)} right<br>${formatNumber(rows, 9)} rows`,
    ),
    showlegend: false,
  };
}

/** Series stand beside each other within a bin. */
function bars(theme: FigureTheme, { bins }: Series, index: number, position: number, count: number): Bag {
  const { colour } = encode(theme, index);
  const widths = bins.map(({ low, high }) => (0.9 * (high - low)) / count);
  return {
    type: 'bar',
    x: bins.map(({ low, high }) => (low + high) / 2),
    y: bins.map(({ rows }) => rows),
    width: widths,
    offset: widths.map((width) => width * (position - count / 2)),
    marker: { color: withAlpha(colour, 0.6), line: { color: colour, width: 1 } },
    hovertemplate: '%{y} rows',
    showlegend: false,
  };
}

function panelAxes(theme: FigureTheme, arrangement: PanelPlan, index: number, { panels }: Reliability): Bag {
  const count = panels.length;
  const most = Math.max(
    1,
    ...panels.flatMap(({ series }) => series.flatMap(({ bins }) => bins.map(({ rows }) => rows))),
  );
  const at = place(arrangement, index);
  const [low, high] = at.y;
  const size = high - low;
  const names = axisNames(index);
  const beneath = axisNames(count + index);
  const share = { range: [-margin, 1 + margin], tickvals: [0, 0.25, 0.5, 0.75, 1] };
  const later = (axisName: string) => (index === 0 ? {} : { matches: axisName });
  return {
    [names.xaxis]: axis(theme, { ...share, domain: at.x, anchor: names.y, showticklabels: false, ...later('x') }),
    [names.yaxis]: axis(theme, {
      ...share,
      domain: [low + (below.bars + below.gap) * size, high],
      anchor: names.x,
      showticklabels: at.isLeft,
      ...(at.isLeft ? { title: axisTitle(theme, 'share right', arrangement.panelHeight * 0.7) } : {}),
      ...later('y'),
    }),
    [beneath.xaxis]: axis(theme, {
      ...share,
      domain: at.x,
      anchor: beneath.y,
      matches: 'x',
      showticklabels: at.isBottom,
      ...(at.isBottom ? { title: axisTitle(theme, 'highest probability', arrangement.panelWidth) } : {}),
    }),
    [beneath.yaxis]: axis(theme, {
      domain: [low, low + below.bars * size],
      anchor: beneath.x,
      range: [0, 1.06 * most],
      nticks: 3,
      showticklabels: at.isLeft,
      ...(at.isLeft ? { title: axisTitle(theme, 'rows', arrangement.panelHeight * 0.2) } : {}),
      ...later(axisNames(count).y),
    }),
  };
}
