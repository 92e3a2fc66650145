import type { Rng } from '../../data/random';

/** Rows of each class that come first in every order, as far as there are so many. */
export const rowsInFront = 2;

/**
 * Positions 0 to n - 1 in random order (Fisher and Yates), but with the first `front` rows of each class moved to the
 * front, a row of every class in turn: the first m rows are a random sample of m rows in which every class is present
 * as soon as m allows, and samples of growing m contain each other. y: [n].
 */
export function nestedOrder(y: Int32Array, classes: number, front: number, rng: Rng): Int32Array {
  const shuffled = Int32Array.from(y.keys());
  rng.shuffle(shuffled);
  const seen = new Int32Array(classes);
  const rounds = Array.from({ length: front }, (): number[] => []);
  const rest: number[] = [];
  for (const row of shuffled) (rounds[seen[y[row]!]!++] ?? rest).push(row);
  for (const round of rounds) round.sort((a, b) => y[a]! - y[b]!);
  return Int32Array.from([...rounds.flat(), ...rest]);
}

/** About `count` numbers of rows from `least` to `most`, evenly spread on a logarithmic axis and rounded to two digits. */
export function spacedSizes(least: number, most: number, count: number): number[] {
  if (least >= most) return [most];
  const sizes = Array.from({ length: count }, (_, i) => least * (most / least) ** (i / (count - 1)));
  const inner = sizes.slice(1, -1).map((size) => Number(size.toPrecision(2)));
  return [...new Set([least, ...inner.map(Math.round).filter((size) => size > least && size < most), most])];
}

/** What a cell asks for, in ascending order and no more than there is; sizes of its own choice otherwise. */
export function wantedSizes(
  asked: readonly number[] | undefined,
  rows: number,
  classes: number,
  count: number,
): { sizes: number[]; notes: string[] } {
  if (!asked) return { sizes: spacedSizes(Math.max(rowsInFront * classes, 10), rows, count), notes: [] };
  const larger = asked.filter((size) => size > rows);
  const sizes = [...new Set(asked.map((size) => Math.min(size, rows)))].sort((a, b) => a - b);
  return {
    sizes,
    notes: larger.length > 0 ? [`There are ${rows} training rows: that is the largest size.`] : [],
  };
}
