import type { EncodedFeature, Encoding } from '../../data/encoding';
import type { Column } from '../../data/table';
import { textAt } from '../../data/table';
import { autoPieces, hasPieces, noToken, sizesOf, tokenEncoder, tokenizer, unknownPlace } from '../../data/tokens';
import type { TokenEncoding } from '../../data/tokens';
import { counted, grouped, listed } from '../../data/words';
import { wordSpans, wordTokenEncoder } from '../../data/wordTokens';
import type { WordEncoding } from '../../data/wordTokens';

/** How a text is read, in order. */
interface Reading {
  length: number;
  encode: ReturnType<typeof tokenEncoder>;
  /** Units of a whole text. */
  sizeOf(text: string): number;
  unit: string;
  /** What may be too rare to be told apart, and how many are. */
  told: { unit: string; count: number };
  /** What reads more of long texts. */
  advice: string;
}

/** What a model that reads a text in its order does not see: long ends, rare tokens, other features. */
export function textNotes({ features: encoded }: Encoding, features: readonly Column[], rows: Int32Array): string[] {
  const [first] = encoded as [EncodedFeature];
  const column = features.find((feature) => feature.name === first.name);
  const reading = readingOf(first);
  if (!column || !reading) return [];
  const { length, encode, sizeOf, unit, told, advice } = reading;
  const place = new Float64Array(length);
  let [long, unknown] = [0, 0];
  for (const row of rows) {
    const text = textAt(column, row) ?? '';
    if (sizeOf(text) > length) long++;
    encode(text, place, 0);
    for (let t = 0; t < length && place[t] !== noToken; t++) if (place[t] === unknownPlace) unknown++;
  }
  const others = features.filter((feature) => feature !== column).map((feature) => feature.name);
  return [
    ...(long > 0
      ? [
          `${counted(long, 'training text is', 'training texts are')} longer than ${length} ${unit} and read up to there${advice}.`,
        ]
      : []),
    ...(unknown > 0
      ? [
          `Only the ${grouped(told.count)} most frequent ${told.unit} are told apart: ${grouped(unknown)} rare ${told.unit} are read as one.`,
        ]
      : []),
    ...(others.length > 0 ? [`It reads the text only; other features are not read: ${listed(others)}.`] : []),
  ];
}

function readingOf({ tokens, words }: EncodedFeature): Reading | undefined {
  if (words) return readingOfWords(words);
  return tokens && readingOfTokens(tokens);
}

function readingOfWords(words: WordEncoding): Reading {
  const { vocabulary, length } = words;
  return {
    length,
    encode: wordTokenEncoder(words),
    sizeOf: (text) => wordSpans(text).length,
    unit: 'words',
    told: { unit: 'words', count: vocabulary.length - 1 },
    advice: '',
  };
}

function readingOfTokens(tokens: TokenEncoding): Reading {
  const { vocabulary, length } = tokens;
  const whole = tokenizer({ vocabulary, length: Infinity });
  const letters = sizesOf(tokens).filter((size) => size === 1).length;
  const pieces = hasPieces(tokens);
  return {
    length,
    encode: tokenEncoder(tokens),
    sizeOf: (text) => whole(text).length,
    unit: pieces ? 'tokens (characters and pieces of words)' : 'characters',
    told: { unit: 'characters', count: letters - 1 },
    advice: pieces ? '' : `; pieces: ${autoPieces} reads further`,
  };
}
