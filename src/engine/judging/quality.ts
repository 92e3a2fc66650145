import { median } from '../math/rank';
import { squaredDistance } from '../math/vectors';
import { matrix, rowOf, takeRows } from '../../data/matrix';
import type { Matrix } from '../../data/matrix';
import { shuffledIndices } from '../../data/random';
import type { Rng } from '../../data/random';
import { rocAuc } from './metrics';

/** Rows of each kind: fewer tell nothing. */
export const leastRows = 20;
/** More are not needed. */
const mostRows = 500;
const folds = 5;
const mostNeighbours = 2000;

/**
 * Whether generated rows can be told from real ones: the area under the ROC curve, over five folds, of a classifier by the
 * share of generated rows among the k nearest rows, k = sqrt(rows) (Lopez-Paz and Oquab 2017, with AUC for accuracy). One
 * half: they cannot; one: they can with certainty. Nearest neighbours see any difference in shape that the number of rows
 * allows, and not only means and spreads.
 *
 * real, generated: [n, d], encoded, without gaps. Undefined with fewer than 20 rows of a kind.
 */
export function twoSampleAuc(real: Matrix, generated: Matrix, rng: Rng): number | undefined {
  const n = Math.min(real.rows, generated.rows, mostRows);
  if (n < leastRows) return undefined;
  const [a, b] = [real, generated].map((kind) => takeRows(kind, shuffledIndices(kind.rows, rng).subarray(0, n)));
  const x = stacked(a!, b!);
  const isGenerated = (i: number) => i >= n;
  const areas: number[] = [];
  for (let fold = 0; fold < folds; fold++) {
    // the same positions of both kinds, so that every fold is balanced
    const held = Array.from({ length: 2 * n }, (_, i) => i).filter((i) => (i % n) % folds === fold);
    const kept = Array.from({ length: 2 * n }, (_, i) => i).filter((i) => (i % n) % folds !== fold);
    const k = Math.round(Math.sqrt(kept.length));
    const score = held.map((i) => {
      const distance = Float64Array.from(kept, (j) => squaredDistance(rowOf(x, i), rowOf(x, j)));
      const nearest = kept.map((_, at) => at).sort((p, q) => distance[p]! - distance[q]!);
      return nearest.slice(0, k).filter((at) => isGenerated(kept[at]!)).length;
    });
    areas.push(rocAuc(score, held.map(isGenerated))!);
  }
  return areas.reduce((sum, area) => sum + area, 0) / folds;
}

/**
 * The median distance of a generated row to its nearest training row, over the median distance of a training row to its
 * nearest other one: near 0 = copies, near 1 = as near as rows of the file are to each other. [n, d] encoded.
 */
export function nearestTrainingRatio(training: Matrix, generated: Matrix, rng: Rng): number | undefined {
  if (training.rows < 3 || generated.rows === 0) return undefined;
  const kept = takeRows(training, shuffledIndices(training.rows, rng).subarray(0, mostNeighbours));
  const asked = takeRows(
    kept,
    Array.from({ length: Math.min(kept.rows, mostRows) }, (_, i) => i),
  );
  const drawn = takeRows(generated, shuffledIndices(generated.rows, rng).subarray(0, mostRows));
  const among = median(nearestDistances(asked, kept, true));
  return among === 0 ? undefined : median(nearestDistances(drawn, kept, false)) / among;
}

/** For each row of `from` its distance to the nearest row of `to`; `same`: row i of both is one row, and no neighbour of itself. */
function nearestDistances(from: Matrix, to: Matrix, same: boolean): Float64Array {
  return Float64Array.from({ length: from.rows }, (_, i) => {
    const row = rowOf(from, i);
    let nearest = Infinity;
    for (let j = 0; j < to.rows; j++) {
      if (same && i === j) continue;
      const square = squaredDistance(row, rowOf(to, j));
      if (square < nearest) nearest = square;
    }
    return Math.sqrt(nearest);
  });
}

function stacked(a: Matrix, b: Matrix): Matrix {
  const out = matrix(a.rows + b.rows, a.columns);
  out.data.set(a.data);
  out.data.set(b.data, a.data.length);
  return out;
}
