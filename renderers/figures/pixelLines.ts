import type { Bag, FigureTheme } from './figure';

/** A map or picture, line after line from the top. */
export interface Pixels {
  width: number;
  height: number;
  values: ArrayLike<number>;
}

/** Where a picture is brighter than halfway between its darkest and its brightest pixel, as a line along the edges of pixels. */
export function outline(theme: FigureTheme, { width, height, values }: Pixels): Bag[] {
  const known = Array.from(values).filter((value) => !Number.isNaN(value));
  const middle = (Math.min(...known) + Math.max(...known)) / 2;
  const bright = (x: number, y: number) =>
    x >= 0 && y >= 0 && x < width && y < height && values[y * width + x]! > middle;
  const xs: (number | null)[] = [];
  const ys: (number | null)[] = [];
  for (let y = 0; y <= height; y++)
    for (let x = 0; x <= width; x++) {
      if (bright(x, y) !== bright(x - 1, y)) {
        xs.push(x, x, null);
        ys.push(y, y + 1, null);
      }
      if (bright(x, y) !== bright(x, y - 1)) {
        xs.push(x, x + 1, null);
        ys.push(y, y, null);
      }
    }
  const line = (color: string, width: number): Bag => lines(xs, ys, { color, width });
  // the lighter line below keeps the darker one apart from dark shades, and the other way round
  return [line(theme.background, theme.highContrast ? 5 : 3.6), line(theme.ink, theme.highContrast ? 2 : 1.4)];
}

/** A slanting line across each marked pixel: a difference that is no colour. */
export function hatchedPixels(theme: FigureTheme, { width, height, values }: Pixels, below: number): Bag[] {
  const xs: (number | null)[] = [];
  const ys: (number | null)[] = [];
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      if (!(values[y * width + x]! < below)) continue;
      xs.push(x, x + 1, null);
      ys.push(y + 1, y, null);
    }
  return xs.length === 0 ? [] : [lines(xs, ys, { color: theme.ink, width: theme.highContrast ? 1.4 : 0.8 })];
}

function lines(x: (number | null)[], y: (number | null)[], line: Bag): Bag {
  return { type: 'scatter', mode: 'lines', x, y, line, cliponaxis: false, showlegend: false, hoverinfo: 'skip' };
}
