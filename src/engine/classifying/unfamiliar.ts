import { matrix, rowOf } from '../../data/matrix';
import type { Matrix } from '../../data/matrix';
import type { Rng } from '../../data/random';
import { drawnRows } from '../explaining/background';
import { predictionCost } from '../explaining/budget';
import { quantile } from '../math/rank';
import { missingPatterns } from '../models/shared/missing';
import type { TrainedModel } from '../training/trained';

/** Numbers that may be touched to learn what is usual, training rows that are taken at least, and patterns of gaps. */
const work = 4e8;
const leastRows = 1000;
const mostPatterns = 20;

export interface Familiarity {
  /** log p(x) of each row, in nats, in the units of the file. */
  logDensity: Float64Array;
  /** Below the quantile of the training rows; null where nothing can be said. */
  unfamiliar: (boolean | null)[];
  /** Training rows that the quantile is of. */
  trainingRows: number;
}

/**
 * log p(x) of rows, and whether it is below the quantile of the log densities of the training rows: over the same features,
 * where a row has gaps.
 *
 * @param x [n, d], NaN where empty
 * @param training [m, d]
 */
export async function familiarity(
  model: TrainedModel,
  x: Matrix,
  training: Matrix,
  share: number,
  rng: Rng,
): Promise<Familiarity> {
  const logDensity = await model.logDensity(x);
  const most = Math.max(leastRows, Math.floor(work / predictionCost(model, x.data.some(Number.isNaN))));
  const usual = drawnRows(training, most, rng);
  const unfamiliar: (boolean | null)[] = new Array<boolean | null>(x.rows).fill(null);
  const patterns = missingPatterns(x).sort((a, b) => b.rows.length - a.rows.length);
  for (const { observed, missing, rows } of patterns.slice(0, mostPatterns)) {
    if (observed.length === 0) continue;
    const densities = (await model.logDensity(without(usual, missing, observed))).sort();
    if (densities.length === 0) continue;
    const threshold = quantile(densities, share);
    for (const row of rows) unfamiliar[row] = logDensity[row]! < threshold;
  }
  return { logDensity, unfamiliar, trainingRows: usual.rows };
}

/** Rows that have all observed columns, with the missing ones empty. */
function without(x: Matrix, missing: Int32Array, observed: Int32Array): Matrix {
  const kept = Array.from({ length: x.rows }, (_, i) => i).filter((i) =>
    observed.every((j) => !Number.isNaN(x.data[i * x.columns + j]!)),
  );
  const out = matrix(kept.length, x.columns);
  kept.forEach((row, i) => {
    const own = rowOf(out, i);
    own.set(rowOf(x, row));
    for (const j of missing) own[j] = NaN;
  });
  return out;
}
