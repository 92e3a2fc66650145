import { matrix, type Matrix } from '../src/data/matrix';
import { createRng } from '../src/data/random';

/** Rows and labels of a classification problem. */
export interface Problemset {
  x: Matrix;
  y: Int32Array;
  classes: number;
}

/** `classes` Gaussian clouds with different, correlated covariances, overlapping so that no method is at 100 %. */
export function clouds(rows: number, columns: number, classes: number, seed: number): Problemset {
  const rng = createRng(seed);
  const centre = Array.from({ length: classes * columns }, () => rng.normal() * 0.6);
  const width = Array.from({ length: classes * columns }, () => 0.5 + rng.uniform());
  const x = matrix(rows, columns);
  const y = new Int32Array(rows);
  for (let i = 0; i < rows; i++) {
    const label = rng.integer(classes);
    const shared = rng.normal();
    y[i] = label;
    for (let j = 0; j < columns; j++) {
      const at = label * columns + j;
      x.data[i * columns + j] = centre[at]! + width[at]! * (0.8 * rng.normal() + 0.6 * shared);
    }
  }
  return { x, y, classes };
}
