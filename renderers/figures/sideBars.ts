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

/** A range that holds 0 and all values, with so many pixels free at its ends: room for the numbers beside bars. */
export function roomyRange(
  low: number,
  high: number,
  pixels: number,
  room: readonly [number, number],
): [number, number] {
  const from = Math.min(0, low);
  const to = Math.max(0, high);
  const perPixel = (to - from || 1) / Math.max(20, pixels - room[0] - room[1]);
  return [from - room[0] * perPixel, to + room[1] * perPixel];
}

/** Pixels that a number beside a bar takes, and none. */
export const numberRoom = { some: 50, none: 6 };

/** How numbers of this size are written: all with the same decimals. */
export function numberWriter(largest: number): (value: number) => string {
  const decimals = largest > 0 ? Math.max(0, Math.min(8, 2 - Math.floor(Math.log10(largest)))) : 2;
  return (value) => {
    const text = Math.abs(value).toFixed(decimals);
    if (Math.abs(value) >= 1e6) return formatNumber(value, 3);
    // what is written as zero has no sign
    return value < 0 && Number(text) !== 0 ? `−${text}` : text;
  };
}

/** The same, with a plus before what is above zero. */
export function signedWriter(largest: number): (value: number) => string {
  const write = numberWriter(largest);
  return (value) => (value > 0 && Number(write(value)) !== 0 ? `+${write(value)}` : write(value));
}

/** Characters of a name that fit beside an axis of this margin. */
export function fittingCharacters(pixels: number): number {
  return Math.max(6, Math.round((pixels - 16) / characterWidth));
}
