import type { FigureOf } from '../../src/protocol/figures';
import { withAlpha } from './colour';
import { encode } from './encoding';
import type { Bag, FigureTheme } from './figure';
import { axisTitle } from './panels';
import { patterns } from './patterns';
import { escapeText, fit, shorten } from './text';

type HiddenStates = FigureOf<'hidden-states'>;
type Chain = HiddenStates['chains'][number];

/** Plotly's names of the axes of a panel. */
interface Where {
  x: string;
  y: string;
}

/** Bars of symbols, a bell curve of one number, or means with one standard deviation of several. */
export function emissions(theme: FigureTheme, figure: HiddenStates, chain: Chain, { x, y }: Where): Bag[] {
  return figure.states.map((state, s) => {
    const { colour, dash, symbol } = encode(theme, s);
    const common = {
      xaxis: x,
      yaxis: y,
      name: escapeText(shorten(`state ${state}`, 28)),
      legendgroup: `state ${s}`,
      showlegend: false,
    };
    const [means, deviations] = [chain.means?.[s] ?? [], chain.deviations?.[s] ?? []];
    if (figure.symbols)
      return {
        ...common,
        type: 'bar',
        x: figure.symbols.map((_, v) => v),
        y: chain.symbols?.[s] ?? [],
        marker: {
          color: withAlpha(colour, 0.75),
          line: { color: colour, width: 1 },
          pattern: { shape: patterns[s % patterns.length]!, size: 5, solidity: 0.25 },
        },
        hovertemplate: '%{y:.1%}',
      };
    if (figure.columns.length > 1)
      return {
        ...common,
        type: 'scatter',
        mode: 'markers',
        x: means.map((_, j) => j + (s - (figure.states.length - 1) / 2) * (0.6 / figure.states.length)),
        y: means,
        error_y: { type: 'data', array: deviations, color: colour, thickness: 1.5, width: 4 },
        marker: { color: colour, symbol, size: 9 },
        hovertemplate: '%{y:.4g}',
      };
    const curve = bell(figure, means[0] ?? 0, deviations[0] ?? 1);
    return {
      ...common,
      type: 'scatter',
      mode: 'lines',
      ...curve,
      line: { color: colour, width: theme.highContrast ? 3 : 2, dash },
      fill: 'tozeroy',
      fillcolor: withAlpha(colour, theme.dark ? 0.22 : 0.16),
      hovertemplate: '%{x:.4g}',
    };
  });
}

/** All classes have the same axis of shares; the height of a bell curve says nothing that its width does not. */
export function valueRange({ symbols, columns, chains }: HiddenStates): Bag {
  if (!symbols) return columns.length > 1 ? {} : { rangemode: 'tozero' };
  const largest = chains
    .flatMap((chain) => chain.symbols ?? [])
    .flat()
    .reduce((most, share) => Math.max(most, share), 0);
  return { range: [0, 1.06 * largest || 1] };
}

/** Three standard deviations of every state of the figure fit; all classes have the same axis. */
function numberRange({ chains }: HiddenStates): [number, number] {
  const ends = chains.flatMap(({ means = [], deviations = [] }) =>
    means.flatMap((row, s) => [-3, 3].map((z) => (row[0] ?? 0) + z * (deviations[s]?.[0] ?? 1))),
  );
  const low = ends.reduce((least, end) => Math.min(least, end), Infinity);
  const high = ends.reduce((most, end) => Math.max(most, end), -Infinity);
  return low < high ? [low, high] : [0, 1];
}

function bell(figure: HiddenStates, mean: number, deviation: number): { x: number[]; y: number[] } {
  const [low, high] = numberRange(figure);
  // even steps over the axis, and more of them where a narrow state would fall between two
  const even = Array.from({ length: 121 }, (_, i) => low + (i * (high - low)) / 120);
  const own = Array.from({ length: 41 }, (_, i) => mean + deviation * (i - 20) * 0.2);
  const x = [...even, ...own].filter((value) => value >= low && value <= high).sort((a, b) => a - b);
  return { x, y: x.map((value) => Math.exp(-0.5 * ((value - mean) / deviation) ** 2) / deviation) };
}

export function valueTicks(theme: FigureTheme, figure: HiddenStates, panelWidth: number): Bag {
  const names = figure.symbols ?? figure.columns;
  if (!figure.symbols && figure.columns.length === 1)
    return { range: numberRange(figure), nticks: 6, title: axisTitle(theme, figure.columns[0]!, panelWidth) };
  const room = panelWidth / Math.max(1, names.length);
  return {
    tickvals: names.map((_, v) => v),
    ticktext: names.map((name) => fit(name, Math.max(room, 40), 6)),
    tickangle: room < 40 ? -40 : 0,
    ticks: '',
  };
}
