import { flaggedLook, partNames } from './anomalyLooks';
import type { UnpackedScores } from './anomalyThreshold';
import { finite, thin } from './arrays';
import { withAlpha } from './colour';
import { encode } from './encoding';
import type { Bag, FigureTheme } from './figure';
import { axis, axisNames, axisTitle, label, place } from './panels';
import type { PanelPlan } from './panels';
import { mostMarkers } from './scatter';
import { escapeText, formatNumber } from './text';

const bins = 40;

/** From the lowest to the highest log p(x), but not so far down that the bulk of the rows would be a line. */
export function scoreRange({ training, logDensity }: UnpackedScores, threshold: number): [number, number] {
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
export function histogramTraces(
  theme: FigureTheme,
  scores: UnpackedScores,
  threshold: number,
  shown: number,
  [low, high]: [number, number],
  measure: string,
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
    steps(scores.training, 2, partNames.training),
    steps(scores.logDensity, 0, partNames.ranked),
    {
      type: 'scatter',
      mode: 'markers',
      name: partNames.flagged,
      x: flagged.map((i) => Math.max(low, scores.logDensity[i]!)),
      y: flagged.map(() => 0),
      marker: flaggedLook(theme),
      showlegend: false,
      cliponaxis: false,
      text: flagged.map(
        (i) => `row ${scores.rows[i]!}: ${escapeText(measure)} = ${formatNumber(scores.logDensity[i]!)}`,
      ),
      hoverinfo: 'text',
    },
    {
      type: 'scatter',
      mode: 'lines',
      name: partNames.threshold,
      x: [finite(threshold), finite(threshold)],
      y: [0, Math.max(...shares(scores.training), ...shares(scores.logDensity))],
      line: { color: theme.ink, width: theme.highContrast ? 3 : 2, dash: 'dash' },
      showlegend: false,
      hovertemplate: 'threshold %{x:.4g}',
    },
  ];
}

/** That rows lie further to the left than is drawn. */
export function beyondLabel(
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

export function histogramAxes(
  theme: FigureTheme,
  arrangement: PanelPlan,
  panel: number,
  [low, high]: [number, number],
  title: string,
): Bag {
  const where = place(arrangement, panel);
  const axes = axisNames(panel);
  const pad = 0.03 * (high - low);
  return {
    [axes.xaxis]: axis(theme, {
      domain: where.x,
      anchor: axes.y,
      range: [low - pad, high + pad],
      nticks: Math.max(3, Math.floor(arrangement.panelWidth / 60)),
      title: axisTitle(theme, title, arrangement.panelWidth),
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
