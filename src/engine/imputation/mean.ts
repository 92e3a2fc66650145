import { matrix } from '../../data/matrix';
import type { Matrix } from '../../data/matrix';
import type { Imputer, ImputerSpec } from './imputer';

/** The mean of each column over the rows that have it; 0 for a column that no row has. x: [n, d] -> [d]. */
export function observedMeans(x: Matrix): Float64Array {
  const { rows, columns: d, data } = x;
  const means = new Float64Array(d);
  for (let j = 0; j < d; j++) {
    let sum = 0;
    let count = 0;
    for (let i = 0; i < rows; i++) {
      const value = data[i * d + j]!;
      if (Number.isNaN(value)) continue;
      sum += value;
      count++;
    }
    if (count > 0) means[j] = sum / count;
  }
  return means;
}

/** x with `values[j]` in the gaps of column j. */
export function filledWith(values: Float64Array, x: Matrix): Matrix {
  const d = x.columns;
  return matrix(
    x.rows,
    d,
    x.data.map((value, at) => (Number.isNaN(value) ? values[at % d]! : value)),
  );
}

export const mean: ImputerSpec = {
  id: 'mean',
  doc: 'the mean of the column over the training rows',
  refuses: () => undefined,
  limit: () => undefined,
  fit(x): Promise<Imputer> {
    const means = observedMeans(x);
    return Promise.resolve({ fill: (rows) => filledWith(means, rows) });
  },
};
