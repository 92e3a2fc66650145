import type { Span } from '../../data/wordTokens';
import { pack } from '../../protocol/packing';
import type { FigureOf } from '../../protocol/figures';
import { segmentsOf } from '../explaining/askedText';

type TextAttribution = FigureOf<'text-attribution'>;

/** What a model says of each piece of a text. */
export interface TextPanel {
  model: string;
  beside: string;
  /** `values[class][piece]`; one row where they are of no class. */
  values: ArrayLike<number>[];
}

/** Characters of what stands between two words, at most. */
const mostBetween = 200;

/** A text with the numbers of its pieces by each model. */
export function textAttribution(
  { text, pieces }: { text: string; pieces: readonly Span[] },
  panels: readonly TextPanel[],
  head: Pick<TextAttribution, 'title' | 'summary' | 'classes' | 'shown' | 'measure'>,
): TextAttribution {
  const segments = segmentsOf(text, pieces);
  return {
    kind: 'text-attribution',
    ...head,
    segments: segments.map((segment) => segment.text.slice(0, mostBetween)),
    panels: panels.map(({ model, beside, values }) => ({
      model,
      beside,
      values: pack(
        'f32',
        values.flatMap((own) => segments.map(({ piece }) => (piece < 0 ? NaN : own[piece]!))),
        [values.length, segments.length],
      ),
    })),
  };
}
