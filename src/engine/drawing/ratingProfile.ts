import { median } from '../math/rank';
import type { Dataset } from '../../data/dataset';
import { numericColumn } from '../../data/infer';
import type { Entities, Ratings } from '../../data/ratings';
import { counted, grouped } from '../../data/words';
import type { FigureOf } from '../../protocol/figures';
import type { ResultTable } from '../../protocol/result';
import { histogramOf } from './histograms';

/** Fewer ratings than this of a user or an item tell little of it. */
const few = 3;

/** What a file of ratings is like. */
export interface RatingProfile {
  table: ResultTable;
  figure: FigureOf<'histograms'>;
  /** Whole sentences. */
  notes: string[];
}

/** Counts users, items and ratings, how dense they are, and how ratings are spread over users and items. */
export function profileRatings({ parts }: Dataset, { user, item, rating }: Ratings): RatingProfile {
  const rows = Int32Array.from([...parts.train, ...parts.validation, ...parts.test]);
  const values = Float64Array.from(rows, (row) => rating.values[row]!);
  const perUser = countsOf(user, rows);
  const perItem = countsOf(item, rows);
  const mean = values.reduce((sum, value) => sum + value / values.length, 0);
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2 / values.length, 0);
  const density = values.length / (perUser.length * perItem.length);
  const measures: [string, number][] = [
    ['ratings', values.length],
    ['users', perUser.length],
    ['items', perItem.length],
    ['density', density],
    ['mean rating', mean],
    ['sd of ratings', Math.sqrt(variance)],
    ['lowest rating', values.reduce((low, value) => Math.min(low, value), Infinity)],
    ['highest rating', values.reduce((high, value) => Math.max(high, value), -Infinity)],
    ['median ratings per user', median(perUser)],
    ['median ratings per item', median(perItem)],
  ];
  const histogram = (name: string, numbers: ArrayLike<number>) => {
    const column = numericColumn(name, Float64Array.from(numbers));
    return histogramOf([{ column, rows: column.values.map((_, i) => i) }]);
  };
  const size = `${counted(values.length, 'rating')} by ${grouped(perUser.length)} values of ${user.name} of ${grouped(perItem.length)} values of ${item.name}`;
  const sparse = [[perUser, user.name] as const, [perItem, item.name] as const].flatMap(([counts, name]) => {
    const low = counts.filter((count) => count < few).length;
    return low === 0
      ? []
      : [
          `${counted(low, `value of ${name} has`, `values of ${name} have`)} fewer than ${few} ratings: little can be learned of them.`,
        ];
  });
  return {
    table: { name: 'ratings', columns: ['measure', 'value'], rows: measures },
    figure: {
      kind: 'histograms',
      title: 'Ratings',
      summary: `${size}: ${percent(density)} of all pairs; mean ${mean.toPrecision(3)}.`,
      groups: ['all ratings'],
      columns: [
        histogram(rating.name, values),
        histogram(`ratings per ${user.name}`, perUser),
        histogram(`ratings per ${item.name}`, perItem),
      ],
    },
    notes: [`${size}: ${percent(density)} of all pairs are known.`, ...sparse],
  };
}

/** Ratings of each of the entities that have any. */
function countsOf({ ids, codes }: Entities, rows: Int32Array): number[] {
  const counts = new Array<number>(ids.length).fill(0);
  for (const row of rows) counts[codes[row]!]!++;
  return counts.filter((count) => count > 0);
}

function percent(share: number): string {
  return `${Number((100 * share).toPrecision(2))} %`;
}
