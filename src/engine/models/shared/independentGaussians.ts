import { matrix } from '../../../data/matrix';
import type { Matrix } from '../../../data/matrix';
import type { Parameter } from '../../../protocol/cards';
import { columnMoments } from '../../math/moments';
import type { ColumnMoments } from '../../math/moments';
import type { TrainingData } from '../../model';

export const varSmoothingParameter: Parameter = {
  name: 'var_smoothing',
  type: 'number',
  min: 0,
  default: 1e-9,
  doc: 'Share of the largest variance of any feature that is added to every variance.',
  formula: 'var_kj + var_smoothing max_j var_j',
};

/** Variance where neither smoothing nor data give one above 0. */
const leastVariance = 1e-9;

/**
 * Mean and smoothed variance of every column in every class, [K, d] each, over the cells that are observed. A feature
 * that a class never shows takes the moments of all rows; one that no row shows is taken as standard normal.
 */
export function independentGaussians(
  { x, y, classes, classNames, columns }: Pick<TrainingData, 'x' | 'y' | 'classes' | 'classNames' | 'columns'>,
  varSmoothing: number,
  notes: string[],
): { means: Matrix; variances: Matrix } {
  const overall = columnMoments(x, new Int32Array(x.rows), 1);
  return smoothedGaussians(columnMoments(x, y, classes), overall, { classNames, columns, varSmoothing }, notes);
}

/** The same from moments in each class, [K, d], and of all rows, [1, d]. */
export function smoothedGaussians(
  own: ColumnMoments,
  overall: ColumnMoments,
  { classNames, columns, varSmoothing }: Pick<TrainingData, 'classNames' | 'columns'> & { varSmoothing: number },
  notes: string[],
): { means: Matrix; variances: Matrix } {
  const { rows: classes, columns: d } = own.means;
  const largest = overall.variances.data.reduce((most, variance) => Math.max(most, variance), 0);
  const epsilon = varSmoothing * (largest > 0 ? largest : 1);
  const means = matrix(classes, d, own.means.data.slice());
  const variances = matrix(classes, d, own.variances.data.slice());
  for (let k = 0; k < classes; k++) {
    for (let j = 0; j < d; j++) {
      const at = k * d + j;
      if (own.counts.data[at] === 0) {
        const seen = overall.counts.data[j]! > 0;
        means.data[at] = seen ? overall.means.data[j]! : 0;
        variances.data[at] = seen ? overall.variances.data[j]! : 1;
        notes.push(`Class ${classNames[k]} has no value of ${columns[j]!.feature}; that of all rows is used.`);
      }
      variances.data[at] = variances.data[at]! + epsilon > 0 ? variances.data[at]! + epsilon : leastVariance;
    }
  }
  return { means, variances };
}
