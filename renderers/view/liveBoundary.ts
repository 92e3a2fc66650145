import type { FigureOf } from '../../src/protocol/figures';
import { unpackMaps, unpackPoints } from '../figures/arrays';
import { parseColour } from '../figures/colour';
import { encode } from '../figures/encoding';
import type { FigureTheme } from '../figures/figure';
import { regionColour } from '../figures/regions';
import { thin } from '../figures/arrays';

type DecisionBoundary = FigureOf<'decision-boundary'>;

const size = { width: 300, height: 230 };
const mostPoints = 600;
/** Shades per class between unsure and certain: enough for the eye, and colours are made once. */
const shades = 24;

/** Paints the boundary of a model in training: cheap enough for ten pictures a second, without Plotly. */
export class LiveBoundary {
  readonly element = document.createElement('canvas');

  constructor() {
    this.element.width = size.width;
    this.element.height = size.height;
    this.element.setAttribute('role', 'img');
    this.element.setAttribute('aria-label', 'Decision boundary so far');
  }

  /** Throws a `RangeError` on damaged arrays. */
  paint(figure: DecisionBoundary, theme: FigureTheme): void {
    const panel = figure.panels[0];
    const context = this.element.getContext('2d');
    const { plane } = figure;
    if (!panel || !context || plane.width < 2 || plane.height < 2) return;
    const posterior = unpackMaps(panel.posterior, figure.classes.length, plane.height, plane.width);
    const image = context.createImageData(size.width, size.height);
    paintRegions(image, posterior, plane.width, plane.height, theme);
    context.putImageData(image, 0, 0);
    paintPoints(context, figure, theme);
  }
}

/** Interpolates the probabilities between grid points and colours each pixel; a pixel between two classes is the boundary. */
function paintRegions(
  image: ImageData,
  posterior: Float64Array[],
  width: number,
  height: number,
  theme: FigureTheme,
): void {
  const palette = posterior.map((_, k) =>
    Array.from({ length: shades }, (_, shade) => parseColour(regionColour(theme, k, shade / (shades - 1)))),
  );
  const ink = parseColour(theme.ink);
  const winners = new Int16Array(size.width * size.height).fill(-1);
  const even = 1 / posterior.length;
  for (let row = 0; row < size.height; row++) {
    const v = (1 - row / (size.height - 1)) * (height - 1);
    const below = Math.min(height - 2, Math.floor(v));
    for (let column = 0; column < size.width; column++) {
      const u = (column / (size.width - 1)) * (width - 1);
      const left = Math.min(width - 2, Math.floor(u));
      const at = below * width + left;
      const [fu, fv] = [u - left, v - below];
      let best = -Infinity;
      let winner = -1;
      for (let k = 0; k < posterior.length; k++) {
        const map = posterior[k]!;
        const p =
          (1 - fv) * ((1 - fu) * map[at]! + fu * map[at + 1]!) +
          fv * ((1 - fu) * map[at + width]! + fu * map[at + width + 1]!);
        if (p > best) {
          best = p;
          winner = k;
        }
      }
      const pixel = row * size.width + column;
      winners[pixel] = winner;
      const isEdge =
        (column > 0 && winners[pixel - 1] !== winner) || (row > 0 && winners[pixel - size.width] !== winner);
      const certainty = even >= 1 ? 1 : Math.min(1, Math.max(0, (best - even) / (1 - even)));
      const colour = isEdge ? ink : (palette[winner]?.[Math.round(certainty * (shades - 1))] ?? ink);
      image.data.set([...colour, winner < 0 ? 0 : 255], 4 * pixel);
    }
  }
}

function paintPoints(context: CanvasRenderingContext2D, figure: DecisionBoundary, theme: FigureTheme): void {
  const { plane } = figure;
  const points = unpackPoints(figure.train);
  context.globalAlpha = 0.75;
  for (const i of thin(points.x.length, mostPoints)) {
    const x = ((points.x[i]! - plane.x.low) / (plane.x.high - plane.x.low)) * size.width;
    const y = (1 - (points.y[i]! - plane.y.low) / (plane.y.high - plane.y.low)) * size.height;
    const label = points.label[i]!;
    context.fillStyle = label < 0 ? theme.muted : encode(theme, label).colour;
    mark(context, label, x, y);
  }
  context.globalAlpha = 1;
}

/** Circles, squares and diamonds in turn: colour is not the only difference. */
function mark(context: CanvasRenderingContext2D, label: number, x: number, y: number): void {
  const radius = 2.2;
  context.beginPath();
  if (label % 3 === 1) context.rect(x - radius, y - radius, 2 * radius, 2 * radius);
  else if (label % 3 === 2) {
    context.moveTo(x, y - 1.4 * radius);
    context.lineTo(x + 1.4 * radius, y);
    context.lineTo(x, y + 1.4 * radius);
    context.lineTo(x - 1.4 * radius, y);
  } else context.arc(x, y, radius, 0, 2 * Math.PI);
  context.fill();
}
