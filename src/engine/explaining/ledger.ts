import { matrix, rowOf } from '../../data/matrix';
import type { Matrix } from '../../data/matrix';
import { logSumExp } from '../math/logSpace';
import { posterior } from '../posterior';
import type { TrainedModel } from '../training/trained';
import type { Player } from './players';

/** log p(y) + sum_j log p(x_j | y) - log p(x) = log P(y | x), term by term, in the units of the file. */
export interface Ledger {
  /** log P(y): [K]. */
  logPrior: Float64Array;
  /** log p(x_j | y), or log p(x_j | x_1 ... x_{j-1}, y) where features depend on each other: [P, K]. NaN after a term of -Infinity. */
  terms: Matrix;
  /** log p(x, y): [K]. */
  logJoint: Float64Array;
  /** log p(x). */
  logEvidence: number;
  /** P(y | x): [K]. */
  posterior: Float64Array;
  /** Features are independent within each class, so that their order does not matter. */
  isFactored: boolean;
}

/** Terms that differ by less, relative to their size, are equal. */
const tolerance = 1e-9;

/** The ledger of one row, whose empty features are summed out; undefined where the model cannot sum out features. */
export async function ledgerOf(
  model: TrainedModel,
  row: Float64Array,
  players: readonly Player[],
): Promise<Ledger | undefined> {
  if (!model.takesGaps) return undefined;
  const { logPrior } = model;
  // densities are of the file's units; columns after the end of a sequence have none
  const scaleOf = (columns: Int32Array) =>
    columns.reduce((sum, j) => sum + (Number.isNaN(row[j]!) ? 0 : Math.log(model.facts.encoding.columns[j]!.scale)), 0);
  const count = players.length;
  // with the first 0, 1, ... features, then with each of them alone
  const rows = matrix(2 * count + 1, row.length);
  rows.data.fill(NaN);
  players.forEach(({ columns }, p) => {
    for (const j of columns) {
      for (let more = p + 1; more <= count; more++) rows.data[more * row.length + j] = row[j]!;
      rows.data[(count + 1 + p) * row.length + j] = row[j]!;
    }
  });
  const joints = await model.logJoint(rows);
  const classes = logPrior.length;
  const terms = matrix(count, classes);
  const prefixes = matrix(count + 1, classes, joints.data.slice(0, (count + 1) * classes));
  rowOf(prefixes, 0).set(logPrior);
  let isFactored = true;
  players.forEach(({ columns }, p) => {
    const logScale = scaleOf(columns);
    for (let k = 0; k < classes; k++) {
      const chained = rowOf(prefixes, p + 1)[k]! - rowOf(prefixes, p)[k]!;
      const alone = rowOf(joints, count + 1 + p)[k]! - logPrior[k]!;
      terms.data[p * classes + k] = chained - logScale;
      if (Math.abs(chained - alone) > tolerance * (1 + Math.abs(rowOf(prefixes, p + 1)[k]!))) isFactored = false;
    }
  });
  const jacobian = players.reduce((sum, { columns }) => sum + scaleOf(columns), 0);
  const encodedJoint = rowOf(prefixes, count);
  const logJoint = encodedJoint.map((value) => value - jacobian);
  return {
    logPrior,
    terms,
    logJoint,
    logEvidence: logSumExp(logJoint),
    posterior: posterior(matrix(1, classes, encodedJoint)).data,
    isFactored,
  };
}
