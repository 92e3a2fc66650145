import type { LearningCurve } from './learningCurve';
import { crossingOf, crossingSentence } from './crossing';
import type { Crossing, SizeContrast } from './crossing';
import { contrastOf } from './trials';

/** Two learning curves beside each other. */
export interface Pair {
  first: string;
  second: string;
  crossing?: Crossing;
  sentence: string;
}

/** A generative beside a discriminative model, each with each; models of one family only where there is no other. */
export function pairsOf(curves: readonly LearningCurve[]): Pair[] {
  const all = curves.flatMap((a, i) => curves.slice(i + 1).map((b) => [a, b] as const));
  const mixed = all.filter(([a, b]) => a.model.card.family !== b.model.card.family);
  return (mixed.length > 0 ? mixed : all).flatMap(([a, b]): Pair[] => {
    const contrasts = contrastsOf(a, b);
    if (contrasts.length === 0) return [];
    const [first, second] = [a.model.name, b.model.name];
    const crossing = crossingOf(contrasts);
    return [{ first, second, ...(crossing ? { crossing } : {}), sentence: crossingSentence(first, second, contrasts) }];
  });
}

/** At the sizes that both models have. */
function contrastsOf(a: LearningCurve, b: LearningCurve): SizeContrast[] {
  return a.sizes.flatMap(({ rows, trials }) => {
    const other = b.sizes.find((size) => size.rows === rows);
    const contrast = other && contrastOf(trials, other.trials);
    return contrast ? [{ rows, ...contrast }] : [];
  });
}
