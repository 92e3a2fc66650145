import type { FigureOf } from '../../src/protocol/figures';
import { flaggedCount, foundBy, thresholdOf, unpackScores } from './anomalyThreshold';
import type { ScoredModel, UnpackedScores } from './anomalyThreshold';
import { finite, rowsOf, thin, ticks, unpackMaps, unpackPlaces } from './arrays';
import { withAlpha } from './colour';
import { encode } from './encoding';
import type { Bag, FigureRenderer, FigureTheme } from './figure';
import { arrange, axis, axisNames, axisTitle, baseLayout, heading, label, legendOnly, place } from './panels';
import type { PanelPlan } from './panels';
import { planeAxes } from './planeAxes';
import { mostMarkers } from './scatter';
import { escapeText, formatNumber, formatPercent, shorten } from './text';

type Scores = FigureOf<'anomaly-scores'>;

const bins = 40;
const names = {
  training: 'training rows',
  ranked: 'all rows',
  threshold: 'threshold',
  flagged: 'flagged row',
  other: 'other row',
};

/** Looks of the two kinds of rows: colour, shape and size tell them apart. */
const flaggedLook = (theme: FigureTheme): Bag => ({
  symbol: 'x',
  size: 9,
  color: encode(theme, 1).colour,
  line: { color: theme.background, width: 1 },
});
const otherLook = (theme: FigureTheme): Bag => ({
  symbol: 'circle',
  size: 4.5,
  color: encode(theme, 0).colour,
  opacity: 0.5,
});
const anomalyLook = (theme: FigureTheme): Bag => ({
  symbol: 'diamond-open',
  size: 13,
  color: theme.ink,
  line: { color: theme.ink, width: theme.highContrast ? 2 : 1.3 },
});

/** Panels of the figure: of each model how likely rows are, then, where there is a plane, where they lie. */
const perModel = (figure: Scores) => (figure.plane ? 2 : 1);

function plan(figure: Scores, width: number): PanelPlan {
  const each = perModel(figure);
  return arrange({
    count: figure.models.length * each,
    width,
    minWidth: 230,
    maxColumns: each === 2 ? 2 : 3,
    panelHeight: (panelWidth) => Math.min(300, Math.max(190, 0.72 * panelWidth)),
    heading: 38,
    legend: [
      names.training,
      names.ranked,
      names.threshold,
      names.flagged,
      names.other,
      ...(figure.anomaly === undefined ? [] : [`labelled: ${figure.anomaly}`]),
    ],
    ownTicks: true,
  });
}

/** Histograms of log p(x) with the threshold, beside the rows in a plane over contours of the density. */
export const anomalyScores: FigureRenderer<Scores> = {
  height: (figure, width) => plan(figure, width).height,

  spec(figure, theme, width) {
    const arrangement = plan(figure, width);
    const each = perModel(figure);
    const data: Bag[] = [];
    const annotations: Bag[] = [];
    const layout = baseLayout(theme, arrangement, width, { annotations });
    figure.models.forEach((model, m) => {
      const scores = unpackScores(model);
      const found = foundBy(model, scores, figure.quantile);
      const first = m * each;
      const told = [
        `${formatNumber(found.flagged)} of ${formatNumber(found.of)} flagged`,
        ...(found.precision === undefined ? [] : [`precision ${formatPercent(found.precision)}`]),
        ...(found.recall === undefined ? [] : [`recall ${formatPercent(found.recall)}`]),
      ].join(', ');
      annotations.push(heading(theme, arrangement, first, model.model, '', told));
      const range = scoreRange(scores, found.threshold);
      data.push(
        ...histogramTraces(theme, scores, found.threshold, found.shown, range).map((trace) => at(trace, first)),
      );
      annotations.push(...beyondLabel(theme, arrangement, first, scores, range[0]));
      Object.assign(layout, histogramAxes(theme, arrangement, first, range));
      if (figure.plane && model.x && model.y) {
        annotations.push(heading(theme, arrangement, first + 1, 'log p(x)', '', model.others ?? ''));
        data.push(...planeTraces(figure, model, theme, scores, found.shown).map((trace) => at(trace, first + 1)));
        Object.assign(layout, ownPlaneAxes(figure.plane, theme, arrangement, first + 1));
      }
    });
    data.push(...legend(figure, theme));
    return { data, layout };
  },

  table(figure) {
    const several = figure.models.length > 1;
    const rows = figure.models.flatMap((model) => {
      const scores = unpackScores(model);
      const shown = flaggedCount(scores, thresholdOf(scores.training, figure.quantile));
      return Array.from({ length: shown }, (_, i) => [
        ...(several ? [model.model] : []),
        scores.rows[i]!,
        finite(scores.logDensity[i]!),
        ...(figure.anomaly === undefined ? [] : [labelWord(scores.label?.[i])]),
        model.reasons[i] ?? null,
      ]);
    });
    return {
      columns: [
        ...(several ? ['model'] : []),
        'flagged row',
        'log p(x)',
        ...(figure.anomaly === undefined ? [] : [figure.anomaly]),
        'reason',
      ],
      rows,
    };
  },
};

