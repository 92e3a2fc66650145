import type { FigureOf } from '../../src/protocol/figures';
import { anomalyLook, flaggedLook, otherLook, partNames } from './anomalyLooks';
import { measureOf } from './anomalyThreshold';
import type { ScoredModel, UnpackedScores } from './anomalyThreshold';
import { finite, rowsOf, thin, ticks, unpackMaps, unpackPlaces } from './arrays';
import type { Bag, FigureTheme } from './figure';
import { axisNames, axisTitle } from './panels';
import type { PanelPlan } from './panels';
import { planeAxes } from './planeAxes';
import { mostMarkers } from './scatter';
import { escapeText, formatNumber } from './text';

type Scores = FigureOf<'anomaly-scores'>;

/** Beside a histogram every plane has tick labels of its own. */
export function ownPlaneAxes(
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

export function planeTraces(
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
    text: indices.map(
      (i) => `row ${scores.rows[i]!}: ${escapeText(measureOf(model))} = ${formatNumber(scores.logDensity[i]!)}`,
    ),
    hoverinfo: 'text',
  });
  const others = thin(scores.rows.length - shown, mostMarkers).map((i) => shown + i);
  const flagged = thin(shown, mostMarkers);
  const labelled = [...flagged, ...others].filter((i) => scores.label?.[i] === 1);
  return [
    ...contours(plane, model, theme),
    markers(others, partNames.other, otherLook(theme)),
    ...(anomaly === undefined ? [] : [markers(labelled, 'labelled', anomalyLook(theme))]),
    markers(flagged, partNames.flagged, flaggedLook(theme)),
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
