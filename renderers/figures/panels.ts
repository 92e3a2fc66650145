import type { Bag, FigureTheme, Value } from './figure';
import { encode } from './encoding';
import { escapeText, fit, shorten } from './text';

/** Sizes in pixels that all small multiples share. */
const defaults = { left: 58, right: 10, bottom: 46, gapX: 24, gapY: 16, legendRow: 22, legendPad: 8 };

export interface PanelPlan {
  count: number;
  columns: number;
  /** Of one panel without its heading. */
  panelWidth: number;
  panelHeight: number;
  /** Lines of text above each panel take this much. */
  heading: number;
  /** Pixels between neighbours; more where each panel has its own tick labels. */
  gapX: number;
  gapY: number;
  margin: { l: number; r: number; t: number; b: number };
  height: number;
  /** Where the band begins, in pixels from the top. */
  bandTop: number;
}

export interface PanelOptions {
  count: number;
  width: number;
  /** Panels are not narrower than this, unless the figure itself is. */
  minWidth: number;
  maxColumns: number;
  /** Height of a panel for its width. */
  panelHeight(panelWidth: number): number;
  heading: number;
  /** Names in the legend above, if there is one. */
  legend: string[];
  /** Pixels kept free between the legend and the panels, such as for a colour bar. */
  band?: number;
  ownTicks?: boolean;
  left?: number;
  bottom?: number;
}

/** Arranges small multiples: how many side by side, how large, and how high the whole figure is. */
export function arrange(options: PanelOptions): PanelPlan {
  const { width, minWidth, maxColumns, heading, legend } = options;
  const count = Math.max(1, options.count);
  const left = options.left ?? defaults.left;
  const bottom = options.bottom ?? defaults.bottom;
  const gapX = options.ownTicks ? 46 : defaults.gapX;
  const gapY = options.ownTicks ? 42 : defaults.gapY;
  const inner = Math.max(120, width - left - defaults.right);
  const fitting = Math.max(1, Math.min(maxColumns, count, Math.floor((inner + gapX) / (minWidth + gapX))));
  // as even as possible: four in two rows of two rather than three and one
  const columns = Math.max(1, Math.ceil(count / Math.ceil(count / fitting)));
  const rows = Math.max(1, Math.ceil(count / columns));
  const panelWidth = (inner - (columns - 1) * gapX) / columns;
  const panelHeight = Math.round(options.panelHeight(panelWidth));
  const legendHeight =
    legend.length === 0 ? 0 : legendRows(legend, width - 20) * defaults.legendRow + defaults.legendPad;
  const margin = { l: left, r: defaults.right, t: legendHeight + (options.band ?? 0) + heading + 6, b: bottom };
  const height = Math.round(margin.t + margin.b + rows * panelHeight + (rows - 1) * (gapY + heading));
  return { count, columns, panelWidth, panelHeight, heading, gapX, gapY, margin, height, bandTop: legendHeight };
}

/** Rows that a horizontal legend needs: one if everything fits beside each other, else equal columns. */
function legendRows(names: string[], width: number): number {
  const widths = names.map((name) => Math.min(Array.from(name).length, 28) * 6.6 + 46);
  if (widths.reduce((sum, each) => sum + each, 0) <= width) return 1;
  const perRow = Math.max(1, Math.floor(width / Math.max(...widths)));
  return Math.ceil(names.length / perRow);
}

/**
 * Place of a panel as shares of the plotting area, from the top left, and whether it is at an outer edge. `strip`: pixels
 * left free at its top and at its right.
 */
export function place(plan: PanelPlan, index: number, strip = 0) {
  const rows = Math.ceil(plan.count / plan.columns);
  const column = index % plan.columns;
  const row = Math.floor(index / plan.columns);
  const innerWidth = plan.columns * plan.panelWidth + (plan.columns - 1) * plan.gapX;
  const innerHeight = rows * plan.panelHeight + (rows - 1) * (plan.gapY + plan.heading);
  const x0 = (column * (plan.panelWidth + plan.gapX)) / innerWidth;
  const top = (row * (plan.panelHeight + plan.gapY + plan.heading)) / innerHeight;
  return {
    x: [x0, Math.min(1, x0 + (plan.panelWidth - strip) / innerWidth)] as [number, number],
    y: [Math.max(0, 1 - top - plan.panelHeight / innerHeight), 1 - top - strip / innerHeight] as [number, number],
    isLeft: column === 0,
    isBottom: index + plan.columns >= plan.count,
  };
}