function labelWord(code: number | undefined): string | null {
  return code === 1 ? 'yes' : code === 0 ? 'no' : null;
}

function at(trace: Bag, panel: number): Bag {
  const { x, y } = axisNames(panel);
  return { ...trace, xaxis: x, yaxis: y };
}

/** From the lowest to the highest log p(x), but not so far down that the bulk of the rows would be a line. */
function scoreRange({ training, logDensity }: UnpackedScores, threshold: number): [number, number] {
  const all = Float64Array.from([...training, ...logDensity].filter(Number.isFinite)).sort();
  if (all.length === 0) return [-1, 0];
  const high = all.at(-1)!;
  const middle = all[Math.floor(all.length / 2)]!;
  const lower = all[Math.floor(all.length / 10)]!;
  const far = middle - 6 * Math.max(middle - lower, (high - middle) / 2);
  const wanted = Math.min(far, Number.isFinite(threshold) ? threshold - 0.1 * (high - threshold) : far);
  const low = Math.max(all[0]!, wanted);
  return high > low ? [low, high] : [low - 1, high + 1];
}

/** Shares of training and of all rows in bins of log p(x); what lies lower is in the first bin. */
function histogramTraces(
  theme: FigureTheme,
  scores: UnpackedScores,
  threshold: number,
  shown: number,
  [low, high]: [number, number],
): Bag[] {
  const width = (high - low) / bins;
  const edges = Array.from({ length: bins + 1 }, (_, b) => low + b * width);
  const shares = (values: Float64Array) => {
    const counts = new Array<number>(bins).fill(0);
    for (const value of values) counts[Math.min(bins - 1, Math.max(0, Math.floor((value - low) / width)))]!++;
    return counts.map((count) => count / Math.max(1, values.length));
  };
  const steps = (values: Float64Array, index: number, name: string): Bag => ({
    type: 'scatter',
    mode: 'lines',
    name,
    x: [edges[0]!, ...edges],
    y: [0, ...shares(values), 0],
    line: {
      shape: 'hv',
      color: encode(theme, index).colour,
      width: theme.highContrast ? 2.5 : 1.5,
      dash: index === 2 ? 'dot' : 'solid',
    },
    ...(index === 0
      ? { fill: 'tozeroy', fillcolor: withAlpha(encode(theme, 0).colour, theme.dark ? 0.22 : 0.16) }
      : {}),
    showlegend: false,
    hovertemplate: '%{y:.1%}',
  });
  const flagged = thin(shown, mostMarkers);
  return [
    steps(scores.training, 2, names.training),
    steps(scores.logDensity, 0, names.ranked),
    {
      type: 'scatter',
      mode: 'markers',
      name: names.flagged,
      x: flagged.map((i) => Math.max(low, scores.logDensity[i]!)),
      y: flagged.map(() => 0),
      marker: flaggedLook(theme),
      showlegend: false,
      cliponaxis: false,
      text: flagged.map((i) => `row ${scores.rows[i]!}: log p(x) = ${formatNumber(scores.logDensity[i]!)}`),
      hoverinfo: 'text',
    },
    {
      type: 'scatter',
      mode: 'lines',
      name: names.threshold,
      x: [finite(threshold), finite(threshold)],
      y: [0, Math.max(...shares(scores.training), ...shares(scores.logDensity))],
      line: { color: theme.ink, width: theme.highContrast ? 3 : 2, dash: 'dash' },
      showlegend: false,
      hovertemplate: 'threshold %{x:.4g}',
    },
  ];
}

/** That rows lie further to the left than is drawn. */
function beyondLabel(
  theme: FigureTheme,
  arrangement: PanelPlan,
  panel: number,
  { logDensity }: UnpackedScores,
  low: number,
): Bag[] {
  const beyond = logDensity.findIndex((value) => value >= low);
  if (beyond <= 0) return [];
  const { x, y } = place(arrangement, panel);
  return [
    label(`← ${formatNumber(beyond)} further down`, {
      x: x[0],
      y: y[1],
      xanchor: 'left',
      yanchor: 'top',
      xshift: 4,
      yshift: -3,
      font: { color: theme.muted, size: 11 },
    }),
  ];
}

function histogramAxes(theme: FigureTheme, arrangement: PanelPlan, panel: number, [low, high]: [number, number]): Bag {
  const where = place(arrangement, panel);
  const axes = axisNames(panel);
  const pad = 0.03 * (high - low);
  return {
    [axes.xaxis]: axis(theme, {
      domain: where.x,
      anchor: axes.y,
      range: [low - pad, high + pad],
      nticks: Math.max(3, Math.floor(arrangement.panelWidth / 60)),
      title: axisTitle(theme, 'log p(x), nats', arrangement.panelWidth),
    }),
    [axes.yaxis]: axis(theme, {
      domain: where.y,
      anchor: axes.x,
      rangemode: 'tozero',
      nticks: 4,
      tickformat: '.0%',
      ...(where.isLeft ? { title: axisTitle(theme, 'share of rows', arrangement.panelHeight) } : {}),
    }),
  };
}

