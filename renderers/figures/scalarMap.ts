import { rowsOf } from './arrays';
import type { levelsOf, ScalarMap } from './boundaryViews';
import { withAlpha } from './colour';
import type { Bag, FigureTheme } from './figure';
import { label } from './panels';
import type { PanelPlan } from './panels';

/** A number at each grid point of each panel and the scale of its shades. */
export interface Scale {
  scalar: ScalarMap;
  /** Undefined: the model does not have it. */
  values: (Float64Array | undefined)[];
  levels: ReturnType<typeof levelsOf>;
}

/** Pixels that a colour bar with its title and ticks takes, and how long it is at most. */
export const scaleBand = 52;
const longest = 340;
const thickness = 10;
const titleHeight = 19;

/** Shades and lines of equal value. */
export function scalarTraces(
  theme: FigureTheme,
  { levels }: Scale,
  values: Float64Array | undefined,
  x: number[],
  y: number[],
): Bag[] {
  if (!values) return [];
  const z = rowsOf(values, y.length, x.length);
  const inner = levels.values.filter((value) => value > levels.low && value < levels.high);
  const lines: Bag[] =
    inner.length === 0
      ? []
      : [
          {
            type: 'contour',
            x,
            y,
            z,
            autocontour: false,
            contours: { coloring: 'none', start: inner[0]!, end: inner.at(-1)!, size: levels.size },
            line: {
              color: withAlpha(theme.ink, theme.highContrast ? 0.8 : 0.35),
              width: theme.highContrast ? 1.2 : 0.7,
            },
            showscale: false,
            showlegend: false,
            hoverinfo: 'skip',
          },
        ];
  return [
    { type: 'heatmap', x, y, z, zsmooth: 'fast', coloraxis: 'coloraxis', showlegend: false, hoverinfo: 'skip' },
    ...lines,
  ];
}

/** Plotly's colour axis, with its bar lying above the panels. `colours`: of the whole scale, as Plotly reads them. */
export function colourBar(
  theme: FigureTheme,
  plan: PanelPlan,
  levels: Pick<Scale['levels'], 'low' | 'high' | 'values' | 'words'>,
  colours: [number, string][],
  width: number,
): Bag {
  const room = width - plan.margin.l - plan.margin.r;
  return {
    cmin: levels.low,
    cmax: levels.high,
    colorscale: colours,
    colorbar: {
      orientation: 'h',
      x: plan.margin.l / width,
      xref: 'container',
      xanchor: 'left',
      xpad: 0,
      y: 1 - (plan.bandTop + titleHeight) / plan.height,
      yref: 'container',
      yanchor: 'top',
      ypad: 0,
      lenmode: 'pixels',
      len: Math.min(longest, room),
      thicknessmode: 'pixels',
      thickness,
      // Plotly puts the outline of a lying bar beside the bar
      outlinewidth: 0,
      ticks: 'outside',
      ticklen: 3,
      tickcolor: theme.line,
      tickfont: { color: theme.muted, size: 11 },
      tickvals: levels.values,
      ticktext: levels.words,
    },
  };
}

/** The name of the quantity, escaped, above its colour bar. */
export function scaleTitle(theme: FigureTheme, { margin, bandTop }: PanelPlan, title: string): Bag {
  return label(title, {
    x: 0,
    xanchor: 'left',
    y: 1,
    yanchor: 'top',
    yshift: margin.t - bandTop,
    font: { color: theme.ink, size: 12 },
  });
}
