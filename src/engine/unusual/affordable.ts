import type { Rng } from '../../data/random';
import type { TrainedModel } from '../training/trained';

/** Arithmetic that one model may take to score rows: some ten seconds. */
const mostOperations = 1e10;

/**
 * As many of the rows as can be scored in a reasonable time, in their order: all of `first`, then some of the others drawn
 * at random. What a row costs grows with what the model has learned; a kernel density has learned every training row.
 */
export function affordableRows(
  { fitted, facts }: TrainedModel,
  rows: Int32Array,
  first: Int32Array,
  rng: Rng,
): Int32Array {
  const most = Math.max(1000, Math.floor(mostOperations / Math.max(fitted.parameters, facts.encoding.columns.length)));
  if (rows.length <= most) return rows;
  const chosen = new Set(first.subarray(0, most));
  const others = rows.filter((row) => !chosen.has(row));
  rng.shuffle(others);
  for (const row of others.subarray(0, most - chosen.size)) chosen.add(row);
  return rows.filter((row) => chosen.has(row));
}
