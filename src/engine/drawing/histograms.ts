import type { CategoricalColumn, Column, NumericColumn, TextColumn } from '../../data/table';
import { grouped } from '../../data/words';
import type { FigureOf } from '../../protocol/figures';

type Histogram = FigureOf<'histograms'>['columns'][number];

/** Columns and levels that a figure shows at most. */
export const mostColumns = 24;
const mostLevels = 30;
const bins = { least: 5, most: 40 };
const quartileValues = 20_000;

/** Rows of a column in one group of a histogram: each group may be of another table. */
export interface Group {
  column: Column;
  rows: ArrayLike<number>;
}

/** Counts of one feature in groups, on the same bins or levels. */
export function histogramOf(groups: readonly Group[]): Histogram {
  const { column } = groups[0]!;
  if (column.kind === 'numeric')
    return numericHistogram(column.name, groups as readonly (Group & { column: NumericColumn })[]);
  return levelHistogram(column.name, groups as readonly (Group & { column: CategoricalColumn | TextColumn })[]);
}

function numericHistogram(feature: string, groups: readonly (Group & { column: NumericColumn })[]): Histogram {
  const values = groups.map(({ column, rows }) => presentValues(column, rows));
  const edges = groups.every(({ column }) => column.integer) ? wholeEdges(values) : edgesOf(values);
  const low = edges[0]!;
  const width = (edges.at(-1)! - low) / (edges.length - 1);
  const counts = values.map((group) => {
    const count = new Array<number>(edges.length - 1).fill(0);
    for (const value of group) count[Math.max(0, Math.min(count.length - 1, Math.floor((value - low) / width)))]!++;
    return count;
  });
  return { feature, edges, counts };
}

function presentValues(column: NumericColumn, rows: ArrayLike<number>): Float64Array {
  const present = new Float64Array(rows.length);
  let count = 0;
  for (let i = 0; i < rows.length; i++) {
    const value = column.values[rows[i]!]!;
    if (!Number.isNaN(value)) present[count++] = value;
  }
  return present.subarray(0, count);
}

/** A bin for each whole number where these are few. */
function wholeEdges(groups: readonly Float64Array[]): number[] {
  const [low, high] = rangeOf(groups);
  if (!(high - low < bins.most)) return edgesOf(groups);
  return Array.from({ length: high - low + 2 }, (_, i) => low + i - 0.5);
}

/** Equal bins over all groups: as many as Freedman and Diaconis (1981) give for all values, within limits. */
function edgesOf(groups: readonly Float64Array[]): number[] {
  const n = groups.reduce((total, group) => total + group.length, 0);
  if (n === 0) return [0, 1];
  const [low, high] = rangeOf(groups);
  if (low === high) return [low - 0.5, high + 0.5];
  const spread = quartileSpread(groups, n);
  const wanted = spread > 0 ? Math.ceil(((high - low) * Math.cbrt(n)) / (2 * spread)) : bins.least;
  const count = Math.max(bins.least, Math.min(bins.most, wanted));
  return Array.from({ length: count + 1 }, (_, i) => low + (i * (high - low)) / count);
}

function rangeOf(groups: readonly Float64Array[]): [number, number] {
  let low = Infinity;
  let high = -Infinity;
  for (const group of groups) {
    for (const value of group) {
      if (value < low) low = value;
      if (value > high) high = value;
    }
  }
  return [low, high];
}

/** Third less first quartile, of evenly chosen values where there are many: it only decides how wide bins are. */
function quartileSpread(groups: readonly Float64Array[], n: number): number {
  const stride = Math.ceil(n / quartileValues);
  const chosen = Float64Array.from(
    groups.flatMap((group) => Array.from(group.filter((_, i) => i % stride === 0))),
  ).sort();
  return chosen[Math.floor(0.75 * (chosen.length - 1))]! - chosen[Math.floor(0.25 * (chosen.length - 1))]!;
}

function levelHistogram(
  feature: string,
  groups: readonly (Group & { column: CategoricalColumn | TextColumn })[],
): Histogram {
  const totals = new Map<string, number>();
  const counted = groups.map(({ column, rows }) => {
    const counts = new Map<string, number>();
    for (let i = 0; i < rows.length; i++) {
      const level = column.levels[column.codes[rows[i]!]!];
      if (level === undefined) continue;
      counts.set(level, (counts.get(level) ?? 0) + 1);
      totals.set(level, (totals.get(level) ?? 0) + 1);
    }
    return counts;
  });
  const byCount = [...totals.keys()].sort((a, b) => totals.get(b)! - totals.get(a)!);
  const levels = byCount.slice(0, mostLevels);
  const rest = byCount.slice(mostLevels);
  const counts = counted.map((group) => levels.map((level) => group.get(level) ?? 0));
  if (rest.length > 0)
    counted.forEach((group, i) => counts[i]!.push(rest.reduce((sum, level) => sum + (group.get(level) ?? 0), 0)));
  return { feature, levels: rest.length > 0 ? [...levels, `${grouped(rest.length)} others`] : levels, counts };
}
