import { rowOf } from '../../data/matrix';
import { hasPieces, tokensOf, unknownToken } from '../../data/tokens';
import type { TokenEncoding } from '../../data/tokens';
import { listed } from '../../data/words';
import type { FigureOf } from '../../protocol/figures';
import { pack } from '../../protocol/packing';
import type { Alternatives } from '../model';
import type { Written } from './writtenTexts';

/** Tokens in the figure: of long texts it shows fewer. */
const mostTokensDrawn = 600;

/** The first texts of each model, with what else could stand at each place. */
export function figureOf(done: readonly Written[], whole: boolean, drawn: number): FigureOf<'token-probabilities'> {
  const pieces = done.some(({ tokens }) => hasPieces(tokens));
  const lines = done.flatMap(({ model, tokens, x, labels, logProba, alternatives }) => {
    const texts = Array.from({ length: Math.min(drawn, x.rows) }, (_, i) => tokensOf(tokens, rowOf(x, i)));
    return fewTokens(texts, mostTokensDrawn / done.length).map((parts, i) => {
      const kind = whole ? model.name : model.facts.target.classes[labels[i]!]!;
      return {
        heading: done.length > 1 && !whole ? `${model.name}: ${kind}` : kind,
        tokens: parts,
        values: pack(
          'f32',
          parts.map((_, t) => Math.exp(rowOf(logProba, i)[t]!)),
        ),
        hints: parts.map((_, t) => hintOf(alternatives, tokens, i * x.columns + t)),
      };
    });
  });
  return {
    kind: 'token-probabilities',
    title: 'Generated texts',
    summary: `Texts that ${listed(done.map(({ model }) => model.name))} wrote; each ${pieces ? 'piece of a word' : 'character'} with its probability, given those before it.`,
    measure: pieces ? 'P(next piece)' : 'P(next character)',
    lines,
  };
}

/** The first text, and those after it as long as all together have few tokens. */
function fewTokens(texts: readonly string[][], most: number): string[][] {
  let count = 0;
  return texts.filter((tokens, i) => (count += tokens.length) <= most || i === 0);
}

/** What could stand at a place: "e 41 %, a 20 %, end 5 %". */
function hintOf(
  { count, tokens: likeliest, proba }: Alternatives,
  { vocabulary }: TokenEncoding,
  place: number,
): string {
  return Array.from({ length: Math.min(count, vocabulary.length + 1) }, (_, c) => {
    const token = likeliest[place * count + c]!;
    return `${token === vocabulary.length ? 'end' : readable(vocabulary[token] ?? unknownToken)} ${(100 * proba[place * count + c]!).toFixed(0)} %`;
  }).join(', ');
}

/** A token whose blanks are seen. */
export function readable(token: string): string {
  return token === ' ' ? 'blank' : token.replaceAll(' ', '␣').replaceAll('\n', '⏎').replaceAll('\t', '⇥');
}
