import type { Dataset } from '../../data/dataset';
import type { Column } from '../../data/table';

export function isEmptyCell(column: Column, row: number): boolean {
  return column.kind === 'numeric' ? Number.isNaN(column.values[row]!) : column.codes[row]! < 0;
}

/** The rows of which every one of the columns has a value. */
export function completeRows(columns: readonly Column[], rows: Int32Array): Int32Array {
  const gaps = columns.filter((column) => column.missing > 0);
  return gaps.length === 0 ? rows : rows.filter((row) => !gaps.some((column) => isEmptyCell(column, row)));
}

/** The features that have values to count: all but texts, sequences and pixels. */
export function plainFeatures({ features, plan, image }: Pick<Dataset, 'features' | 'plan' | 'image'>): Column[] {
  return plan.sequence || image ? [] : features.filter(({ name }) => name !== plan.text?.column);
}
