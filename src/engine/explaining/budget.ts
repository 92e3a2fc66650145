import type { Matrix } from '../../data/matrix';
import type { TrainedModel } from '../training/trained';

/** Numbers that an explanation may touch in all: some seconds. */
const work = 1e9;
const evaluations = { least: 2000, most: 1_000_000 };
/** Nodes that a row passes in a tree. */
const depth = 20;
/** No prediction costs less than this many numbers. */
const leastCost = 1000;

/**
 * Numbers that one prediction touches, about: what was learned, or the paths through the trees; with gaps in the rows, a
 * covariance that is taken apart for each of them.
 */
export function predictionCost({ fitted, facts }: TrainedModel, gaps: boolean): number {
  const vectors = fitted.supportVectors?.data.length ?? 0;
  const learned = fitted.forest ? depth * fitted.forest.trees.length : fitted.parameters + vectors;
  const columns = facts.encoding.columns.length;
  return Math.max(leastCost, learned, gaps ? columns ** 3 : columns);
}

/**
 * Predictions of rows like those of `x` that an explanation may ask for. The same on every machine, so that numbers are the
 * same too.
 */
export function evaluationsFor(model: TrainedModel, x: Matrix): number {
  const cost = predictionCost(model, x.data.some(Number.isNaN));
  return Math.max(evaluations.least, Math.min(evaluations.most, Math.floor(work / cost)));
}
