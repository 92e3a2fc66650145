import { encode } from '../../data/encode';
import { fitEncoding } from '../../data/fitEncoding';
import { numericColumn } from '../../data/infer';
import type { Matrix } from '../../data/matrix';
import type { Entities, Ratings } from '../../data/ratings';
import type { Column } from '../../data/table';
import { isEmptyCell } from '../training/columns';
import type { Dataset } from '../../data/dataset';
import type { RatedPairs, RatingData } from '../ratingModel';

/** A dataset of ratings. */
export type RatingDataset = Dataset & { ratings: Ratings };

export function pairsOf({ user, item, rating }: Ratings, rows: Int32Array): RatedPairs {
  return {
    user: rows.map((row) => user.codes[row]!),
    item: rows.map((row) => item.codes[row]!),
    rating: Float64Array.from(rows, (row) => rating.values[row]!),
  };
}

/** The ratings that a model learns from, and what describes the users and items. */
export function assembleRatings({ ratings, parts }: RatingDataset): RatingData {
  const { user, item, content } = ratings;
  const train = pairsOf(ratings, parts.train);
  const users = encodedContent(content.user, user, train.user);
  const items = encodedContent(content.item, item, train.item);
  return {
    ...train,
    users: user.ids.length,
    items: item.ids.length,
    content: { ...(users ? { user: users } : {}), ...(items ? { item: items } : {}) },
    ...(parts.validation.length > 0 ? { validation: pairsOf(ratings, parts.validation) } : {}),
  };
}

/** One row per entity, standardised by those that are learned from; empty cells count as average. */
function encodedContent(columns: readonly Column[], entities: Entities, learned: Int32Array): Matrix | undefined {
  if (columns.length === 0) return undefined;
  const described = columns.map((column) => byEntity(column, entities));
  const known = Int32Array.from(new Set(learned));
  const encoding = fitEncoding(described, known);
  const out = encode(encoding, described, Int32Array.from(entities.ids.keys()));
  for (let at = 0; at < out.data.length; at++) if (Number.isNaN(out.data[at]!)) out.data[at] = 0;
  return out;
}

/** A column of the file, which has one value for each entity, with a row per entity. */
export function byEntity(column: Column, { ids, codes }: Entities): Column {
  const row = new Int32Array(ids.length).fill(-1);
  for (let i = 0; i < codes.length; i++) {
    const code = codes[i]!;
    if (code >= 0 && row[code] === -1 && !isEmptyCell(column, i)) row[code] = i;
  }
  if (column.kind === 'numeric') {
    return numericColumn(
      column.name,
      Float64Array.from(row, (i) => (i < 0 ? NaN : column.values[i]!)),
    );
  }
  const taken = row.map((i) => (i < 0 ? -1 : column.codes[i]!));
  return { ...column, codes: taken, missing: taken.reduce((count, code) => count + (code < 0 ? 1 : 0), 0) };
}
