import { rowOf } from '../data/matrix';
import type { Matrix } from '../data/matrix';
import { logSumExp, softmaxRows } from './math/logSpace';
import type { Classifier, Density, Fitted } from './model';

/** Bayes' rule: P(y | x) = P(x, y) / sum_y' P(x, y'). logJoint: [n, K] -> [n, K], rows sum to one. */
export function posterior(logJoint: Matrix): Matrix {
  return softmaxRows(logJoint);
}

/** log p(x) = log sum_y P(x, y), in nats. logJoint: [n, K] -> [n]. */
export function logEvidence(logJoint: Matrix): Float64Array {
  return Float64Array.from({ length: logJoint.rows }, (_, i) => logSumExp(rowOf(logJoint, i)));
}

/** How a model classifies: by its own P(y | x), else from its joint density; undefined where it has neither. */
export function asClassifier(fitted: Partial<Classifier & Density>): Classifier | undefined {
  if (fitted.predictProba) return { predictProba: (x) => fitted.predictProba!(x) };
  if (fitted.logJoint) return { predictProba: async (x) => posterior(await fitted.logJoint!(x)) };
  return undefined;
}

/** How a model classifies rows with gaps (NaN): the missing features are summed out; undefined where it cannot. */
export function asMarginalClassifier(fitted: Fitted): Classifier | undefined {
  if (!fitted.logJointMarginal) return undefined;
  return { predictProba: async (x) => posterior(await fitted.logJointMarginal!(x)) };
}
