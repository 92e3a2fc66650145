import { encode } from '../../figures/encoding';
import type { FigureTheme } from '../../figures/figure';
import { picturesOf } from '../../figures/pictures';
import type { Bitmap } from '../../figures/png';
import { shorten } from '../../figures/text';
import type { FigureOf } from '../../../src/protocol/figures';
import { size } from './painter';
import type { LivePainter } from './painter';

type ImageGrid = FigureOf<'image-grid'>;

/** Pixels: around lines, between pictures, and the text above a line. */
const [margin, gap, heading] = [4, 2, 11];
const pixelsPerCharacter = 6;

/** Pictures that belong together, in one line, and what stands above it. */
interface Line {
  heading: string;
  /** Their numbers in the figure. */
  pictures: number[];
}

/** Where lines lie, and how large a picture is on the canvas. */
interface Plan {
  columns: number;
  scale: number;
  width: number;
  height: number;
  top: number;
}

/** Paints pictures that a model in training makes, in lines; those with a caption, the real ones, have a frame in colour. */
export const pictures: LivePainter<'image-grid'> = {
  name: 'Generated pictures so far',
  tag: ({ title }) => title,
  paint(context, figure, theme) {
    const bitmaps = picturesOf(figure);
    const lines = linesOf(figure);
    const plan = planFor(lines, bitmaps);
    if (!plan || plan.scale <= 0) return;
    const image = context.createImageData(size.width, size.height);
    const places = bitmaps.map(() => ({ left: 0, top: 0 }));
    lines.forEach((line, i) => {
      const { left, top } = placeOf(i, lines.length, plan);
      line.pictures.forEach((picture, at) => {
        const place = { left: left + Math.round(at * (plan.width + gap)), top: top + plan.top };
        places[picture] = place;
        fill(image, bitmaps[picture]!, place, plan);
      });
    });
    context.putImageData(image, 0, 0);
    places.forEach((place, i) => frame(context, place, plan, theme, figure.captions[i] !== ''));
    context.font = `10px ${theme.font}`;
    context.textBaseline = 'top';
    context.fillStyle = theme.ink;
    lines.forEach((line, i) => {
      const { left, top } = placeOf(i, lines.length, plan);
      const room = line.pictures.length * (plan.width + gap);
      context.fillText(shorten(line.heading, Math.floor(room / pixelsPerCharacter)), left, top);
    });
  },
};

function linesOf({ blocks, together = 1 }: ImageGrid): Line[] {
  let next = 0;
  return blocks.flatMap((block) => {
    const end = next + block.count;
    const lines: Line[] = [];
    for (; next < end; next += together) {
      const count = Math.min(together, end - next);
      lines.push({ heading: block.heading, pictures: Array.from({ length: count }, (_, i) => next + i) });
    }
    next = end;
    return lines;
  });
}

/** As many lines side by side as make the pictures largest. */
function planFor(lines: readonly Line[], [first]: readonly Bitmap[]): Plan | undefined {
  if (!first) return undefined;
  const longest = Math.max(...lines.map(({ pictures: { length } }) => length));
  const top = lines.some((line) => line.heading !== '') ? heading : 0;
  const plans = lines.map((_, i): Plan => {
    const columns = i + 1;
    const rows = Math.ceil(lines.length / columns);
    const room = {
      width: (size.width - 2 * margin * columns) / columns / longest - gap,
      height: (size.height - margin) / rows - margin - top,
    };
    const scale = Math.min(room.width / first.width, room.height / first.height);
    return {
      columns,
      scale,
      width: Math.max(1, Math.floor(first.width * scale)),
      height: Math.max(1, Math.floor(first.height * scale)),
      top,
    };
  });
  return plans.reduce((best, plan) => (plan.scale > best.scale ? plan : best));
}

/** The upper left corner of a line: down the first column, then the next. */
function placeOf(line: number, count: number, { columns, height, top }: Plan): { left: number; top: number } {
  const rows = Math.ceil(count / columns);
  return {
    left: margin + Math.round(Math.floor(line / rows) * (size.width / columns)),
    top: margin + (line % rows) * (top + height + margin),
  };
}

/** The nearest pixel of the picture at each pixel of its place. */
function fill(
  image: ImageData,
  { width, height, channels, bytes }: Bitmap,
  place: { left: number; top: number },
  plan: Plan,
): void {
  for (let row = 0; row < plan.height; row++) {
    const from = Math.floor(((row + 0.5) / plan.height) * height);
    for (let column = 0; column < plan.width; column++) {
      const at = channels * (from * width + Math.floor(((column + 0.5) / plan.width) * width));
      const [red, green, blue] = [0, 1, 2].map((c) => bytes[at + Math.min(c, channels - 1)]!);
      image.data.set([red!, green!, blue!, 255], 4 * ((place.top + row) * image.width + place.left + column));
    }
  }
}

function frame(
  context: CanvasRenderingContext2D,
  { left, top }: { left: number; top: number },
  { width, height }: Plan,
  theme: FigureTheme,
  isReal: boolean,
): void {
  context.strokeStyle = isReal ? encode(theme, 0).colour : theme.line;
  context.lineWidth = isReal ? 2 : 1;
  context.strokeRect(left - 0.5, top - 0.5, width + 1, height + 1);
}
