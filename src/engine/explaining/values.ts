import { matrix, rowOf } from '../../data/matrix';
import type { Matrix } from '../../data/matrix';
import { logSumExp } from '../math/logSpace';
import type { TrainedModel } from '../training/trained';

/** What of a model is explained. x: [n, d], encoded, NaN where empty -> [n, K]. */
export type ValueFunction = (x: Matrix) => Promise<Matrix>;

/**
 * `log-odds`: log P(y | x) less its mean over the classes, which for a model of P(x, y) is its log joint less its mean.
 * `probability`: P(y | x).
 */
export type Scale = 'log-odds' | 'probability';

/** Stands for the logarithm of a probability that is zero in 64-bit numbers. */
const logZero = -745;

export const valueFunctions: { readonly [scale in Scale]: (model: TrainedModel) => ValueFunction } = {
  probability: (model) => (x) => model.predictProba(x),
  'log-odds': (model) => logOdds(model, logZero),
};

/** log P(y | x) less its mean over the classes; `atZero` stands for log 0. */
export function logOdds(model: TrainedModel, atZero: number): ValueFunction {
  return async (x) => centred(await logPosterior(model, x), atZero);
}

/**
 * The same with log P(y | x) of at least `least` nats: of what is as good as impossible it does not matter how impossible it
 * is. NaN in rows with a probability of zero.
 */
export function boundedLogOdds(model: TrainedModel, least: number): ValueFunction {
  return async (x) => {
    const logs = await logPosterior(model, x);
    logs.data.forEach((value, at) => (logs.data[at] = value === -Infinity ? NaN : Math.max(least, value)));
    return centred(logs, NaN);
  };
}

/** log P(y | x) without underflow where the model has a joint density. [n, d] -> [n, K] */
async function logPosterior(model: TrainedModel, x: Matrix): Promise<Matrix> {
  if (model.fitted.predictProba) {
    const proba = await model.predictProba(x);
    return matrix(proba.rows, proba.columns, proba.data.map(Math.log));
  }
  const out = await model.logJoint(x);
  const shifted = matrix(out.rows, out.columns, out.data.slice());
  for (let i = 0; i < out.rows; i++) {
    const row = rowOf(shifted, i);
    const evidence = logSumExp(row);
    row.forEach((value, k) => (row[k] = evidence === -Infinity ? 0 : value - evidence));
  }
  return shifted;
}

function centred(logs: Matrix, atZero: number): Matrix {
  for (let i = 0; i < logs.rows; i++) {
    const row = rowOf(logs, i);
    row.forEach((value, k) => (row[k] = value === -Infinity ? atZero : value));
    const mean = row.reduce((sum, value) => sum + value, 0) / row.length;
    row.forEach((value, k) => (row[k] = value - mean));
  }
  return logs;
}
