import { judgedColours, manifoldLines } from '../../figures/adversarialMap';
import { unpackMaps, unpackPoints } from '../../figures/arrays';
import { parseColour, withAlpha } from '../../figures/colour';
import type { FigureTheme } from '../../figures/figure';
import type { FigureOf } from '../../../src/protocol/figures';
import { size } from './painter';
import type { LivePainter } from './painter';
import { paintPoints } from './points';
import type { Area } from './points';

type Adversarial = FigureOf<'adversarial'>;
type Panel = Adversarial['panels'][number];

/** Shades of the scale that are told apart. */
const shades = 64;
/** Pixels between two panels. */
const gap = 4;

/** Paints the discriminator's shades and the generator's grid of a game that is played, a panel for each class. */
export const adversarial: LivePainter<'adversarial'> = {
  name: 'Discriminator and generator so far',
  tag: ({ panels, classes, plane }) =>
    `${panels[0]?.model ?? ''} so far: ${plane.y.feature} over ${plane.x.feature}${classes.length > 1 ? `, ${panels.map(({ label }) => classes[label] ?? '').join(', ')}` : ''}`,
  paint(context, figure, theme) {
    if (figure.plane.width < 2 || figure.plane.height < 2) return;
    const real = unpackPoints(figure.real);
    areas(figure.panels.length).forEach((area, i) => {
      const panel = figure.panels[i]!;
      context.putImageData(shaded(context, figure, panel, area, theme), area.left, area.top);
      const own = [...real.label.keys()].filter((row) => real.label[row] === panel.label);
      const of = (values: Float64Array) => Float64Array.from(own, (row) => values[row]!);
      paintPoints(context, { x: of(real.x), y: of(real.y), label: of(real.label) }, figure.plane, theme, { area });
      paintGrid(context, figure, panel, area, theme);
    });
  },
};

/** Places of the panels: side by side, from three on in two rows. */
function areas(count: number): Area[] {
  const rows = count > 2 ? 2 : 1;
  const columns = Math.ceil(count / rows);
  const width = Math.floor((size.width - (columns - 1) * gap) / columns);
  const height = Math.floor((size.height - (rows - 1) * gap) / rows);
  return Array.from({ length: count }, (_, i) => ({
    left: (i % columns) * (width + gap),
    top: Math.floor(i / columns) * (height + gap),
    width,
    height,
  }));
}

/** The shade of the nearest point of the map at each pixel. */
function shaded(
  context: CanvasRenderingContext2D,
  { plane }: Adversarial,
  panel: Panel,
  area: Area,
  theme: FigureTheme,
): ImageData {
  const map = unpackMaps(panel.judged, 1, plane.height, plane.width)[0]!;
  const palette = paletteOf(theme);
  const image = context.createImageData(area.width, area.height);
  for (let row = 0; row < area.height; row++) {
    const v = Math.round((1 - row / (area.height - 1)) * (plane.height - 1));
    for (let column = 0; column < area.width; column++) {
      const u = Math.round((column / (area.width - 1)) * (plane.width - 1));
      const shade = Math.round(map[v * plane.width + u]! * (shades - 1));
      image.data.set([...(palette[shade] ?? palette[0]!), 255], 4 * (row * area.width + column));
    }
  }
  return image;
}

/** The scale, in between its stops too. */
function paletteOf(theme: FigureTheme): (readonly [number, number, number])[] {
  const stops = judgedColours(theme).map(([, colour]) => parseColour(colour));
  return Array.from({ length: shades }, (_, shade) => {
    const at = (shade / (shades - 1)) * (stops.length - 1);
    const below = Math.min(stops.length - 2, Math.floor(at));
    const channel = (c: 0 | 1 | 2) => stops[below]![c] + (at - below) * (stops[below + 1]![c] - stops[below]![c]);
    return [channel(0), channel(1), channel(2)];
  });
}

function paintGrid(
  context: CanvasRenderingContext2D,
  { plane: { x, y } }: Adversarial,
  panel: Panel,
  area: Area,
  theme: FigureTheme,
): void {
  context.save();
  context.beginPath();
  context.rect(area.left, area.top, area.width, area.height);
  context.clip();
  context.beginPath();
  for (const line of manifoldLines(panel)) {
    line.x.forEach((value, i) => {
      const left = area.left + ((value - x.low) / (x.high - x.low)) * area.width;
      const top = area.top + (1 - (line.y[i]! - y.low) / (y.high - y.low)) * area.height;
      if (i === 0) context.moveTo(left, top);
      else context.lineTo(left, top);
    });
  }
  context.strokeStyle = withAlpha(theme.ink, theme.highContrast ? 0.9 : 0.6);
  context.lineWidth = 0.9;
  context.stroke();
  context.restore();
}
