import type { Bag, FigureTheme } from './figure';

/** Lines across a side of the grid. */
const lines = 14;

/**
 * Slanting lines over the marked points of a grid, as one trace: Plotly can hatch bars, but no maps. marked: row after
 * row, row 0 at the bottom.
 */
export function hatching(theme: FigureTheme, marked: boolean[], x: number[], y: number[]): Bag[] {
  const [width, height] = [x.length, y.length];
  const step = Math.max(2, Math.round(Math.min(width, height) / lines));
  const xs: (number | null)[] = [];
  const ys: (number | null)[] = [];
  for (let start = 1 - height; start < width; start += step) {
    let from = -1;
    // along one slanting line, column = start + row; one beyond the end closes the last piece
    for (let row = 0; row <= height; row++) {
      const column = start + row;
      const inside = row < height && column >= 0 && column < width && marked[row * width + column] === true;
      if (inside && from < 0) from = row;
      if (inside || from < 0) continue;
      xs.push(x[start + from]!, x[start + row - 1]!, null);
      ys.push(y[from]!, y[row - 1]!, null);
      from = -1;
    }
  }
  if (xs.length === 0) return [];
  return [
    {
      type: 'scatter',
      mode: 'lines',
      x: xs,
      y: ys,
      line: { color: theme.ink, width: theme.highContrast ? 1.6 : 1 },
      opacity: theme.highContrast ? 1 : 0.55,
      showlegend: false,
      hoverinfo: 'skip',
    },
  ];
}
