import type { FigureOf } from '../../src/protocol/figures';
import { ticks, unpackMaps, unpackPlaces, unpackPoints, finite, rowsOf, thin } from './arrays';
import { mix } from './colour';
import { encode } from './encoding';
import type { Bag, FigureRenderer, FigureTheme } from './figure';
import { hatching } from './hatching';
import { arrange, axisNames, baseLayout, classLegend, heading, legendOnly } from './panels';
import type { PanelPlan } from './panels';
import { planeAxes } from './planeAxes';
import { byClass, markers, mostMarkers } from './scatter';
import { escapeText, formatPercent, shorten } from './text';

type Uncertainty = FigureOf<'uncertainty'>;

const names = {
  ambiguous: 'ambiguous: high entropy of P(y | x)',
  unfamiliar: 'unfamiliar: low p(x)',
  unseen: 'edge of what was seen',
  sure: 'sure, though never seen',
};
/** Tint of what is as ambiguous, or as unfamiliar, as can be: colours that few classes have. */
const tints = {
  ambiguous: (theme: FigureTheme) => mix(theme.background, encode(theme, 3).colour, theme.dark ? 0.75 : 0.85),
  unfamiliar: (theme: FigureTheme) => mix(theme.background, theme.ink, theme.dark ? 0.34 : 0.42),
};
/** Share of the tint at the threshold: beyond it there is still something to see. */
const tintAtThreshold = 0.45;

function plan(figure: Uncertainty, width: number): PanelPlan {
  return arrange({
    count: figure.ambiguous.length + figure.unfamiliar.length,
    width,
    minWidth: 220,
    maxColumns: 3,
    panelHeight: (panelWidth) => Math.min(380, 0.8 * panelWidth),
    heading: 38,
    legend: [...figure.classes, ...Object.values(names), ...(figure.strange ? [figure.strange.what] : [])],
  });
}

/** A panel of what each model finds ambiguous, then of what each density finds unfamiliar, on the same axes. */
export const uncertainty: FigureRenderer<Uncertainty> = {
  height: (figure, width) => plan(figure, width).height,

  spec(figure, theme, width) {
    const arrangement = plan(figure, width);
    const grid = gridOf(figure);
    const densities = figure.unfamiliar.map(({ logDensity }) => mapOf(logDensity, figure));
    const [first] = figure.unfamiliar;
    const unseen = first && densities[0] && { map: densities[0], threshold: first.threshold };
    const annotations: Bag[] = [];
    const data: Bag[] = [];
    const layout = baseLayout(theme, arrangement, width, { annotations });
    const panels = [
      ...figure.ambiguous.map((panel) => ({
        head: { name: panel.model, beside: 'ambiguous', below: panel.others ?? '' },
        traces: [...ambiguityTraces(figure, panel, theme, grid, unseen)],
      })),
      ...figure.unfamiliar.map((panel, i) => ({
        head: { name: panel.model, beside: 'unfamiliar', below: panel.others ?? '' },
        traces: familiarityTraces(densities[i]!, panel.threshold, theme, grid),
      })),
    ];
    panels.forEach(({ head, traces }, i) => {
      const { x, y } = axisNames(i);
      annotations.push(heading(theme, arrangement, i, head.name, head.beside, head.below));
      data.push(...[...traces, ...rowTraces(figure, theme)].map((trace) => ({ ...trace, xaxis: x, yaxis: y })));
      Object.assign(layout, planeAxes(figure.plane, theme, arrangement, i));
    });
    data.push(...classLegend(theme, figure.classes), ...legend(figure, theme));
    return { data, layout };
  },

  table(figure) {
    const { x, y } = gridOf(figure);
    const entropies = figure.ambiguous.map(({ entropy }) => mapOf(entropy, figure));
    const densities = figure.unfamiliar.map(({ logDensity }) => mapOf(logDensity, figure));
    const rows = y.flatMap((yValue, row) =>
      x.map((xValue, column) => {
        const i = row * x.length + column;
        return [xValue, yValue, ...[...entropies, ...densities].map((map) => finite(map[i]!))];
      }),
    );
    return {
      columns: [
        figure.plane.x.feature,
        figure.plane.y.feature,
        ...figure.ambiguous.map(({ model }) => `entropy by ${model}`),
        ...figure.unfamiliar.map(({ model }) => `log p(x) by ${model}`),
      ],
      rows,
    };
  },
};

interface Grid {
  x: number[];
  y: number[];
}

function gridOf({ plane }: Uncertainty): Grid {
  return {
    x: ticks(plane.x.low, plane.x.high, plane.width),
    y: ticks(plane.y.low, plane.y.high, plane.height),
  };
}

function mapOf(packed: Parameters<typeof unpackMaps>[0], { plane }: Uncertainty): Float64Array {
  return unpackMaps(packed, 1, plane.height, plane.width)[0]!;
}

interface Unseen {
  map: Float64Array;
  threshold: number;
}

