import type { FigureOf } from '../../src/protocol/figures';
import { unpackPlaces, unpackPoints } from './arrays';
import type { UnpackedPoints } from './arrays';
import { boundaryViews, levelsOf, viewOf } from './boundaryViews';
import type { ViewName } from './boundaryViews';
import { sequentialScale } from './colourScale';
import { ellipsesOf, ellipseTraces, lineColour, weightLabels } from './ellipses';
import { encode } from './encoding';
import type { Bag, FigureRenderer, FigureTheme } from './figure';
import { margins, noDensity, stripOf } from './margins';
import { arrange, axisNames, baseLayout, classLegend, heading, legendOnly } from './panels';
import type { PanelPlan } from './panels';
import { planeAxes } from './planeAxes';
import { entropy, gridTicks, planeMaps } from './planeMaps';
import type { PlaneMaps } from './planeMaps';
import { boundaries, densityContours, regions } from './regions';
import { colourBar, scalarTraces, scaleBand, scaleTitle } from './scalarMap';
import type { Scale } from './scalarMap';
import { byClass, markers, ringMarker, rings } from './scatter';

type DecisionBoundary = FigureOf<'decision-boundary'>;
type Panel = DecisionBoundary['panels'][number];

/** What each family learns, beside the model's name where there is room. */
const learns = { generative: ' · P(x, y)', discriminative: ' · P(y | x)', hybrid: '' };
const roomForLearns = 300;

const words = {
  boundary: 'decision boundary',
  density: 'density p(x | class)',
  component: 'component (2σ)',
  train: 'training row',
  test: 'test row',
  support: 'support vector',
};

/** What is drawn of a figure besides its rows. */
interface Contents {
  view: ViewName;
  isScalar: boolean;
  contours: boolean;
  components: boolean;
  support: boolean;
}

function contentsOf(figure: DecisionBoundary): Contents {
  const view = viewOf(figure);
  const has = (part: 'logDensity' | 'components' | 'support') => figure.panels.some((panel) => panel[part]);
  const isScalar = boundaryViews[view].scalar !== undefined;
  return {
    view,
    isScalar,
    contours: has('logDensity') && !isScalar,
    components: has('components') && view === 'densities',
    support: has('support') && view !== 'densities',
  };
}

function legendWords(contents: Contents): string[] {
  return [
    words.boundary,
    ...(contents.contours ? [words.density] : []),
    ...(contents.components ? [words.component] : []),
    words.train,
    words.test,
    ...(contents.support ? [words.support] : []),
  ];
}

function plan(figure: DecisionBoundary, width: number): PanelPlan {
  const contents = contentsOf(figure);
  const hasMargins = figure.panels.some(({ marginals }) => marginals);
  return arrange({
    count: figure.panels.length,
    width,
    minWidth: hasMargins ? 220 : 190,
    maxColumns: 3,
    panelHeight: (panelWidth) => Math.min(440, (hasMargins ? 0.88 : 0.8) * panelWidth),
    heading: figure.panels.some((panel) => panel.others) ? 38 : 22,
    legend: [...figure.classes, ...legendWords(contents)],
    ...(contents.isScalar ? { band: scaleBand } : {}),
  });
}

/** One panel per model on the same axes: regions or another map, boundary, densities where the model has them, rows. */
export const decisionBoundary: FigureRenderer<DecisionBoundary> = {
  height: (figure, width) => plan(figure, width).height,

  spec(figure, theme, width) {
    const arrangement = plan(figure, width);
    const contents = contentsOf(figure);
    const strip = stripOf(figure, arrangement.panelWidth);
    const grid = gridTicks(figure);
    const rows = { train: unpackPoints(figure.train), test: unpackPoints(figure.test) };
    const maps = figure.panels.map((panel) => planeMaps(figure, panel));
    const scale = scaleOf(figure, theme, maps);
    const beside = margins(theme, figure, arrangement, strip);
    const tag = ({ family }: Panel) => family + (arrangement.panelWidth >= roomForLearns ? learns[family] : '');
    const annotations = figure.panels.map((panel, i) =>
      heading(theme, arrangement, i, panel.model, tag(panel), panel.others),
    );
    const { plane } = figure;
    const pixels = {
      x: (arrangement.panelWidth - strip) / (plane.x.high - plane.x.low),
      y: (arrangement.panelHeight - strip) / (plane.y.high - plane.y.low),
    };
    const hasDensity = figure.panels.some((panel) => panel.logDensity);
    const data: Bag[] = [];
    const axes: Bag = {};
    figure.panels.forEach((panel, i) => {
      const names = axisNames(i);
      const shown = scale?.values[i];
      const ellipses = panel.components && contents.components ? ellipsesOf(panel.components) : [];
      const traces = [
        ...(scale
          ? scalarTraces(theme, scale, shown, grid.x, grid.y)
          : classTraces(figure, maps[i]!, contents, theme, grid)),
        ...boundaries(theme, maps[i]!.posterior, grid.x, grid.y),
        ...rowTraces(figure, theme, rows, contents),
        ...ellipseTraces(theme, ellipses),
        ...(panel.support && contents.support ? [rings(theme, words.support, unpackPlaces(panel.support))] : []),
      ];
      data.push(...traces.map((trace) => ({ ...trace, xaxis: names.x, yaxis: names.y })));
      Object.assign(axes, planeAxes(figure.plane, theme, arrangement, i, strip));
      annotations.push(...weightLabels(theme, ellipses, i, pixels));
      if (!panel.logDensity && hasDensity) annotations.push(noDensity(theme, arrangement, i, strip, panel.family));
    });
    data.push(...beside.data, ...classLegend(theme, figure.classes), ...legend(theme, contents));
    if (scale) annotations.push(scaleTitle(theme, arrangement, scale.scalar.title));
    const layout = {
      ...baseLayout(theme, arrangement, width, { annotations }),
      ...(scale ? { coloraxis: barOf(theme, arrangement, scale, width) } : {}),
      ...axes,
      ...beside.layout,
    };
    return { data, layout };
  },

  table(figure) {
    const { plane, classes } = figure;
    const { x, y } = gridTicks(figure);
    const hasDensity = figure.panels.some((panel) => panel.logDensity);
    const hasEvidence = figure.panels.some((panel) => panel.logDensity && panel.logPrior);
    const columns = [
      'model',
      plane.x.feature,
      plane.y.feature,
      ...classes.map((name) => `P(${name} | x)`),
      ...(hasDensity ? classes.map((name) => `log p(x | ${name})`) : []),
      ...(hasEvidence ? ['log p(x)'] : []),
      'entropy in bits',
    ];
    const rows = figure.panels.flatMap((panel) => {
      const { posterior, logDensity, logEvidence } = planeMaps(figure, panel);
      const bits = entropy(posterior);
      return y.flatMap((yValue, row) =>
        x.map((xValue, column) => {
          const i = row * plane.width + column;
          return [
            panel.model,
            xValue,
            yValue,
            ...posterior.map((map) => map[i]!),
            ...(hasDensity ? classes.map((_, k) => logDensity?.[k]![i] ?? null) : []),
            ...(hasEvidence ? [logEvidence?.[i] ?? null] : []),
            bits[i]!,
          ];
        }),
      );
    });
    return { columns, rows };
  },
};

