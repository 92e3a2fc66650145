import { withAlpha } from './colour';
import { encode } from './encoding';
import type { Bag, FigureTheme } from './figure';
import { patterns } from './patterns';
import { escapeText, shorten } from './text';

/** The mark of a state in a legend. */
export function stateMarker(theme: FigureTheme, state: number): Bag {
  const { colour } = encode(theme, state);
  return { symbol: 'square', size: 11, color: withAlpha(colour, 0.75), line: { color: colour, width: 1 } };
}

/** Runs of one state as bars: a hatched band with its letter, and a faint tint over the whole height. */
export function stateBand(
  theme: FigureTheme,
  names: readonly string[],
  path: Float64Array,
  { low, size, high }: { low: number; size: number; high: number },
  where: Bag,
): Bag[] {
  const runs = runsOf(path);
  return names.flatMap((name, s) => {
    const own = runs.filter(({ state }) => state === s);
    if (own.length === 0) return [];
    const { colour } = encode(theme, s);
    const bars = (from: number, to: number, rest: Bag): Bag => ({
      ...where,
      type: 'bar',
      orientation: 'h',
      legendgroup: `state ${s}`,
      base: own.map(({ start }) => start + 0.5),
      x: own.map(({ length }) => length),
      y: own.map(() => (from + to) / 2),
      width: own.map(() => to - from),
      ...rest,
    });
    return [
      bars(low + size, high, { marker: { color: withAlpha(colour, theme.dark ? 0.2 : 0.13) }, hoverinfo: 'skip' }),
      bars(low, low + size, {
        marker: {
          color: withAlpha(colour, 0.75),
          line: { color: colour, width: 1 },
          pattern: { shape: patterns[s % patterns.length]!, size: 6, solidity: 0.2 },
        },
        text: own.map(() => escapeText(shorten(name, 12))),
        textposition: 'inside',
        insidetextanchor: 'middle',
        textangle: 0,
        insidetextfont: { color: theme.ink, size: 11 },
        name: escapeText(shorten(`state ${name}`, 28)),
        hovertext: own.map(({ start, length }) => `steps ${start + 1} to ${start + length}`),
        hovertemplate: '%{hovertext}',
      }),
    ];
  });
}

function runsOf(path: Float64Array): { state: number; start: number; length: number }[] {
  const runs: { state: number; start: number; length: number }[] = [];
  path.forEach((state, t) => {
    const last = runs.at(-1);
    if (last?.state === state) last.length++;
    else runs.push({ state, start: t, length: 1 });
  });
  return runs;
}
