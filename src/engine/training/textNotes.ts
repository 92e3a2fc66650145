import type { Encoding } from '../../data/encode';
import type { Column } from '../../data/table';
import { textAt } from '../../data/table';
import { noToken, tokenEncoder, unknownPlace } from '../../data/tokens';
import { counted, grouped, listed } from '../../data/words';
import { wordSpans, wordTokenEncoder } from '../../data/wordTokens';

/** What a model that reads a text in its order does not see: long ends, rare tokens, other features. */
export function textNotes({ features: encoded }: Encoding, features: readonly Column[], rows: Int32Array): string[] {
  const [{ name, tokens, words }] = encoded as [Encoding['features'][number]];
  const column = features.find((feature) => feature.name === name);
  const read = tokens ?? words;
  if (!column || !read) return [];
  const { length } = read;
  const encode = words ? wordTokenEncoder(words) : tokenEncoder(tokens!);
  const sizeOf = (text: string) => (words ? wordSpans(text).length : [...text].length);
  const place = new Float64Array(length);
  let [long, unknown] = [0, 0];
  for (const row of rows) {
    const text = textAt(column, row) ?? '';
    if (sizeOf(text) > length) long++;
    encode(text, place, 0);
    for (let t = 0; t < length && place[t] !== noToken; t++) if (place[t] === unknownPlace) unknown++;
  }
  const [unit, unseen] = words ? ['words', 'rare words'] : ['characters', 'rare characters'];
  const others = features.filter((feature) => feature !== column).map((feature) => feature.name);
  return [
    ...(long > 0
      ? [
          `${counted(long, 'training text is', 'training texts are')} longer than ${length} ${unit} and read up to there.`,
        ]
      : []),
    ...(unknown > 0
      ? [
          `Only the ${grouped(read.vocabulary.length - 1)} most frequent ${unit} are told apart: ${grouped(unknown)} ${unseen} are read as one.`,
        ]
      : []),
    ...(others.length > 0 ? [`It reads the text only; other features are not read: ${listed(others)}.`] : []),
  ];
}