function ambiguityTraces(
  figure: Uncertainty,
  panel: Uncertainty['ambiguous'][number],
  theme: FigureTheme,
  grid: Grid,
  unseen: Unseen | undefined,
): Bag[] {
  const entropy = mapOf(panel.entropy, figure);
  const confidence = mapOf(panel.confidence, figure);
  const most = Math.log(Math.max(2, figure.classes.length));
  const heat = tinted(
    theme,
    tints.ambiguous(theme),
    grid,
    entropy.map((value) => value / most),
    (i) => `entropy ${short(entropy[i]!)} nats<br>most probable class ${formatPercent(confidence[i]!, 0)}`,
  );
  if (!unseen) return [heat];
  const sure = Array.from(confidence, (value, i) => value >= figure.confident && unseen.map[i]! < unseen.threshold);
  return [heat, ...hatching(theme, sure, grid.x, grid.y), ...edge(theme, unseen, grid)];
}

function familiarityTraces(map: Float64Array, threshold: number, theme: FigureTheme, grid: Grid): Bag[] {
  const top = map.reduce((high, value) => (value > high && value !== Infinity ? value : high), -Infinity);
  const span = Math.max(1e-9, (top - threshold) / tintAtThreshold);
  const heat = tinted(
    theme,
    tints.unfamiliar(theme),
    grid,
    map.map((value) => (Number.isNaN(value) ? NaN : Math.min(1, Math.max(0, (top - value) / span)))),
    (i) => `log p(x) = ${short(map[i]!)}${map[i]! < threshold ? '<br>never seen' : ''}`,
  );
  return [heat, ...edge(theme, { map, threshold }, grid)];
}

/** For thousands of points: quicker than what follows the customs of a language. */
function short(value: number): string {
  return String(Number(value.toPrecision(3))).replace('-', '−');
}

/** A map of shares from 0 to 1 as tints of one colour. */
function tinted(
  theme: FigureTheme,
  colour: string,
  { x, y }: Grid,
  shares: Float64Array,
  hover: (i: number) => string,
): Bag {
  return {
    type: 'heatmap',
    x,
    y,
    z: rowsOf(shares, y.length, x.length),
    zmin: 0,
    zmax: 1,
    zsmooth: 'fast',
    colorscale: [
      [0, theme.background],
      [1, colour],
    ],
    showscale: false,
    showlegend: false,
    hoverinfo: 'text',
    text: Array.from({ length: y.length }, (_, row) =>
      Array.from({ length: x.length }, (_, column) => hover(row * x.length + column)),
    ),
  };
}

/** Where the density falls below the threshold. */
function edge(theme: FigureTheme, { map, threshold }: Unseen, { x, y }: Grid): Bag[] {
  const lead = map.map((value) => Math.max(-20, value - threshold));
  if (!lead.some((value) => value > 0) || !lead.some((value) => value < 0)) return [];
  return [
    {
      type: 'contour',
      x,
      y,
      z: rowsOf(lead, y.length, x.length),
      autocontour: false,
      contours: { coloring: 'none', start: 0, end: 0, size: 1 },
      line: { color: theme.ink, width: theme.highContrast ? 2.5 : 1.5, dash: 'dash' },
      showscale: false,
      showlegend: false,
      hoverinfo: 'skip',
    },
  ];
}

function rowTraces(figure: Uncertainty, theme: FigureTheme): Bag[] {
  const train = unpackPoints(figure.train);
  const groups = byClass(train, figure.classes.length);
  const rows = [...groups].map(([label, indices]) => ({
    ...markers(theme, label, figure.classes[label] ?? 'no label', [
      { points: train, indices, size: 4.5, opacity: 0.55 },
    ]),
    showlegend: false,
  }));
  return figure.strange ? [...rows, strangeRows(theme, figure.strange)] : rows;
}

function strangeLook(theme: FigureTheme): Bag {
  return { symbol: 'x', size: 7, color: theme.ink, line: { color: theme.background, width: 1 } };
}

function strangeRows(theme: FigureTheme, { what, places }: NonNullable<Uncertainty['strange']>): Bag {
  const { x, y } = unpackPlaces(places);
  const shown = thin(x.length, mostMarkers);
  return {
    type: 'scatter',
    mode: 'markers',
    name: escapeText(shorten(what, 28)),
    x: shown.map((i) => finite(x[i]!)),
    y: shown.map((i) => finite(y[i]!)),
    marker: strangeLook(theme),
    showlegend: false,
    hoverinfo: 'x+y+name',
  };
}

function legend(figure: Uncertainty, theme: FigureTheme): Bag[] {
  const square = (color: string) => ({ symbol: 'square', size: 11, color });
  return [
    legendOnly(names.ambiguous, { mode: 'markers', marker: square(tints.ambiguous(theme)) }),
    legendOnly(names.unfamiliar, { mode: 'markers', marker: square(tints.unfamiliar(theme)) }),
    legendOnly(names.unseen, { mode: 'lines', line: { color: theme.ink, width: 1.5, dash: 'dash' } }),
    legendOnly(names.sure, {
      mode: 'markers',
      marker: { symbol: 'line-ne', size: 12, color: theme.ink, line: { color: theme.ink, width: 1.5 } },
    }),
    ...(figure.strange
      ? [
          legendOnly(escapeText(shorten(figure.strange.what, 28)), {
            mode: 'markers',
            marker: strangeLook(theme),
          }),
        ]
      : []),
  ];
}
