import { rowOf } from '../../data/matrix';
import type { Matrix } from '../../data/matrix';
import type { ResultTable } from '../../protocol/result';
import type { TrainedModel } from '../training/trained';

/** Words that are told of each class. */
const most = 10;

/**
 * The words that speak most for each class, by every model that has weights of words: how much more a word adds to the
 * log probability of the class than to that of the others on average; with two classes, to the log odds.
 */
export function topWords(models: readonly TrainedModel[]): ResultTable[] {
  const rows = models.flatMap(({ name, facts, fitted }) => {
    const words = facts.encoding.columns.flatMap(({ word }, j) => (word === undefined ? [] : [{ word, j }]));
    const weights = words.length > 0 ? fitted.featureWeights?.() : undefined;
    if (!weights) return [];
    return facts.target.classes.flatMap((label, k) =>
      words
        .map(({ word, j }) => ({ word, weight: contrast(weights, k, j) }))
        .filter(({ weight }) => weight > 0)
        .sort((a, b) => b.weight - a.weight)
        .slice(0, most)
        .map(({ word, weight }) => [name, label, word, weight]),
    );
  });
  return rows.length === 0 ? [] : [{ name: 'top-words', columns: ['model', 'class', 'word', 'weight'], rows }];
}

/** The weight in class k less its mean in the other classes. */
function contrast(weights: Matrix, k: number, j: number): number {
  const { rows: classes } = weights;
  let others = 0;
  for (let other = 0; other < classes; other++) if (other !== k) others += rowOf(weights, other)[j]!;
  return rowOf(weights, k)[j]! - others / Math.max(1, classes - 1);
}
