import { contrast, mix, readable } from './colour';
import { encode } from './encoding';
import type { FigureTheme } from './figure';

/** Text on the strongest tint still reads (WCAG 2.2, AA). */
const textContrast = 4.5;
/** Share of a side's own colour in the strongest tint: as large as the theme's text allows, within these. */
const strongestTint = { least: 0.3, most: 0.7 };

/** What the numbers of words are drawn between. */
export interface TintRange {
  /** Without colour; 0 where numbers have a sign. */
  least: number;
  /** Of full colour, on both sides of 0. */
  most: number;
}

/** The range of numbers; without a sign, from the least of them, as shares of a whole are much alike. */
export function tintRange(values: Float64Array, isSigned: boolean): TintRange {
  const sizes = [...values].filter((value) => !Number.isNaN(value)).map(Math.abs);
  const most = sizes.reduce((a, b) => Math.max(a, b), 0);
  return { least: isSigned ? 0 : sizes.reduce((a, b) => Math.min(a, b), most), most };
}

/** What is behind a word, and the word on it. */
export interface Tint {
  fill: string;
  ink: string;
}

/** Colours for numbers: from the background to a side's own colour, on which the text always reads. */
export function tints(theme: FigureTheme, { least, most }: TintRange): (value: number) => Tint {
  const strongest = [0, 1].map((side) => strongestOf(theme, encode(theme, side).colour));
  return (value) => {
    const side = value < 0 ? 1 : 0;
    const share = most > least ? (Math.abs(value) - least) / (most - least) : 0;
    const fill = mix(theme.background, encode(theme, side).colour, strongest[side]! * share);
    return { fill, ink: contrast(theme.ink, fill) >= textContrast ? theme.ink : readable(fill) };
  };
}

function strongestOf(theme: FigureTheme, colour: string): number {
  let share = strongestTint.most;
  while (share > strongestTint.least && contrast(theme.ink, mix(theme.background, colour, share)) < textContrast)
    share -= 0.02;
  return share;
}
