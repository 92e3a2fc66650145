import type { FigureOf } from '../../src/protocol/figures';
import { unpack } from '../../src/protocol/packing';
import { extent, finite } from './arrays';
import { withAlpha } from './colour';
import { encode } from './encoding';
import type { Bag, FigureRenderer, FigureTheme } from './figure';
import { arrange, axis, axisNames, axisTitle, baseLayout, heading, legendOnly, place } from './panels';
import { stateBand, stateMarker } from './stateBand';
import { escapeText, fit, formatNumber, shorten } from './text';

type StatePath = FigureOf<'state-path'>;

/** Columns of numbers drawn at once; the table has them all. */
const shownColumns = 4;
/** The band of states below what is observed, as shares of the height of the panel. */
const band = { size: 0.16, gap: 0.06 };

const plan = (figure: StatePath, width: number) =>
  arrange({
    count: figure.sequences.length,
    width,
    minWidth: 360,
    maxColumns: 2,
    panelHeight: () => 128 + Math.min(40, 8 * (figure.symbols?.length ?? 0)),
    heading: 34,
    legend: [...figure.states.map((state) => `state ${state}`), ...(figure.columns.length > 1 ? shown(figure) : [])],
    ownTicks: true,
    left: figure.symbols ? 84 : 58,
    bottom: 40,
  });

const shown = ({ columns }: StatePath) => columns.slice(0, shownColumns);

/** One panel per sequence: what is observed over the steps, and below it the state of each step by colour, hatching and letter. */
export const statePath: FigureRenderer<StatePath> = {
  height: (figure, width) => plan(figure, width).height,

  spec(figure, theme, width) {
    const arrangement = plan(figure, width);
    const data: Bag[] = [
      ...figure.states.map((state, s) =>
        legendOnly(escapeText(shorten(`state ${state}`, 28)), {
          mode: 'markers',
          marker: stateMarker(theme, s),
          legendgroup: `state ${s}`,
        }),
      ),
      ...(figure.columns.length > 1
        ? shown(figure).map((column, j) =>
            legendOnly(escapeText(shorten(column, 28)), {
              mode: 'lines',
              line: { color: theme.ink, dash: encode(theme, j).dash },
            }),
          )
        : []),
    ];
    const layout = baseLayout(theme, arrangement, width, {
      barmode: 'overlay',
      annotations: figure.sequences.map((sequence, i) =>
        heading(theme, arrangement, i, sequence.name, ...told(figure, sequence)),
      ),
    });
    figure.sequences.forEach((sequence, i) => {
      const axes = axisNames(i);
      const at = place(arrangement, i);
      const { steps, series, path } = read(figure, sequence);
      const [low, high] = figure.symbols ? [-0.6, figure.symbols.length - 0.4] : padded(extent(...series) ?? [0, 1]);
      const size = (band.size / (1 - band.size - band.gap)) * (high - low);
      const bottom = low - size * (1 + band.gap / band.size);
      const where = { xaxis: axes.x, yaxis: axes.y, showlegend: false };
      data.push(...stateBand(theme, figure.states, path, { low: bottom, size, high }, where));
      series
        .slice(0, shownColumns)
        .forEach((values, j) => data.push({ ...where, ...observed(theme, figure, values, j) }));
      Object.assign(layout, {
        [axes.xaxis]: axis(theme, {
          domain: at.x,
          anchor: axes.y,
          range: [0.4, steps + 0.6],
          nticks: Math.min(8, steps),
          ...(at.isBottom ? { title: axisTitle(theme, 'step', 200) } : {}),
        }),
        [axes.yaxis]: axis(theme, {
          domain: at.y,
          anchor: axes.x,
          range: [bottom, high],
          ...(figure.symbols
            ? { tickvals: figure.symbols.map((_, v) => v), ticktext: figure.symbols.map((symbol) => fit(symbol, 74)) }
            : {
                nticks: 5,
                ...(at.isLeft
                  ? { title: axisTitle(theme, figure.unit ?? figure.columns[0]!, arrangement.panelHeight) }
                  : {}),
              }),
        }),
      });
    });
    return { data, layout };
  },

  table(figure) {
    const rows = figure.sequences.flatMap((sequence) => {
      const { steps, series, path } = read(figure, sequence);
      return Array.from({ length: steps }, (_, t) => [
        sequence.name,
        t + 1,
        ...series.map((values) => (figure.symbols ? (figure.symbols[values[t]!] ?? null) : finite(values[t]!))),
        figure.states[path[t]!] ?? null,
      ]);
    });
    return { columns: ['sequence', 'step', ...figure.columns, 'state'], rows };
  },
};

/** Steps drawn, each column over them, and the state of each. Throws a `RangeError` where the sizes do not agree. */
function read({ columns }: StatePath, { values, path }: StatePath['sequences'][number]) {
  const all = unpack(values);
  const states = unpack(path);
  const steps = states.length;
  if (all.length !== steps * columns.length)
    throw new RangeError(`${all.length} values for ${steps} steps of ${columns.length}`);
  const series = columns.map((_, j) => states.map((__, t) => all[t * columns.length + j]!));
  return { steps, series, path: states };
}

/** The classes beside the name, and below it what else is known. */
function told(
  { classes }: StatePath,
  { label, predicted, logDensity, steps, path }: StatePath['sequences'][number],
): [string, string] {
  const [name, guess] = [classes[label], predicted === undefined ? undefined : classes[predicted]];
  const beside =
    guess === undefined
      ? (name ?? '')
      : name === guess
        ? `${name}, recognised`
        : `${name ?? 'no label'}, taken for ${guess}`;
  const drawn = path.shape[0] ?? 0;
  const below = [
    ...(logDensity === undefined ? [] : [`log p(x) = ${formatNumber(logDensity)}`]),
    drawn < steps ? `first ${drawn} of ${formatNumber(steps, 9)} steps` : `${steps} ${steps === 1 ? 'step' : 'steps'}`,
  ];
  return [beside, below.join(', ')];
}

function padded([low, high]: [number, number]): [number, number] {
  const pad = high > low ? 0.08 * (high - low) : Math.max(0.5, 0.1 * Math.abs(high));
  return [low - pad, high + pad];
}

function observed(theme: FigureTheme, { symbols, columns }: StatePath, values: Float64Array, column: number): Bag {
  const lines = {
    color: withAlpha(theme.ink, symbols ? 0.35 : 0.8),
    width: symbols ? 1 : theme.highContrast ? 2.5 : 1.5,
    dash: encode(theme, column).dash,
  };
  return {
    type: 'scatter',
    mode: 'lines+markers',
    name: escapeText(shorten(columns[column]!, 28)),
    x: Array.from(values, (_, t) => t + 1),
    y: Array.from(values, finite),
    connectgaps: false,
    line: lines,
    marker: { color: theme.ink, size: symbols ? 7 : 4 },
    ...(symbols
      ? {
          text: Array.from(values, (code) => escapeText(shorten(symbols[code] ?? '', 40))),
          hovertemplate: 'step %{x}: %{text}',
        }
      : { hovertemplate: 'step %{x}: %{y:.4g}' }),
  };
}
