import { matrix } from '../../data/matrix';
import type { Matrix } from '../../data/matrix';
import type { TrainingData } from '../model';

/** What a network reads is (x - shift) / scale. */
export interface Units {
  shift: number;
  scale: number;
}

/**
 * Units in which rows have mean 0 and standard deviation 1, as normal noise has: columns of tables are standardised already;
 * pixels, which are 0 to 1, are measured by the mean and standard deviation of all of them together.
 */
export function unitsOf({ x, image }: TrainingData): Units {
  if (!image) return { shift: 0, scale: 1 };
  const shift = mean(x.data);
  const spread = Math.sqrt(mean(x.data.map((value) => (value - shift) ** 2)));
  return { shift, scale: spread > 0 ? spread : 1 };
}

/** Rows in these units. */
export function inUnits({ rows, columns, data }: Matrix, { shift, scale }: Units): Matrix {
  return matrix(
    rows,
    columns,
    data.map((value) => (value - shift) / scale),
  );
}

/** Rows in these units brought back. */
export function outOfUnits({ rows, columns, data }: Matrix, { shift, scale }: Units): Matrix {
  return matrix(
    rows,
    columns,
    data.map((value) => value * scale + shift),
  );
}

function mean(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
