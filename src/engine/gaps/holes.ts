import type { EncodedFeature } from '../../data/encoding';
import { matrix } from '../../data/matrix';
import type { Matrix } from '../../data/matrix';
import type { Rng } from '../../data/random';

/**
 * A uniform number for every cell: [rows, features]. A cell goes missing at all rates above its number, so that the cells
 * missing at one rate are missing at higher ones, too, and curves over the rate are smooth.
 */
export function cellChances(rows: number, features: number, rng: Rng): Matrix {
  return matrix(
    rows,
    features,
    Float64Array.from({ length: rows * features }, () => rng.uniform()),
  );
}

/** Which cells go missing: of row `row`, feature `feature`. */
export type Hole = (row: number, feature: number) => boolean;

/** A copy of encoded rows in which a feature that goes missing is missing as a whole: all of its columns are NaN. */
export function withHoles(x: Matrix, features: readonly Pick<EncodedFeature, 'start' | 'width'>[], hole: Hole): Matrix {
  const out = matrix(x.rows, x.columns, x.data.slice());
  for (let i = 0; i < x.rows; i++) {
    features.forEach(({ start, width }, f) => {
      if (hole(i, f)) out.data.fill(NaN, i * x.columns + start, i * x.columns + start + width);
    });
  }
  return out;
}
