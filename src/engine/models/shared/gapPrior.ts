import { matrix, rowOf } from '../../../data/matrix';
import type { Matrix } from '../../../data/matrix';
import { listed } from '../../../data/words';
import type { GroupMoments } from '../../math/moments';
import { weightedColumnMoments } from '../../math/weightedMoments';
import type { TrainingData } from '../../model';
import { rowsWithoutGaps } from './missing';

/** Rows with independent features that a covariance with too few rows is told to have seen as well. */
const imaginedRows = 3;

/** Components that cover the same rows. */
export interface Sharing {
  /** Which of them belong together: [C]. */
  of: ArrayLike<number>;
  /** They have one covariance. */
  tied: boolean;
}

/**
 * The scatter S of each component, kept from collapsing. Of a Gaussian in d dimensions that no more than d rows without gaps
 * speak for, the likelihood has no maximum: these rows lie in a plane, and the thinner the Gaussian around it, the likelier
 * they are. There S of n rows becomes (S + m D) n / (n + m), the mode under an inverse Wishart prior (Schafer 1997), where D
 * are the variances of the observed cells and m = 3 rows. Elsewhere it stays.
 *
 * @param x [n, d], NaN where missing
 * @param weights [n, C]
 */
export function uncollapsed(
  x: Matrix,
  weights: Matrix,
  { counts, scatter }: GroupMoments,
  { of, tied }: Sharing,
): Matrix[] {
  const whole = rowsWithoutGaps(x);
  const rows = new Map<number, number>();
  for (let c = 0; c < weights.columns; c++) {
    // each covariance needs d rows, each mean one
    const spare = whole.reduce((sum, row) => sum + rowOf(weights, row)[c]!, tied ? -1 : -1 - x.columns);
    rows.set(of[c]!, (rows.get(of[c]!) ?? (tied ? -x.columns : 0)) + spare);
  }
  const isScarce = (c: number) => rows.get(of[c]!)! < 0;
  if (!scatter.some((_, c) => isScarce(c))) return scatter;
  const { variances } = weightedColumnMoments(x, weights);
  return scatter.map((own, c) => (isScarce(c) ? drawn(own, counts[c]!, rowOf(variances, c)) : own));
}

function drawn(scatter: Matrix, rows: number, variances: Float64Array): Matrix {
  const d = scatter.rows;
  const share = rows / (rows + imaginedRows);
  const out = matrix(
    d,
    d,
    scatter.data.map((value) => share * value),
  );
  for (let j = 0; j < d; j++) out.data[j * d + j]! += share * imaginedRows * variances[j]!;
  return out;
}

/** Says which classes, each with a covariance of its own, have no more rows without gaps than features. */
export function scarceNotes({ x, y, classNames }: Pick<TrainingData, 'x' | 'y' | 'classNames'>): string[] {
  const whole = rowsWithoutGaps(x);
  if (whole.length === x.rows) return [];
  const counts = classNames.map((name, k) => ({ name, rows: whole.filter((row) => y[row] === k).length }));
  const scarce = counts.filter(({ rows }, k) => rows <= x.columns && y.includes(k));
  if (scarce.length === 0) return [];
  return [
    `Too few rows without empty cells for a covariance of ${x.columns} features (${listed(scarce.map(({ name, rows }) => `${name} ${rows}`))}): ` +
      `it is drawn towards independent features, as by ${imaginedRows} further rows.`,
  ];
}