/** Beside a histogram every plane has tick labels of its own. */
function ownPlaneAxes(
  plane: NonNullable<Scores['plane']>,
  theme: FigureTheme,
  arrangement: PanelPlan,
  panel: number,
): Bag {
  const axes = axisNames(panel);
  const drawn = planeAxes(plane, theme, arrangement, panel) as { [name: string]: Bag };
  const x = { ...drawn[axes.xaxis]! };
  const y = { ...drawn[axes.yaxis]! };
  delete x['matches'];
  delete y['matches'];
  return {
    [axes.xaxis]: {
      ...x,
      showticklabels: true,
      title: axisTitle(theme, plane.x.feature, arrangement.panelWidth),
    },
    [axes.yaxis]: {
      ...y,
      showticklabels: true,
      title: axisTitle(theme, plane.y.feature, arrangement.panelHeight),
      // there is room for short labels only
      ...(Math.max(Math.abs(plane.y.low), Math.abs(plane.y.high)) >= 1000 ? { tickformat: '~s' } : {}),
    },
  };
}

function planeTraces(
  { plane, anomaly }: Scores,
  model: ScoredModel,
  theme: FigureTheme,
  scores: UnpackedScores,
  shown: number,
): Bag[] {
  if (!plane || !model.x || !model.y) return [];
  const { x, y } = unpackPlaces({ x: model.x, y: model.y });
  if (x.length !== scores.rows.length)
    throw new RangeError(`places of ${x.length} rows; expected ${scores.rows.length}`);
  const markers = (indices: number[], name: string, marker: Bag): Bag => ({
    type: 'scatter',
    mode: 'markers',
    name,
    x: indices.map((i) => finite(x[i]!)),
    y: indices.map((i) => finite(y[i]!)),
    marker,
    showlegend: false,
    text: indices.map((i) => `row ${scores.rows[i]!}: log p(x) = ${formatNumber(scores.logDensity[i]!)}`),
    hoverinfo: 'text',
  });
  const others = thin(scores.rows.length - shown, mostMarkers).map((i) => shown + i);
  const flagged = thin(shown, mostMarkers);
  const labelled = [...flagged, ...others].filter((i) => scores.label?.[i] === 1);
  return [
    ...contours(plane, model, theme),
    markers(others, names.other, otherLook(theme)),
    ...(anomaly === undefined ? [] : [markers(labelled, 'labelled', anomalyLook(theme))]),
    markers(flagged, names.flagged, flaggedLook(theme)),
  ];
}

/** Lines of equal density, from half a nat below the peak down. */
function contours(plane: NonNullable<Scores['plane']>, { map }: ScoredModel, theme: FigureTheme): Bag[] {
  if (!map) return [];
  const [values] = unpackMaps(map, 1, plane.height, plane.width);
  const peak = values!.reduce((best, value) => (value > best ? value : best), -Infinity);
  if (!Number.isFinite(peak)) return [];
  const levels = { start: peak - 10.5, end: peak - 0.5, size: 2 };
  return [
    {
      type: 'contour',
      x: ticks(plane.x.low, plane.x.high, plane.width),
      y: ticks(plane.y.low, plane.y.high, plane.height),
      z: rowsOf(
        values!.map((value) => Math.max(levels.start - 4, value)),
        plane.height,
        plane.width,
      ),
      autocontour: false,
      contours: { coloring: 'none', ...levels },
      line: { color: theme.muted, width: theme.highContrast ? 1.3 : 1 },
      showscale: false,
      showlegend: false,
      hoverinfo: 'skip',
    },
  ];
}

function legend(figure: Scores, theme: FigureTheme): Bag[] {
  const line = (name: string, rest: Bag) => legendOnly(name, { mode: 'lines', line: { width: 2, ...rest } });
  return [
    line(names.training, { color: encode(theme, 2).colour, dash: 'dot' }),
    line(names.ranked, { color: encode(theme, 0).colour }),
    line(names.threshold, { color: theme.ink, dash: 'dash' }),
    legendOnly(names.flagged, { mode: 'markers', marker: flaggedLook(theme) }),
    legendOnly(names.other, { mode: 'markers', marker: otherLook(theme) }),
    ...(figure.anomaly === undefined
      ? []
      : [
          legendOnly(escapeText(shorten(`labelled: ${figure.anomaly}`, 40)), {
            mode: 'markers',
            marker: anomalyLook(theme),
          }),
        ]),
  ];
}
