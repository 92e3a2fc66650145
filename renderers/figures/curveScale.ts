import type { FigureOf } from '../../src/protocol/figures';
import { extent } from './arrays';
import type { Point } from './curveLabels';
import type { Bag } from './figure';
import { logTicks } from './logTicks';

type Curves = FigureOf<'curves'>;

/** The axes of a picture of curves, and where its numbers lie in pixels. */
export interface CurveScale {
  frame: { width: number; height: number };
  xaxis: Bag;
  yaxis: Bag;
  /** The ends of the horizontal axis, as numbers of the figure. */
  ends: [number, number];
  /** From the top left of the frame. */
  toPixels(x: number, y: number): Point;
  /** Where an annotation points to: Plotly wants the logarithm on a logarithmic axis. */
  place(x: number, y: number): { x: number; y: number };
}

/** Room around the lines, as a share of the axis. */
const pad = 0.04;
/** Values from 0 are drawn from 0 where the least is below this share of the greatest. */
const nearZero = 0.35;

export function curveScale({ x, series, marks }: Curves, frame: { width: number; height: number }): CurveScale {
  const range = extent(
    ...series.map((one) => one.x),
    marks.map((mark) => mark.x),
  ) ?? [0, 1];
  const isLog = x.log && range[0] > 0;
  const along = isLog ? Math.log10 : (value: number) => value;
  const horizontal = padded([along(range[0]), along(range[1])]);
  const heights = extent(
    ...series.flatMap(({ y, low, high, asymptote }) => [
      y,
      low ?? [],
      high ?? [],
      asymptote === undefined ? [] : [asymptote],
    ]),
    marks.map((mark) => mark.y),
  ) ?? [0, 1];
  const vertical = padded(heights);
  if (heights[0] >= 0 && heights[0] <= nearZero * heights[1]) vertical[0] = Math.min(0, -0.5 * pad * heights[1]);
  const share = ([low, high]: readonly [number, number], value: number) => (value - low) / (high - low);
  return {
    frame,
    xaxis: { type: isLog ? 'log' : 'linear', range: horizontal, ...(isLog ? logTicks(range) : {}) },
    yaxis: { range: vertical },
    ends: isLog ? [10 ** horizontal[0], 10 ** horizontal[1]] : horizontal,
    toPixels: (a, b) => ({
      x: share(horizontal, along(a)) * frame.width,
      y: (1 - share(vertical, b)) * frame.height,
    }),
    place: (a, b) => ({ x: along(a), y: b }),
  };
}

function padded([low, high]: readonly [number, number]): [number, number] {
  const room = high > low ? pad * (high - low) : Math.max(0.05, Math.abs(low) * pad);
  return [low - room, high + room];
}
