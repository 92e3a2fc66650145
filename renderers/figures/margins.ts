import type { FigureOf } from '../../src/protocol/figures';
import { unpack } from '../../src/protocol/packing';
import { finite, ticks } from './arrays';
import { withAlpha } from './colour';
import { encode } from './encoding';
import type { Bag, FigureTheme } from './figure';
import { axis, axisNames, label, place } from './panels';
import type { PanelPlan } from './panels';
import { fit } from './text';

type DecisionBoundary = FigureOf<'decision-boundary'>;
type Marginals = NonNullable<DecisionBoundary['panels'][number]['marginals']>;

/** Pixels at the top and at the right of each panel for curves, with a gap to the panel. */
const sizes = { wide: 40, narrow: 30, gap: 3 };
const wideFrom = 260;

/** Pixels that the curves of a figure take from each panel; 0 where there are none. */
export function stripOf({ panels }: DecisionBoundary, panelWidth: number): number {
  if (!panels.some(({ marginals }) => marginals)) return 0;
  return panelWidth >= wideFrom ? sizes.wide : sizes.narrow;
}

interface Curves {
  isRows: boolean;
  /** One per class. */
  x: Float64Array[];
  y: Float64Array[];
}

/**
 * p(x_j | class) above and to the right of each panel, as lines; of training rows, as steps. All panels share their scales.
 * Throws a `RangeError` where an array has another shape.
 */
export function margins(
  theme: FigureTheme,
  figure: DecisionBoundary,
  arrangement: PanelPlan,
  strip: number,
): { data: Bag[]; layout: Bag } {
  const { classes, plane } = figure;
  const curves = figure.panels.map(({ marginals }) => marginals && unpackCurves(marginals, classes.length));
  const most = {
    x: Math.max(0, ...curves.flatMap((each) => each?.x.map(highest) ?? [])),
    y: Math.max(0, ...curves.flatMap((each) => each?.y.map(highest) ?? [])),
  };
  const data: Bag[] = [];
  const layout: Bag = {};
  curves.forEach((each, i) => {
    if (!each) return;
    const own = axisNames(i);
    const top = axisNames(figure.panels.length + 2 * i);
    const side = axisNames(figure.panels.length + 2 * i + 1);
    const inner = place(arrangement, i, strip);
    const outer = place(arrangement, i);
    const gap = (strip: [number, number], share: number): [number, number] => [
      strip[0] + (strip[1] - strip[0]) * share,
      strip[1],
    ];
    const free = sizes.gap / strip;
    layout[top.xaxis] = bare(theme, { domain: inner.x, anchor: top.y, matches: own.x });
    layout[top.yaxis] = bare(theme, {
      domain: gap([inner.y[1], outer.y[1]], free),
      anchor: top.x,
      range: [0, 1.04 * most.x || 1],
      fixedrange: true,
    });
    layout[side.xaxis] = bare(theme, {
      domain: gap([inner.x[1], outer.x[1]], free),
      anchor: side.y,
      range: [0, 1.04 * most.y || 1],
      fixedrange: true,
    });
    layout[side.yaxis] = bare(theme, { domain: inner.y, anchor: side.x, matches: own.y });
    each.x.forEach((values, k) => {
      const { places, heights } = outline(values, plane.x, each.isRows);
      data.push({ ...curve(theme, k), x: places, y: heights, fill: 'tozeroy', xaxis: top.x, yaxis: top.y });
    });
    each.y.forEach((values, k) => {
      const { places, heights } = outline(values, plane.y, each.isRows);
      data.push({ ...curve(theme, k), x: heights, y: places, fill: 'tozerox', xaxis: side.x, yaxis: side.y });
    });
  });
  return { data, layout };
}

/** In the place of the curves, or else at the top of the panel: a model that has no density of its own. */
export function noDensity(theme: FigureTheme, plan: PanelPlan, index: number, strip: number, family: string): Bag {
  const { x, y } = place(plan, index, strip);
  const text = family === 'discriminative' ? 'no density: it learns P(y | x) only' : 'no density';
  return label(fit(text, plan.panelWidth, 5.6), {
    x: x[0],
    xanchor: 'left',
    y: y[1],
    yanchor: strip > 0 ? 'bottom' : 'top',
    yshift: strip > 0 ? 4 : -4,
    xshift: strip > 0 ? 0 : 4,
    ...(strip > 0 ? {} : { bgcolor: theme.background }),
    font: { color: theme.muted, size: 11 },
  });
}

/** No frame, no ticks: only its curves are to be seen. */
function bare(theme: FigureTheme, rest: Bag): Bag {
  return axis(theme, { showline: false, ticks: '', showticklabels: false, ...rest });
}

function curve(theme: FigureTheme, label: number): Bag {
  const { colour, dash } = encode(theme, label);
  return {
    type: 'scatter',
    mode: 'lines',
    legendgroup: `class ${label}`,
    showlegend: false,
    hoverinfo: 'skip',
    line: { color: colour, width: theme.highContrast ? 2 : 1.3, dash },
    fillcolor: withAlpha(colour, theme.highContrast ? 0.3 : 0.14),
  };
}

/** The line over an axis: through the places, or from side to side of each bin. */
function outline(values: Float64Array, { low, high }: { low: number; high: number }, isRows: boolean) {
  if (!isRows) return { places: ticks(low, high, values.length), heights: Array.from(values, finite) };
  const edges = ticks(low, high, values.length + 1);
  return {
    places: edges.flatMap((edge, i) => (i === 0 || i === values.length ? [edge] : [edge, edge])),
    heights: Array.from(values).flatMap((value) => [finite(value), finite(value)]),
  };
}

function unpackCurves({ source, x, y }: Marginals, classes: number): Curves {
  const split = (packed: Marginals['x']) => {
    const [k, n] = packed.shape;
    if (packed.shape.length !== 2 || k !== classes)
      throw new RangeError(`curves of shape [${packed.shape}]; expected ${classes}`);
    const all = unpack(packed);
    return Array.from({ length: classes }, (_, c) => all.subarray(c * n!, (c + 1) * n!));
  };
  return { isRows: source === 'rows', x: split(x), y: split(y) };
}

function highest(values: Float64Array): number {
  return values.reduce((most, value) => (value > most && value !== Infinity ? value : most), 0);
}
