import type { FigureOf } from '../../src/protocol/figures';
import { unpack } from '../../src/protocol/packing';
import { mix, withAlpha } from './colour';
import { encode } from './encoding';
import type { Bag, FigureTheme } from './figure';
import { axisNames } from './panels';

type Components = NonNullable<FigureOf<'decision-boundary'>['panels'][number]['components']>;

/** Of an ellipse, in standard deviations: a Gaussian of two features has 86 % of its rows within it. */
const radius = 2;
const corners = 49;
/** Lines of components are this wide, in pixels, from these weights on. */
const strengths = [
  { from: 0.4, width: 2.4 },
  { from: 0.15, width: 1.7 },
  { from: 0, width: 1 },
];
/** Room that a written weight takes, in pixels. */
const labelSize = { width: 32, height: 18 };
/** Weights of fewer rows than can be seen. */
const leastWeight = 0.005;

/** Pixels of a panel per unit of the file. */
export interface PixelScale {
  x: number;
  y: number;
}

export interface Ellipse {
  label: number;
  weight: number;
  center: [number, number];
  x: number[];
  y: number[];
}

/** The ellipses of components. Throws a `RangeError` where the arrays differ in length. */
export function ellipsesOf({ label, weight, mean, covariance }: Components): Ellipse[] {
  const [labels, weights, means, covariances] = [unpack(label), unpack(weight), unpack(mean), unpack(covariance)];
  const n = labels.length;
  if (weights.length !== n || means.length !== 2 * n || covariances.length !== 3 * n)
    throw new RangeError(`components of ${n}, ${weights.length}, ${means.length} and ${covariances.length} entries`);
  return Array.from(labels, (k, c) => {
    const center: [number, number] = [means[2 * c]!, means[2 * c + 1]!];
    const [xx, xy, yy] = [covariances[3 * c]!, covariances[3 * c + 1]!, covariances[3 * c + 2]!];
    // the covariance is L L^T; the ellipse is the circle turned by L
    const a = Math.sqrt(Math.max(0, xx));
    const b = a > 0 ? xy / a : 0;
    const d = Math.sqrt(Math.max(0, yy - b * b));
    const turn = (i: number) => (2 * Math.PI * i) / (corners - 1);
    const at = (f: (angle: number) => number) => Array.from({ length: corners }, (_, i) => f(turn(i)));
    return {
      label: k,
      weight: weights[c]!,
      center,
      x: at((t) => center[0] + radius * a * Math.cos(t)),
      y: at((t) => center[1] + radius * (b * Math.cos(t) + d * Math.sin(t))),
    };
  });
}

/** Lines of the components of each class, the stronger the larger their weight, with their means. */
export function ellipseTraces(theme: FigureTheme, ellipses: Ellipse[]): Bag[] {
  const seen = ellipses.filter(({ weight }) => weight >= leastWeight);
  const traces: Bag[] = [];
  for (const label of new Set(seen.map((ellipse) => ellipse.label))) {
    const own = seen.filter((ellipse) => ellipse.label === label);
    const colour = lineColour(theme, label);
    const shared = { type: 'scatter', legendgroup: `class ${label}`, showlegend: false, hoverinfo: 'skip' };
    strengths.forEach(({ from, width }, i) => {
      const below = strengths[i - 1]?.from ?? Infinity;
      const drawn = own.filter(({ weight }) => weight >= from && weight < below);
      if (drawn.length === 0) return;
      traces.push({
        ...shared,
        mode: 'lines',
        x: drawn.flatMap(({ x }) => [...x, null]),
        y: drawn.flatMap(({ y }) => [...y, null]),
        line: { color: colour, width: width + (theme.highContrast ? 0.8 : 0) },
      });
    });
    traces.push({
      ...shared,
      mode: 'markers',
      x: own.map(({ center }) => center[0]),
      y: own.map(({ center }) => center[1]),
      marker: { symbol: 'cross-thin', size: 10, line: { color: colour, width: 2 } },
    });
  }
  return traces;
}

/** Weights beside the means, in classes of several components, the largest first, where they find room. */
export function weightLabels(theme: FigureTheme, ellipses: Ellipse[], panel: number, scale: PixelScale): Bag[] {
  const seen = ellipses
    .filter(({ weight }) => weight >= leastWeight && weight < 1 - leastWeight)
    .sort((a, b) => b.weight - a.weight);
  const placed: Ellipse[] = [];
  for (const each of seen) {
    const isNear = ({ center }: Ellipse) =>
      Math.abs(center[0] - each.center[0]) * scale.x < labelSize.width &&
      Math.abs(center[1] - each.center[1]) * scale.y < labelSize.height;
    if (!placed.some(isNear)) placed.push(each);
  }
  const { x, y } = axisNames(panel);
  return placed.map(({ weight, center }) => ({
    x: center[0],
    y: center[1],
    xref: x,
    yref: y,
    text: weight.toFixed(2),
    showarrow: false,
    yshift: 13,
    borderpad: 1,
    bgcolor: withAlpha(theme.background, 0.75),
    font: { color: theme.ink, size: 11 },
  }));
}

/** The colour of the class, nearer to ink: over its own rows and region. */
export function lineColour(theme: FigureTheme, label: number): string {
  return mix(encode(theme, label).colour, theme.ink, 0.45);
}
