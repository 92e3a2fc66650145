import type { TrainedModel } from '../training/trained';

/** Numbers that an explanation may touch in all: some seconds. */
const work = 1.5e9;
const evaluations = { least: 20_000, most: 1_000_000 };
/** Nodes that a row passes in a tree. */
const depth = 20;
/** No prediction costs less than this many numbers. */
const leastCost = 1000;

/** Numbers that one prediction touches, about: what was learned, or the paths through the trees. */
export function predictionCost({ fitted, facts }: TrainedModel): number {
  const learned = fitted.forest ? depth * fitted.forest.trees.length : fitted.parameters;
  return Math.max(leastCost, learned, facts.encoding.columns.length);
}

/** Predictions that an explanation may ask for. The same on every machine, so that numbers are the same too. */
export function evaluationsFor(model: TrainedModel): number {
  return Math.max(evaluations.least, Math.min(evaluations.most, Math.floor(work / predictionCost(model))));
}
