import type { Bag } from './figure';
import { axisNames } from './panels';

/** A panel on the screen: pixels of the picture, and the values at its sides. */
export interface Pane {
  left: number;
  top: number;
  width: number;
  height: number;
  x: [number, number];
  y: [number, number];
}

/** The first `count` panels of a layout, as they are drawn and zoomed. */
export function panesOf(layout: Bag, count: number): Pane[] {
  const { l, r, t, b } = layout['margin'] as { l: number; r: number; t: number; b: number };
  const innerWidth = (layout['width'] as number) - l - r;
  const innerHeight = (layout['height'] as number) - t - b;
  return Array.from({ length: count }, (_, i) => {
    const names = axisNames(i);
    const x = layout[names.xaxis] as { domain: [number, number]; range: [number, number] };
    const y = layout[names.yaxis] as { domain: [number, number]; range: [number, number] };
    return {
      left: l + x.domain[0] * innerWidth,
      top: t + (1 - y.domain[1]) * innerHeight,
      width: (x.domain[1] - x.domain[0]) * innerWidth,
      height: (y.domain[1] - y.domain[0]) * innerHeight,
      x: [x.range[0], x.range[1]],
      y: [y.range[0], y.range[1]],
    };
  });
}

/** The values at a pixel; undefined outside the panel. */
export function valuesAt(pane: Pane, pixel: { x: number; y: number }): { x: number; y: number } | undefined {
  const across = (pixel.x - pane.left) / pane.width;
  const up = 1 - (pixel.y - pane.top) / pane.height;
  if (!(across >= 0 && across <= 1 && up >= 0 && up <= 1)) return undefined;
  return {
    x: pane.x[0] + across * (pane.x[1] - pane.x[0]),
    y: pane.y[0] + up * (pane.y[1] - pane.y[0]),
  };
}

/** The pixel of values, from the corner of the panel; undefined outside it. */
export function pixelAt(pane: Pane, at: { x: number; y: number }): { x: number; y: number } | undefined {
  const across = (at.x - pane.x[0]) / (pane.x[1] - pane.x[0]);
  const up = (at.y - pane.y[0]) / (pane.y[1] - pane.y[0]);
  if (!(across >= 0 && across <= 1 && up >= 0 && up <= 1)) return undefined;
  return { x: across * pane.width, y: (1 - up) * pane.height };
}
