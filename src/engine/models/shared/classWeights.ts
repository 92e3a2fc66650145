import { unknown } from '../../../data/problem';
import type { Parameter } from '../../../protocol/cards';
import type { Options, TrainingData } from '../../model';
import { countRows } from './priors';

export const classWeightParameter: Parameter = {
  name: 'class_weight',
  type: 'perClass',
  default: 'none',
  words: [
    { value: 'none', doc: 'all rows alike' },
    { value: 'balanced', doc: 'n / (K n_k): each of the K classes as much as any other, however few its rows' },
  ],
  doc: 'How much a row of each class counts in the fit, as in {rare: 5}; classes that are not named count 1. Probabilities follow: a class that counts more seems more frequent.',
};

/** What a row of each class counts: [K]; 0 for a class without rows where they are balanced. */
export function classWeights({ class_weight: given }: Options, { y, classes, classNames }: TrainingData): Float64Array {
  const weights = new Float64Array(classes).fill(1);
  if (given === 'balanced') {
    const counts = countRows(y, classes);
    const present = counts.filter((count) => count > 0).length;
    return weights.map((_, k) => (counts[k] === 0 ? 0 : y.length / (present * counts[k]!)));
  }
  if (typeof given !== 'object') return weights;
  for (const [name, weight] of Object.entries(given as { [name: string]: number })) {
    const k = classNames.indexOf(name);
    if (k < 0) throw unknown('class', name, classNames, ['class_weight', name]);
    weights[k] = weight;
  }
  return weights;
}
