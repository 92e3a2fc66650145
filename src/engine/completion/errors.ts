import type { Dataset } from '../../data/dataset';
import type { ResultTable } from '../../protocol/result';
import type { HiddenColumn, HiddenResult } from './hidden';

/** How far a method is from what was hidden, over all columns. */
export interface OverallError {
  method: string;
  /** Over all numbers, in standard deviations of the training rows; undefined where no number was hidden. */
  rmse: number | undefined;
  /** Share of the categories that were wrong; undefined where none was hidden. */
  errorRate: number | undefined;
  cells: number;
}

/** Columns x methods: root mean squared error in the units of the file, or the share of wrong categories. */
export function errorTable(results: readonly HiddenResult[]): ResultTable {
  const names = [...new Set(results.flatMap(({ columns }) => columns.map(({ feature }) => feature)))];
  return {
    name: 'impute',
    columns: ['column', 'method', 'rmse', 'errorRate'],
    rows: names.flatMap((name) =>
      results.flatMap(({ method, columns }) => {
        const column = columns.find(({ feature }) => feature === name);
        if (!column) return [];
        return [[name, method, column.levels ? null : rmse(column), column.levels ? errorRate([column]) : null]];
      }),
    ),
  };
}

export function overallErrors(results: readonly HiddenResult[], dataset: Dataset): OverallError[] {
  return results.map(({ method, columns }) => {
    const numbers = columns.filter(({ levels, truth }) => !levels && truth.length > 0);
    const categories = columns.filter(({ levels, truth }) => levels && truth.length > 0);
    const cells = numbers.reduce((sum, { truth }) => sum + truth.length, 0);
    const squares = numbers.reduce((sum, column) => sum + squaredError(column) / variance(column.feature, dataset), 0);
    return {
      method,
      rmse: cells > 0 ? Math.sqrt(squares / cells) : undefined,
      errorRate: errorRate(categories) ?? undefined,
      cells: cells + categories.reduce((sum, { truth }) => sum + truth.length, 0),
    };
  });
}

export function overallTable(errors: readonly OverallError[]): ResultTable {
  return {
    name: 'impute-overall',
    columns: ['method', 'rmse', 'errorRate', 'cells'],
    rows: errors.map((error) => [error.method, error.rmse ?? null, error.errorRate ?? null, error.cells]),
  };
}

function squaredError({ truth, imputed }: HiddenColumn): number {
  return truth.reduce((sum, value, i) => sum + (value - imputed[i]!) ** 2, 0);
}

export function rmse(column: HiddenColumn): number | null {
  return column.truth.length > 0 ? Math.sqrt(squaredError(column) / column.truth.length) : null;
}

function errorRate(columns: readonly HiddenColumn[]): number | null {
  const cells = columns.reduce((sum, { truth }) => sum + truth.length, 0);
  if (cells === 0) return null;
  const wrong = columns.reduce(
    (sum, { truth, imputed }) => sum + truth.filter((value, i) => value !== imputed[i]).length,
    0,
  );
  return wrong / cells;
}

/** Of the training rows, divisor n; 1 for a constant. */
function variance(name: string, { features, parts }: Dataset): number {
  const column = features.find((feature) => feature.name === name);
  if (column?.kind !== 'numeric') return 1;
  const values = parts.train.reduce<number[]>((present, row) => {
    const value = column.values[row]!;
    if (!Number.isNaN(value)) present.push(value);
    return present;
  }, []);
  if (values.length === 0) return 1;
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length || 1;
}
