import { unpack } from '../../src/protocol/packing';
import type { FigureOf } from '../../src/protocol/figures';
import { withAlpha } from './colour';
import { encode } from './encoding';
import type { Bag, FigureRenderer, FigureTheme } from './figure';
import { arrange, axis, axisNames, axisTitle, baseLayout, heading, legendOnly, place } from './panels';
import { escapeText, fit, shorten } from './text';

type PartialDependence = FigureOf<'partial-dependence'>;
type Panel = PartialDependence['panels'][number];

const mostClasses = 8;

/** Of two classes the second one alone: the other is its mirror image. */
const drawnClasses = ({ classes }: PartialDependence): number[] =>
  classes.length === 2 ? [1] : classes.slice(0, mostClasses).map((_, k) => k);

const modelsOf = ({ panels }: PartialDependence): number => new Set(panels.map(({ model }) => model)).size;

const legendOf = (figure: PartialDependence): string[] => [
  ...drawnClasses(figure).map((k) => `P(${shorten(figure.classes[k]!, 24)} | x)`),
  'single rows',
  ...(figure.panels.some(({ row }) => row !== undefined) ? ['this row'] : []),
];

const plan = (figure: PartialDependence, width: number) => {
  const models = modelsOf(figure);
  return arrange({
    count: figure.panels.length,
    width,
    minWidth: 200,
    // a row of panels per feature
    maxColumns: models > 1 ? models : 3,
    panelHeight: (panelWidth) => Math.min(190, 0.62 * panelWidth),
    heading: models > 1 ? 38 : 24,
    legend: legendOf(figure),
    ownTicks: true,
    bottom: 46,
  });
};

/** A panel per feature and model: the mean as a strong line per class, rows as faint ones, and the row that is asked about. */
export const partialDependence: FigureRenderer<PartialDependence> = {
  height: (figure, width) => plan(figure, width).height,

  spec(figure, theme, width) {
    const arrangement = plan(figure, width);
    const classes = drawnClasses(figure);
    const several = modelsOf(figure) > 1;
    const data: Bag[] = [];
    const layout = baseLayout(theme, arrangement, width, {
      annotations: figure.panels.map(({ model, feature }, i) =>
        heading(theme, arrangement, i, feature, '', several ? model : ''),
      ),
    });
    figure.panels.forEach((panel, i) => {
      const axes = axisNames(i);
      const { x, y, isLeft } = place(arrangement, i);
      const on = { xaxis: axes.x, yaxis: axes.y };
      data.push(...lines(theme, figure, panel, classes).map((trace): Bag => ({ ...trace, ...on })));
      Object.assign(layout, {
        [axes.xaxis]: axis(theme, {
          domain: x,
          anchor: axes.y,
          nticks: 5,
          ...levelTicks(panel, arrangement.panelWidth),
        }),
        [axes.yaxis]: axis(theme, {
          domain: y,
          anchor: axes.x,
          range: [-0.03, 1.03],
          tickvals: [0, 0.5, 1],
          tickformat: '.0%',
          ...(isLeft ? { title: axisTitle(theme, 'P(class | x)', arrangement.panelHeight) } : {}),
          ...(i === 0 ? {} : { matches: 'y' }),
        }),
      });
    });
    const names = legendOf(figure);
    classes.forEach((k, at) => {
      const { colour, dash, symbol } = encode(theme, k);
      const look = {
        mode: 'lines+markers',
        line: { color: colour, dash, width: 2.5 },
        marker: { color: colour, symbol, size: 6 },
      };
      data.push(legendOnly(escapeText(names[at]!), look));
    });
    data.push(legendOnly('single rows', { mode: 'lines', line: { color: theme.line, width: 1 } }));
    if (names.length > classes.length + 1)
      data.push(legendOnly('this row', { mode: 'lines', line: { color: theme.ink, width: 1.5, dash: 'dashdot' } }));
    return { data, layout };
  },

  table(figure) {
    const rows = figure.panels.flatMap((panel) => {
      const mean = unpack(panel.mean);
      const points = panel.mean.shape[1] ?? 0;
      return figure.classes.flatMap((label, k) =>
        Array.from({ length: points }, (_, g) => [
          panel.model,
          panel.feature,
          panel.at?.[g] ?? panel.levels?.[g] ?? null,
          label,
          mean[k * points + g] ?? null,
        ]),
      );
    });
    return { columns: ['model', 'feature', 'value', 'class', 'mean probability'], rows };
  },
};

function lines(theme: FigureTheme, figure: PartialDependence, panel: Panel, classes: number[]): Bag[] {
  const [count, points] = panel.mean.shape;
  const [, rows] = panel.single.shape;
  if (count !== figure.classes.length || points === undefined || rows === undefined)
    throw new RangeError(`dependence of shape [${panel.mean.shape}] for ${figure.classes.length} classes`);
  const mean = unpack(panel.mean);
  const single = unpack(panel.single);
  const x = panel.at ?? Array.from({ length: points }, (_, g) => g);
  const mode = panel.levels ? 'lines+markers' : 'lines';
  const first = panel.row === undefined ? 0 : 1;
  const curve = (k: number, s: number) =>
    Array.from({ length: points }, (_, g) => single[(k * rows + s) * points + g]!);
  const faint = classes.map((k): Bag => {
    const own = Array.from({ length: rows - first }, (_, s) => curve(k, s + first));
    return {
      type: 'scatter',
      mode: 'lines',
      x: own.flatMap(() => [...x, null]),
      y: own.flatMap((values) => [...values, null]),
      line: { color: withAlpha(encode(theme, k).colour, theme.dark ? 0.3 : 0.22), width: 1 },
      hoverinfo: 'skip',
      showlegend: false,
    };
  });
  const strong = classes.map((k): Bag => {
    const { colour, dash, symbol } = encode(theme, k);
    return {
      type: 'scatter',
      mode,
      x,
      y: Array.from({ length: points }, (_, g) => mean[k * points + g]!),
      name: escapeText(shorten(figure.classes[k]!, 24)),
      line: { color: colour, dash, width: theme.highContrast ? 3.5 : 2.5 },
      marker: { color: colour, symbol, size: 6 },
      hovertemplate: '%{x}: %{y:.1%}',
      showlegend: false,
    };
  });
  return [...faint, ...strong, ...(panel.row === undefined ? [] : asked(theme, panel, classes, x, curve))];
}

/** The curves of the row that is asked about, and where it stands. */
function asked(
  theme: FigureTheme,
  { row }: Panel,
  classes: number[],
  x: number[],
  curve: (k: number, s: number) => number[],
): Bag[] {
  const line = { color: theme.ink, width: 1.5, dash: 'dashdot' };
  const common = { type: 'scatter', mode: 'lines', hoverinfo: 'skip', showlegend: false };
  return [
    ...classes.map((k): Bag => ({
      ...common,
      x,
      y: curve(k, 0),
      line: { ...line, color: withAlpha(encode(theme, k).colour, 0.9) },
    })),
    { ...common, x: [row!, row!], y: [0, 1], line },
  ];
}

function levelTicks({ levels }: Panel, panelWidth: number): Bag {
  if (!levels) return {};
  const room = panelWidth / Math.max(1, levels.length);
  return {
    range: [-0.4, levels.length - 0.6],
    tickvals: levels.map((_, i) => i),
    ticktext: levels.map((name) => fit(name, Math.max(room, 44), 6)),
    tickangle: room < 44 ? -40 : 0,
  };
}
