import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { matrix } from '../../src/data/matrix';
import type { Matrix } from '../../src/data/matrix';
import type { TrainingData } from '../../src/engine/model';

interface TextBlock {
  logreg: { accuracy: number; logloss: number; top_words?: TopWords };
  multinomial_nb: TextScores;
  bernoulli_nb: TextScores;
}

interface TextScores {
  class_log_prior: number[];
  log_joint10: number[][];
  accuracy: number;
  logloss: number;
  mean_logpx?: number;
  top_words?: TopWords;
}

/** By class, the words with the largest log odds for it; signs are those of the second class. */
interface TopWords {
  [label: string]: [word: string, weight: number][];
}

interface TextReference {
  texts: string[];
  labels: number[];
  classes: string[];
  train_idx: number[];
  test_idx: number[];
  unigram: TextBlock;
  uni_bigram: TextBlock;
}

const { text_tiny: reference } = JSON.parse(
  readFileSync(join('test', 'fixtures', 'reference', 'reference.json'), 'utf8'),
) as { text_tiny: TextReference };

/** The texts as a file with the columns text, label and fold. */
export function textFile(): string {
  const { texts, labels, classes, test_idx } = reference;
  const rows = texts.map((text, i) => [text, classes[labels[i]!], test_idx.includes(i) ? 'test' : 'train'].join(','));
  return ['text,label,fold', ...rows].join('\n');
}

/** Counts of words, or of words and adjacent pairs, that the training texts have. */
export function textReference(block: 'unigram' | 'uni_bigram'): {
  train: TrainingData;
  test: { x: Matrix; y: Int32Array };
  expected: TextBlock;
} {
  const { texts, labels, classes, train_idx, test_idx } = reference;
  const grams = texts.map((text) => {
    const words = text.split(' ');
    return block === 'unigram' ? words : [...words, ...words.slice(1).map((word, i) => `${words[i]} ${word}`)];
  });
  const vocabulary = [...new Set(train_idx.flatMap((row) => grams[row]!))].sort();
  const part = (rows: number[]) => {
    const x = matrix(rows.length, vocabulary.length);
    rows.forEach((row, i) => {
      for (const gram of grams[row]!) {
        const j = vocabulary.indexOf(gram);
        if (j >= 0) x.data[i * x.columns + j]! += 1;
      }
    });
    return { x, y: Int32Array.from(rows, (row) => labels[row]!) };
  };
  const columns = vocabulary.map((feature) => ({ feature, mean: 0, scale: 1 }));
  return {
    train: { ...part(train_idx), classes: classes.length, classNames: classes, columns },
    test: part(test_idx),
    expected: reference[block],
  };
}
