import { matrix, rowOf } from '../../data/matrix';
import type { Matrix } from '../../data/matrix';
import { cholesky, solve } from '../math/cholesky';

/** What was learned of one side as a whole, users or items: the Gaussian that vectors of new ones come from. */
export interface Population {
  mean: Float64Array;
  /** Of vectors without anything known of them: spread of the learned ones, and how uncertain these are on average. */
  covariance: Matrix;
  /** The same given what describes them; equal to `covariance` where nothing does. */
  givenContent: Matrix;
}

/** Weight of the penalty on the weights of the content, which is standardised; scikit-learn's default of ridge regression. */
const ridge = 1;

/**
 * The population of vectors [n, w], of which only those with ratings are learned; those of the others are set to what is
 * expected of them: the regression on their content, if there is any, else the mean.
 *
 * @param uncertainty mean posterior covariance of the learned vectors: [w, w]
 */
export function populationOf(
  vectors: Matrix,
  learned: (entity: number) => boolean,
  uncertainty: Matrix,
  content: Matrix | undefined,
): Population {
  const known: number[] = [];
  for (let e = 0; e < vectors.rows; e++) if (learned(e)) known.push(e);
  const width = vectors.columns;
  const mean = new Float64Array(width);
  for (const e of known) rowOf(vectors, e).forEach((value, j) => (mean[j]! += value / known.length));
  const expected = content && known.length > 1 ? regression(vectors, content, known, mean) : () => mean;
  for (let e = 0; e < vectors.rows; e++) if (!learned(e)) rowOf(vectors, e).set(expected(e));
  const covariance = spread(vectors, known, () => mean, uncertainty);
  return {
    mean,
    covariance,
    givenContent: content ? spread(vectors, known, expected, uncertainty) : covariance,
  };
}

function spread(
  vectors: Matrix,
  known: readonly number[],
  expected: (entity: number) => Float64Array,
  uncertainty: Matrix,
): Matrix {
  const width = vectors.columns;
  const out = matrix(width, width, uncertainty.data.slice());
  for (const e of known) {
    const vector = rowOf(vectors, e);
    const center = expected(e);
    for (let j = 0; j < width; j++)
      for (let k = 0; k < width; k++)
        out.data[j * width + k]! += ((vector[j]! - center[j]!) * (vector[k]! - center[k]!)) / known.length;
  }
  return out;
}

/** Ridge regression of the vectors on the content, centred by the known entities. */
function regression(
  vectors: Matrix,
  content: Matrix,
  known: readonly number[],
  mean: Float64Array,
): (entity: number) => Float64Array {
  const d = content.columns;
  const width = vectors.columns;
  const center = new Float64Array(d);
  for (const e of known) rowOf(content, e).forEach((value, j) => (center[j]! += value / known.length));
  const normal = matrix(d, d);
  const right = Array.from({ length: width }, () => new Float64Array(d));
  for (const e of known) {
    const x = rowOf(content, e).map((value, j) => value - center[j]!);
    const y = rowOf(vectors, e);
    for (let j = 0; j < d; j++) {
      for (let k = 0; k < d; k++) normal.data[j * d + k]! += x[j]! * x[k]!;
      for (let f = 0; f < width; f++) right[f]![j]! += x[j]! * (y[f]! - mean[f]!);
    }
  }
  for (let j = 0; j < d; j++) normal.data[j * d + j]! += ridge;
  const { lower } = cholesky(normal);
  for (const weights of right) solve(lower, weights);
  return (e) => {
    const x = rowOf(content, e);
    return mean.map((value, f) => {
      let sum = value;
      for (let j = 0; j < d; j++) sum += (x[j]! - center[j]!) * right[f]![j]!;
      return sum;
    });
  };
}