/** The numbers that all panels show in shades of one scale; undefined for regions and densities. */
function scaleOf(figure: DecisionBoundary, theme: FigureTheme, maps: PlaneMaps[]): Scale | undefined {
  const scalar = boundaryViews[viewOf(figure)].scalar?.(figure, theme);
  if (!scalar) return undefined;
  const values = maps.map((each) => scalar.values(each));
  const levels = levelsOf(
    scalar,
    values.filter((each) => each !== undefined),
  );
  return { scalar, values, levels };
}

function barOf(theme: FigureTheme, arrangement: PanelPlan, { scalar, levels }: Scale, width: number): Bag {
  return colourBar(theme, arrangement, levels, sequentialScale(theme, scalar.hues), width);
}

/** Regions of the classes and lines of their densities. */
function classTraces(
  { classes }: DecisionBoundary,
  { posterior, logDensity }: PlaneMaps,
  { view }: Contents,
  theme: FigureTheme,
  { x, y }: { x: number[]; y: number[] },
): Bag[] {
  const traces = view === 'regions' ? [regions(theme, classes, posterior, x, y)] : [];
  const lines = logDensity ? densityContours(theme, logDensity, x, y) : [];
  lines.forEach((trace, k) => {
    if (trace) traces.push({ ...trace, legendgroup: `class ${k}`, showlegend: false });
  });
  return traces;
}

function rowTraces(
  { classes }: DecisionBoundary,
  theme: FigureTheme,
  rows: Record<'train' | 'test', UnpackedPoints>,
  { isScalar }: Contents,
): Bag[] {
  const train = byClass(rows.train, classes.length);
  const test = byClass(rows.test, classes.length);
  const outline = theme.dark ? '#FFFFFF' : '#000000';
  // shades may be as strong as the rows themselves
  const onShades = isScalar ? { size: 5.5, opacity: 0.9, outline: theme.background } : {};
  return [...new Set([...train.keys(), ...test.keys()])].map((label) => {
    const layers = [
      { points: rows.train, indices: train.get(label) ?? [], size: 4.5, opacity: 0.5, ...onShades },
      { points: rows.test, indices: test.get(label) ?? [], size: 7, opacity: 0.95, outline },
    ];
    return { ...markers(theme, label, classes[label] ?? 'no label', layers), showlegend: false };
  });
}

/** What the parts of a panel mean, once for the figure. */
function legend(theme: FigureTheme, contents: Contents): Bag[] {
  const line = (name: string, style: Bag) => legendOnly(name, { mode: 'lines', line: style });
  const marker = (name: string, style: Bag) => legendOnly(name, { mode: 'markers', marker: style });
  const first = encode(theme, 0);
  const outline = theme.dark ? '#FFFFFF' : '#000000';
  return [
    line(words.boundary, { color: theme.ink, width: theme.highContrast ? 3 : 2 }),
    ...(contents.contours ? [line(words.density, { color: first.colour, width: 1.3, dash: first.dash })] : []),
    ...(contents.components ? [line(words.component, { color: lineColour(theme, 0), width: 2 })] : []),
    marker(words.train, { size: 5, color: theme.muted, opacity: 0.6 }),
    marker(words.test, { size: 7, color: theme.muted, line: { color: outline, width: 1 } }),
    ...(contents.support ? [marker(words.support, ringMarker(theme))] : []),
  ];
}
