import type { FigureOf } from '../../src/protocol/figures';
import { ticks, unpackMaps, unpackPlaces, unpackPoints } from './arrays';
import type { UnpackedPoints } from './arrays';
import { encode } from './encoding';
import type { Bag, FigureRenderer, FigureTheme } from './figure';
import { arrange, axisNames, baseLayout, classLegend, heading, legendOnly } from './panels';
import type { PanelPlan } from './panels';
import { planeAxes } from './planeAxes';
import { boundaries, densityContours, regions } from './regions';
import { byClass, markers, ringMarker, rings } from './scatter';

type DecisionBoundary = FigureOf<'decision-boundary'>;
type Panel = DecisionBoundary['panels'][number];

/** What each family learns, beside the model's name where there is room. */
const learns = { generative: ' · P(x, y)', discriminative: ' · P(y | x)', hybrid: '' };
const roomForLearns = 300;

const rowKinds = { train: 'training row', test: 'test row', support: 'support vector' };

const hasSupport = (figure: DecisionBoundary) => figure.panels.some((panel) => panel.support);

function plan(figure: DecisionBoundary, width: number): PanelPlan {
  return arrange({
    count: figure.panels.length,
    width,
    minWidth: 190,
    maxColumns: 3,
    panelHeight: (panelWidth) => Math.min(440, 0.8 * panelWidth),
    heading: figure.panels.some((panel) => panel.others) ? 38 : 22,
    legend: [
      ...figure.classes,
      'decision boundary',
      'density p(x | class)',
      rowKinds.train,
      rowKinds.test,
      ...(hasSupport(figure) ? [rowKinds.support] : []),
    ],
  });
}

/** One panel per model on the same axes: regions, boundary, densities where the model has them, rows. */
export const decisionBoundary: FigureRenderer<DecisionBoundary> = {
  height: (figure, width) => plan(figure, width).height,

  spec(figure, theme, width) {
    const arrangement = plan(figure, width);
    const x = ticks(figure.plane.x.low, figure.plane.x.high, figure.plane.width);
    const y = ticks(figure.plane.y.low, figure.plane.y.high, figure.plane.height);
    const rows = { train: unpackPoints(figure.train), test: unpackPoints(figure.test) };
    const data: Bag[] = [];
    const tag = ({ family }: Panel) => family + (arrangement.panelWidth >= roomForLearns ? learns[family] : '');
    const annotations = figure.panels.map((panel, i) =>
      heading(theme, arrangement, i, panel.model, tag(panel), panel.others),
    );
    const layout = baseLayout(theme, arrangement, width, { annotations });
    figure.panels.forEach((panel, i) => {
      const names = axisNames(i);
      data.push(
        ...panelTraces(figure, panel, theme, x, y, rows).map((trace) => ({ ...trace, xaxis: names.x, yaxis: names.y })),
      );
      Object.assign(layout, planeAxes(figure.plane, theme, arrangement, i));
    });
    data.push(...classLegend(theme, figure.classes), ...legend(figure, theme));
    return { data, layout };
  },

  table(figure) {
    const { plane, classes } = figure;
    const x = ticks(plane.x.low, plane.x.high, plane.width);
    const y = ticks(plane.y.low, plane.y.high, plane.height);
    const hasDensity = figure.panels.some((panel) => panel.logDensity);
    const columns = [
      'model',
      plane.x.feature,
      plane.y.feature,
      ...classes.map((name) => `P(${name} | x)`),
      ...(hasDensity ? classes.map((name) => `log p(x | ${name})`) : []),
    ];
    const rows = figure.panels.flatMap((panel) => {
      const posterior = unpackMaps(panel.posterior, classes.length, plane.height, plane.width);
      const density = panel.logDensity && unpackMaps(panel.logDensity, classes.length, plane.height, plane.width);
      return y.flatMap((yValue, row) =>
        x.map((xValue, column) => {
          const i = row * plane.width + column;
          const last = hasDensity ? classes.map((_, k) => density?.[k]![i] ?? null) : [];
          return [panel.model, xValue, yValue, ...posterior.map((map) => map[i]!), ...last];
        }),
      );
    });
    return { columns, rows };
  },
};

function panelTraces(
  figure: DecisionBoundary,
  panel: Panel,
  theme: FigureTheme,
  x: number[],
  y: number[],
  rows: Record<'train' | 'test', UnpackedPoints>,
): Bag[] {
  const { classes } = figure;
  const posterior = unpackMaps(panel.posterior, classes.length, y.length, x.length);
  const traces = [regions(theme, classes, posterior, x, y)];
  if (panel.logDensity) {
    densityContours(theme, unpackMaps(panel.logDensity, classes.length, y.length, x.length), x, y).forEach(
      (trace, k) => {
        if (trace) traces.push({ ...trace, legendgroup: `class ${k}`, showlegend: false });
      },
    );
  }
  traces.push(...boundaries(theme, posterior, x, y));
  const train = byClass(rows.train, classes.length);
  const test = byClass(rows.test, classes.length);
  const outline = theme.dark ? '#FFFFFF' : '#000000';
  for (const label of new Set([...train.keys(), ...test.keys()])) {
    const layers = [
      { points: rows.train, indices: train.get(label) ?? [], size: 4.5, opacity: 0.5 },
      { points: rows.test, indices: test.get(label) ?? [], size: 7, opacity: 0.95, outline },
    ];
    traces.push({ ...markers(theme, label, classes[label] ?? 'no label', layers), showlegend: false });
  }
  if (panel.support) traces.push(rings(theme, rowKinds.support, unpackPlaces(panel.support)));
  return traces;
}

/** What the parts of a panel mean, once for the figure. */
function legend(figure: DecisionBoundary, theme: FigureTheme): Bag[] {
  const entries = [
    legendOnly('decision boundary', { mode: 'lines', line: { color: theme.ink, width: theme.highContrast ? 3 : 2 } }),
  ];
  if (figure.panels.some((panel) => panel.logDensity)) {
    entries.push(
      legendOnly('density p(x | class)', {
        mode: 'lines',
        line: { color: encode(theme, 0).colour, width: 1.3, dash: encode(theme, 0).dash },
      }),
    );
  }
  const outline = theme.dark ? '#FFFFFF' : '#000000';
  entries.push(legendOnly(rowKinds.train, { mode: 'markers', marker: { size: 5, color: theme.muted, opacity: 0.6 } }));
  entries.push(
    legendOnly(rowKinds.test, {
      mode: 'markers',
      marker: { size: 7, color: theme.muted, line: { color: outline, width: 1 } },
    }),
  );
  if (hasSupport(figure)) entries.push(legendOnly(rowKinds.support, { mode: 'markers', marker: ringMarker(theme) }));
  return entries;
}