/** Plotly's names for the axes of a panel. */
export function axisNames(index: number) {
  const suffix = index === 0 ? '' : String(index + 1);
  return { x: `x${suffix}`, y: `y${suffix}`, xaxis: `xaxis${suffix}`, yaxis: `yaxis${suffix}` };
}

/** An axis as every figure draws it: frame on all sides, outside ticks, no grid. */
export function axis(theme: FigureTheme, rest: Bag): Bag {
  return {
    showgrid: false,
    zeroline: false,
    showline: true,
    mirror: true,
    linecolor: theme.line,
    linewidth: 1,
    ticks: 'outside',
    ticklen: 4,
    tickcolor: theme.line,
    tickfont: { color: theme.muted, size: 11 },
    automargin: false,
    ...rest,
  };
}

export function axisTitle(theme: FigureTheme, text: string, pixels: number): Bag {
  return { text: fit(text, pixels), font: { color: theme.ink, size: 12 }, standoff: 6 };
}

/** Headings above a panel: a name in bold, words beside it, and perhaps a second line. All are strings from data. */
export function heading(
  theme: FigureTheme,
  plan: PanelPlan,
  index: number,
  name: string,
  beside = '',
  below = '',
): Bag {
  const { x, y } = place(plan, index);
  const room = plan.panelWidth - (beside ? Array.from(beside).length * 6.2 + 16 : 0);
  const first = `<b>${fit(name, room, 7)}</b>${beside ? `  <span style="color:${theme.muted}">${fit(beside, plan.panelWidth)}</span>` : ''}`;
  const second = below
    ? `<br><span style="color:${theme.muted};font-size:11px">${fit(below, plan.panelWidth, 5.6)}</span>`
    : '';
  return label(first + second, {
    x: x[0],
    y: y[1],
    xanchor: 'left',
    yanchor: 'bottom',
    yshift: 2,
    font: { color: theme.ink, size: 12 },
  });
}

/** A text at a place given as shares of the plotting area. The text is Plotly's HTML: strings from data must be escaped. */
export function label(text: string, rest: Bag): Bag {
  return { text, xref: 'paper', yref: 'paper', showarrow: false, align: 'left', borderpad: 0, ...rest };
}

/** Everything of a layout that does not depend on the kind of figure. */
export function baseLayout(theme: FigureTheme, plan: PanelPlan, width: number, rest: Bag): Bag {
  return {
    width,
    height: plan.height,
    margin: { ...plan.margin, pad: 0 },
    paper_bgcolor: theme.background,
    plot_bgcolor: theme.background,
    font: { family: theme.font, color: theme.ink, size: 12 },
    hovermode: 'closest',
    hoverlabel: {
      bgcolor: theme.background,
      bordercolor: theme.line,
      font: { family: theme.font, color: theme.ink, size: 12 },
    },
    dragmode: 'zoom',
    ...(rest['showlegend'] === false ? {} : { showlegend: true, legend: legendStyle(theme) }),
    ...rest,
  };
}

/** Above the panels, left, in rows. */
function legendStyle(theme: FigureTheme): Bag {
  return {
    orientation: 'h',
    x: 0,
    xref: 'container',
    xanchor: 'left',
    y: 1,
    yref: 'container',
    yanchor: 'top',
    bgcolor: 'rgba(0,0,0,0)',
    font: { color: theme.ink, size: 12 },
    traceorder: 'normal',
  };
}

/** Legend entries of classes: each switches everything of its class, in all panels. */
export function classLegend(theme: FigureTheme, names: string[]): Bag[] {
  return names.map((name, k) => {
    const { colour, symbol } = encode(theme, k);
    return legendOnly(escapeText(shorten(name, 28)), {
      mode: 'markers',
      legendgroup: `class ${k}`,
      marker: { color: colour, symbol, size: 9 },
    });
  });
}

/** A legend entry that stands for something drawn elsewhere, such as every boundary of the figure. */
export function legendOnly(name: string, rest: { [key: string]: Value }): Bag {
  return { type: 'scatter', x: [null], y: [null], name, showlegend: true, hoverinfo: 'skip', ...rest };
}
