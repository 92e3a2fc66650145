import type { Dataset } from '../../data/dataset';
import type { Column } from '../../data/table';
import { shortened } from '../../data/words';
import type { ResultTable } from '../../protocol/result';
import { pixelSummary } from './profileImages';

type Row = ResultTable['rows'][number];

/** One row per column of the file: its type, its role, how full it is and what its values are like; one for all pixels. */
export function profileTable(dataset: Dataset): ResultTable {
  const { image } = dataset;
  const pixels = new Set(image && dataset.features);
  return {
    name: 'columns',
    columns: ['column', 'type', 'role', 'missing', 'distinct', 'min', 'mean', 'sd', 'max', 'most frequent'],
    rows: [
      ...(image ? [pixelSummary(dataset, image)] : []),
      ...dataset.columns
        .filter((column) => !pixels.has(column))
        .map((column) => [
          column.name,
          column === dataset.sequence?.column ? 'sequence' : typeOf(column),
          roleOf(column, dataset),
          column.missing,
          ...valuesOf(column),
        ]),
    ],
  };
}

function typeOf(column: Column): string {
  if (column.kind !== 'numeric') return column.kind;
  return column.integer ? 'integer' : 'number';
}

function roleOf({ name }: Column, { target, features, plan, ratings }: Dataset): string {
  const rated = ratings && (['user', 'item', 'rating'] as const).find((role) => ratings[role].name === name);
  if (rated) return rated;
  if (name === target?.name) return 'target';
  if (name === plan.sequence?.id) return 'sequence';
  if (features.some((feature) => feature.name === name)) return 'feature';
  return plan.split && 'by' in plan.split && plan.split.by === name ? 'split' : 'not used';
}

/** distinct, min, mean, sd (divisor n - 1), max, most frequent; null where there is none. */
function valuesOf(column: Column): Row {
  if (column.kind !== 'numeric') {
    const counts = new Int32Array(column.levels.length);
    for (const code of column.codes) if (code >= 0) counts[code]!++;
    let most = 0;
    for (let level = 1; level < counts.length; level++) if (counts[level]! > counts[most]!) most = level;
    const frequent = counts.length === 0 ? null : `${shortened(column.levels[most]!)} (${counts[most]})`;
    return [column.levels.length, null, null, null, null, frequent];
  }
  const sorted = column.values.filter((value) => !Number.isNaN(value)).sort();
  const n = sorted.length;
  if (n === 0) return [0, null, null, null, null, null];
  let mean = 0;
  let squares = 0;
  sorted.forEach((value, i) => {
    // Welford (1962): stable for any mean
    const before = value - mean;
    mean += before / (i + 1);
    squares += before * (value - mean);
  });
  const { distinct, value, count } = runsOf(sorted);
  // where every value occurs once, none is frequent
  const frequent = count > 1 ? `${value} (${count})` : null;
  return [distinct, sorted[0]!, mean, n > 1 ? Math.sqrt(squares / (n - 1)) : null, sorted[n - 1]!, frequent];
}

/** Different values among sorted ones, and the most frequent of them with its count. */
function runsOf(sorted: Float64Array): { distinct: number; value: number; count: number } {
  let distinct = 0;
  let value = NaN;
  let count = 0;
  for (let from = 0; from < sorted.length;) {
    let to = from + 1;
    while (to < sorted.length && sorted[to] === sorted[from]) to++;
    distinct++;
    if (to - from > count) {
      value = sorted[from]!;
      count = to - from;
    }
    from = to;
  }
  return { distinct, value, count };
}
