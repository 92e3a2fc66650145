import type { Plane } from '../../../src/protocol/figures';
import { thin } from '../../figures/arrays';
import type { UnpackedPoints } from '../../figures/arrays';
import { encode } from '../../figures/encoding';
import type { FigureTheme } from '../../figures/figure';
import { size } from './painter';

const mostPoints = 600;

/** A part of the canvas, in pixels. */
export interface Area {
  left: number;
  top: number;
  width: number;
  height: number;
}

const whole: Area = { left: 0, top: 0, ...size };

/** Rows as marks by class; `open`: outlined and a little larger, for rows that are not real ones. */
export function paintPoints(
  context: CanvasRenderingContext2D,
  points: UnpackedPoints,
  { x, y }: Pick<Plane, 'x' | 'y'>,
  theme: FigureTheme,
  { open = false, opacity = 0.75, area = whole }: { open?: boolean; opacity?: number; area?: Area } = {},
): void {
  context.globalAlpha = opacity;
  for (const i of thin(points.x.length, mostPoints)) {
    const left = area.left + ((points.x[i]! - x.low) / (x.high - x.low)) * area.width;
    const top = area.top + (1 - (points.y[i]! - y.low) / (y.high - y.low)) * area.height;
    const label = points.label[i]!;
    const colour = label < 0 ? theme.muted : encode(theme, label).colour;
    shape(context, label, left, top, open ? 3 : 2.2);
    if (open) {
      context.strokeStyle = colour;
      context.lineWidth = 1.3;
      context.stroke();
    } else {
      context.fillStyle = colour;
      context.fill();
    }
  }
  context.globalAlpha = 1;
}

/** Circles, squares and diamonds in turn: colour is not the only difference. */
function shape(context: CanvasRenderingContext2D, label: number, x: number, y: number, radius: number): void {
  context.beginPath();
  if (label % 3 === 1) context.rect(x - radius, y - radius, 2 * radius, 2 * radius);
  else if (label % 3 === 2) {
    context.moveTo(x, y - 1.4 * radius);
    context.lineTo(x + 1.4 * radius, y);
    context.lineTo(x, y + 1.4 * radius);
    context.lineTo(x - 1.4 * radius, y);
    context.closePath();
  } else context.arc(x, y, radius, 0, 2 * Math.PI);
}
