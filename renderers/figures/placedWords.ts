import type { FigureOf } from '../../src/protocol/figures';
import { unpack } from '../../src/protocol/packing';
import { shorten } from './text';
import { flow, textWidth } from './textFlow';

type TextAttribution = FigureOf<'text-attribution'>;

export const fontSize = 14;
export const mostCharacters = 40;
/** Pixels of tint beside a word, and kept free at the end of a line for what follows a word closely. */
const pad = 2;
const overhang = 20;

/** A segment as it is drawn: blanks are room, and a word that is too long is cut. */
export const drawn = (segment: string) => shorten(segment.replace(/\s+/g, ' '), mostCharacters);

/** Whether a segment is a word, which has a number, of any model or class. */
function wordsOf(figure: TextAttribution): boolean[] {
  const all = figure.panels.map(({ values }) => unpack(values));
  return figure.segments.map((_, i) => all.some((values) => !Number.isNaN(values[i] ?? NaN)));
}

/** Where the segments stand in lines of this width, and which are words. */
export function placedIn(figure: TextAttribution, width: number) {
  const words = wordsOf(figure);
  const pieces = figure.segments.map((segment, i) => ({
    width: textWidth(drawn(segment), fontSize) + (words[i] ? 2 * pad : 0),
    stays: !words[i] && textWidth(drawn(segment).trim(), fontSize) <= overhang,
    breaks: !words[i] && segment.includes('\n'),
  }));
  return { words, ...flow(pieces, Math.max(80, width - overhang)) };
}
