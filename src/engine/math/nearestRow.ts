import { rowOf, type Matrix } from '../../data/matrix';

/** The row of x: [n, d], n > 0, that is nearest to a point, and the square of its Euclidean distance. */
export function nearestRow(x: Matrix, point: Float64Array): { row: number; distance: number } {
  let best = { row: 0, distance: Infinity };
  for (let row = 0; row < x.rows; row++) {
    const values = rowOf(x, row);
    let distance = 0;
    // a row that is further already need not be read to its end
    for (let j = 0; j < point.length && distance < best.distance; j++) distance += (values[j]! - point[j]!) ** 2;
    if (distance < best.distance) best = { row, distance };
  }
  return best;
}
