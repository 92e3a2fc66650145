import type { FigureKind, FigureOf } from '../../../src/protocol/figures';
import type { FigureTheme } from '../../figures/figure';

/** Of the canvas, in pixels. */
export const size = { width: 300, height: 230 };

/** Paints one kind of figure while a run goes on: cheap enough for ten pictures a second, without Plotly. */
export interface LivePainter<K extends FigureKind> {
  /** What it shows, for screen readers. */
  name: string;
  /** One line below the picture. */
  tag(figure: FigureOf<K>): string;
  /** On an empty canvas. Throws a `RangeError` on damaged arrays. */
  paint(context: CanvasRenderingContext2D, figure: FigureOf<K>, theme: FigureTheme): void;
}
