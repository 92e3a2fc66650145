import type { Bag, FigureTheme } from './figure';
import { axis, axisTitle } from './panels';
import { escapeText, formatNumber, shorten } from './text';

/** Horizontal bars of features: what all figures of this form share. */

export const rowHeight = 26;
const characterWidth = 6.6;
const mostCharacters = 30;

/** Pixels that the longest of the names takes beside an axis. */
export function labelWidth(names: readonly string[], most = mostCharacters): number {
  const longest = names.reduce((length, name) => Math.max(length, Math.min(most, Array.from(name).length)), 4);
  return Math.round(longest * characterWidth + 16);
}

/** An axis with a name at each whole number from 0 on, the first at the top. */
export function nameAxis(theme: FigureTheme, names: readonly string[], rest: Bag, most = mostCharacters): Bag {
  return axis(theme, {
    range: [names.length - 0.5, -0.5],
    tickvals: names.map((_, i) => i),
    ticktext: names.map((name) => escapeText(shorten(name, most))),
    tickfont: { color: theme.ink, size: 12 },
    ticks: '',
    mirror: false,
    showline: false,
    fixedrange: true,
    ...rest,
  });
}

/** Axis of values with a line at zero. */
export function valueAxis(theme: FigureTheme, title: string, pixels: number, rest: Bag): Bag {
  return axis(theme, {
    title: axisTitle(theme, title, pixels),
    zeroline: true,
    zerolinecolor: theme.muted,
    zerolinewidth: 1,
    mirror: false,
    nticks: 6,
    ...rest,
  });
}

/** The range of values with room for a number at the end of each bar. */
export function roomyRange(low: number, high: number, share = 0.24): [number, number] {
  const from = Math.min(0, low);
  const to = Math.max(0, high);
  const span = to - from || 1;
  return [from < 0 ? from - share * span : from - 0.03 * span, to > 0 ? to + share * span : to + 0.03 * span];
}

/** With its sign, also a plus. */
export function signed(value: number): string {
  const text = formatNumber(value, 3);
  return value > 0 ? `+${text}` : text;
}
