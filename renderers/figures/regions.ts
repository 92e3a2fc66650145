import type { Bag, FigureTheme } from './figure';
import { rowsOf } from './arrays';
import { mix } from './colour';
import { encode } from './encoding';
import { escapeText, formatPercent, shorten } from './text';

/** Tint of a region where the classes are as good as equal, and where the class is certain. */
const tint = { light: { unsure: 0.06, sure: 0.38 }, dark: { unsure: 0.06, sure: 0.34 } };

/** The most probable class at each grid point (-1: unknown) and how certain it is, 0 = all equal to 1. */
export function decide(posterior: Float64Array[]): { winner: Int32Array; certainty: Float64Array } {
  const length = posterior[0]?.length ?? 0;
  const winner = new Int32Array(length).fill(-1);
  const certainty = new Float64Array(length).fill(NaN);
  const even = 1 / posterior.length;
  for (let i = 0; i < length; i++) {
    let best = -Infinity;
    for (let k = 0; k < posterior.length; k++) {
      const p = posterior[k]![i]!;
      if (p > best) {
        best = p;
        winner[i] = k;
      }
    }
    if (winner[i]! >= 0) certainty[i] = even >= 1 ? 1 : Math.min(1, Math.max(0, (best - even) / (1 - even)));
  }
  return { winner, certainty };
}

/** Colour of a region, from its class and certainty. */
export function regionColour(theme: FigureTheme, label: number, certainty: number): string {
  const { unsure, sure } = theme.dark ? tint.dark : tint.light;
  return mix(theme.background, encode(theme, label).colour, unsure + (sure - unsure) * certainty);
}

/**
 * Regions as one heatmap: class k with certainty c is the value k + 0.05 + 0.9 c, and the colour scale has a stretch of its
 * own for each class, so that colours of neighbouring classes are never mixed.
 */
export function regions(
  theme: FigureTheme,
  classes: string[],
  posterior: Float64Array[],
  x: number[],
  y: number[],
): Bag {
  const { winner, certainty } = decide(posterior);
  const values = Float64Array.from(winner, (k, i) => (k < 0 ? NaN : k + 0.05 + 0.9 * certainty[i]!));
  const scale = classes.flatMap((_, k) => [
    [k / classes.length + (k === 0 ? 0 : 0.001 / classes.length), regionColour(theme, k, 0)],
    [(k + 1) / classes.length, regionColour(theme, k, 1)],
  ]);
  return {
    type: 'heatmap',
    x,
    y,
    z: rowsOf(values, y.length, x.length),
    zmin: 0,
    zmax: classes.length,
    zsmooth: 'fast',
    colorscale: scale,
    showscale: false,
    showlegend: false,
    hoverinfo: 'text',
    text: hoverTexts(classes, posterior, y.length, x.length),
  };
}

/** P(y | x) of up to four classes at each grid point, the most probable first. */
function hoverTexts(classes: string[], posterior: Float64Array[], height: number, width: number): string[][] {
  const names = classes.map((name) => escapeText(shorten(name, 30)));
  return Array.from({ length: height }, (_, row) =>
    Array.from({ length: width }, (_, column) => {
      const i = row * width + column;
      const order = names.map((_, k) => k).sort((a, b) => posterior[b]![i]! - posterior[a]![i]!);
      return order
        .slice(0, 4)
        .map((k) => `P(${names[k]} | x) = ${formatPercent(posterior[k]![i]!)}`)
        .join('<br>');
    }),
  );
}

/** Where the two most probable classes tie: for each class the zero of its lead over the best of the others. */
export function boundaries(theme: FigureTheme, posterior: Float64Array[], x: number[], y: number[]): Bag[] {
  // with two classes the lead of one is the other's with the sign changed
  const leaders = posterior.length === 2 ? [0] : posterior.map((_, k) => k);
  return leaders.flatMap((k) => {
    const lead = posterior[k]!.map(
      (p, i) => p - Math.max(...posterior.map((other, j) => (j === k ? -Infinity : other[i]!))),
    );
    if (posterior.length < 2 || !lead.some((value) => value > 0) || !lead.some((value) => value < 0)) return [];
    return [
      {
        type: 'contour',
        x,
        y,
        z: rowsOf(lead, y.length, x.length),
        autocontour: false,
        contours: { coloring: 'none', start: 0, end: 0, size: 1 },
        line: { color: theme.ink, width: theme.highContrast ? 3 : 2 },
        showscale: false,
        showlegend: false,
        hoverinfo: 'skip',
      },
    ];
  });
}

/** Lines of equal log p(x | y), one trace per class; the same five levels for all classes of a panel. */
export function densityContours(
  theme: FigureTheme,
  logDensity: Float64Array[],
  x: number[],
  y: number[],
): (Bag | undefined)[] {
  const levels = densityLevels(logDensity);
  return logDensity.map((map, k) => {
    if (!levels) return undefined;
    const { colour, dash } = encode(theme, k);
    // far out a density falls without end; the floor keeps the interpolation near the lowest line sensible
    const floor = levels.start - 2 * levels.size;
    const values = map.map((value) => (Number.isNaN(value) ? NaN : Math.max(floor, value)));
    return {
      type: 'contour',
      x,
      y,
      z: rowsOf(values, y.length, x.length),
      autocontour: false,
      contours: { coloring: 'none', start: levels.start, end: levels.end, size: levels.size },
      line: { color: colour, width: theme.highContrast ? 2 : 1.3, dash },
      showscale: false,
      hoverinfo: 'skip',
    };
  });
}

/** Five levels, evenly spaced in nats, from near the highest peak to well below the lowest class's peak. */
function densityLevels(logDensity: Float64Array[]): { start: number; end: number; size: number } | undefined {
  const peaks = logDensity
    .map((map) => map.reduce((best, value) => (value > best && value !== Infinity ? value : best), -Infinity))
    .filter(Number.isFinite);
  if (peaks.length === 0) return undefined;
  const end = Math.max(...peaks) - 0.5;
  const start = Math.min(...peaks) - 4.5;
  return { start, end, size: (end - start) / 4 };
}
