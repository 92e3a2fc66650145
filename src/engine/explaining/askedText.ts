import type { EncodedFeature } from '../../data/encoding';
import { wordSpans } from '../../data/wordTokens';
import type { Span } from '../../data/wordTokens';
import type { TrainedModel } from '../training/trained';
import type { AskedRow } from './askedRow';

/** A text that models are asked about, and what of it is left out in turn. */
export interface AskedText {
  column: string;
  text: string;
  /** Words; of a text of one word its characters; of a long text runs of several words. In order. */
  pieces: Span[];
}

/** Pieces of a text, at most: for each of them a model is asked once. */
const mostPieces = 250;

/** The feature that a model reads as a text, in whatever way. */
export function textFeature({ facts }: TrainedModel): EncodedFeature | undefined {
  return facts.encoding.features.find(({ text, tokens, words }) => text ?? tokens ?? words);
}

/** The text of a row that these models read; undefined where they read none, or there is no character in it. */
export function askedText(models: readonly TrainedModel[], { cells }: AskedRow): AskedText | undefined {
  const column = models.flatMap((model) => textFeature(model)?.name ?? [])[0];
  const text = column === undefined ? '' : String(cells[column] ?? '');
  const pieces = piecesOf(text);
  return column === undefined || pieces.length === 0 ? undefined : { column, text, pieces };
}

function piecesOf(text: string): Span[] {
  const words = wordSpans(text);
  const parts = words.length > 1 ? words : charactersOf(text);
  const size = Math.ceil(parts.length / mostPieces);
  return Array.from({ length: Math.ceil(parts.length / Math.max(1, size)) }, (_, i) => {
    const { start } = parts[i * size]!;
    const { end } = parts[Math.min(parts.length, (i + 1) * size) - 1]!;
    return { text: text.slice(start, end), start, end };
  });
}

/** What can be seen of a text, character by character. */
function charactersOf(text: string): Span[] {
  let end = 0;
  return Array.from(text, (character) => ({ text: character, start: end, end: (end += character.length) })).filter(
    (span) => span.text.trim() !== '',
  );
}

/** A text without a piece of it, and without one of the two blanks that stood around it. */
export function withoutPiece(text: string, { start, end }: Span): string {
  const before = text.slice(0, start);
  const after = text.slice(end);
  const blanks = (before === '' || /\s$/u.test(before)) && /^\s/u.test(after);
  return before + (blanks ? after.slice(1) : after);
}

/** A text in the order in which it is read: its pieces and what stands between them. `piece`: which one, -1 for none. */
export function segmentsOf(text: string, pieces: readonly Span[]): { text: string; piece: number }[] {
  const segments: { text: string; piece: number }[] = [];
  let at = 0;
  const add = (to: number, piece: number) => {
    if (to > at) segments.push({ text: text.slice(at, to), piece });
    at = to;
  };
  pieces.forEach(({ start, end }, i) => {
    add(start, -1);
    add(end, i);
  });
  add(text.length, -1);
  return segments;
}
