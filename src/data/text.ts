import type { TextPlan } from './plan';
import { defaultText } from './plan';
import { Problem } from './problem';
import type { Column } from './table';
import { textAt } from './table';
import { mostFrequent } from './vocabulary';

/** How texts become counts of words; plain JSON, kept with a trained model. */
export interface TextEncoding {
  /** Words, and runs of up to `ngrams` of them joined by blanks, sorted. */
  vocabulary: string[];
  ngrams: number;
  weights: 'counts' | 'binary' | 'tfidf';
  lowercase: boolean;
  /** Weight of each entry of the vocabulary, for `tfidf`. */
  idf?: number[];
}

/** Two letters or digits at least, in any script; as scikit-learn's default. */
const word = /[\p{L}\p{M}\p{N}_]{2,}/gu;

/**
 * The most frequent words of the given rows (ties by code unit), sorted, of those that are in neither too few nor too many
 * rows. For `tfidf`, idf = log((1 + n) / (1 + rows with
 * the word)) + 1. Throws a `Problem` where there is no word.
 */
export function fitText(column: Column, rows: ArrayLike<number>, plan: TextPlan): TextEncoding {
  const { ngrams, weights, vocabulary: most, min_df, max_df, lowercase } = { ...defaultText, ...plan };
  const counts = new Map<string, number>();
  const documents = new Map<string, number>();
  for (let i = 0; i < rows.length; i++) {
    const grams = gramsOf(textAt(column, rows[i]!) ?? '', ngrams, lowercase);
    for (const gram of grams) counts.set(gram, (counts.get(gram) ?? 0) + 1);
    for (const gram of new Set(grams)) documents.set(gram, (documents.get(gram) ?? 0) + 1);
  }
  if (counts.size === 0)
    throw new Problem(
      'no-words',
      `column ${column.name} has no word of two letters or more in the training rows; name another column in text`,
      ['text', 'column'],
    );
  const least = min_df < 1 ? min_df * rows.length : min_df;
  const utmost = max_df > 1 ? max_df : max_df * rows.length;
  for (const [gram, texts] of documents) if (texts < least || texts > utmost) counts.delete(gram);
  if (counts.size === 0)
    throw new Problem(
      'no-words',
      `column ${column.name} has no word that min_df: ${min_df} and max_df: ${max_df} leave of the ${documents.size} in ${rows.length} training rows; lower min_df or raise max_df`,
      ['text', min_df !== 1 ? 'min_df' : 'max_df'],
    );
  const vocabulary = mostFrequent(counts, most);
  const idf = vocabulary.map((gram) => Math.log((1 + rows.length) / (1 + documents.get(gram)!)) + 1);
  return { vocabulary, ngrams, weights, lowercase, ...(weights === 'tfidf' ? { idf } : {}) };
}

/** Writes a text's numbers to `out[at]` and the following: counts, presence, or tf-idf of length 1. Unknown words count not. */
export function textEncoder({
  vocabulary,
  ngrams,
  weights,
  lowercase,
  idf,
}: TextEncoding): (text: string, out: Float64Array, at: number) => void {
  const position = new Map(vocabulary.map((gram, j) => [gram, j]));
  return (text, out, at) => {
    const own = out.subarray(at, at + vocabulary.length).fill(0);
    for (const gram of gramsOf(text, ngrams, lowercase)) {
      const j = position.get(gram);
      if (j !== undefined) own[j] = weights === 'binary' ? 1 : own[j]! + 1;
    }
    if (!idf) return;
    own.forEach((count, j) => (own[j] = count * idf[j]!));
    const length = Math.hypot(...own.filter((value) => value > 0));
    if (length > 0) own.forEach((value, j) => (own[j] = value / length));
  };
}

/**
 * A text with these numbers: its words, each as often as it is counted, in the order of the vocabulary, as a text's own
 * order is not known; runs of several words are left to the words in them.
 */
export function wordsOf({ vocabulary, weights }: TextEncoding, values: Float64Array): string {
  const timesOf = (value: number) => (weights === 'tfidf' ? Number(value > 0) : Math.max(0, Math.round(value)));
  return vocabulary
    .flatMap((gram, j) => (gram.includes(' ') ? [] : Array<string>(timesOf(values[j]!)).fill(gram)))
    .join(' ');
}

function gramsOf(text: string, ngrams: number, lowercase: boolean): string[] {
  const words: string[] = (lowercase ? text.toLowerCase() : text).match(word) ?? [];
  const grams = [...words];
  for (let n = 2; n <= ngrams; n++)
    for (let from = 0; from + n <= words.length; from++) grams.push(words.slice(from, from + n).join(' '));
  return grams;
}
