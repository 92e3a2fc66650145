import { missingAmong } from './missing';
import type { CategoricalColumn, NumericColumn, TextColumn } from './table';

/**
 * When words are categories and not text: few different ones (`always`), or at most `levels` different ones with on
 * average `rowsPerLevel` rows each.
 */
export const categoryLimits = { always: 10, levels: 1000, rowsPerLevel: 2 } as const;

/** A column of numbers; NaN is an empty cell. */
export function numericColumn(name: string, values: Float64Array): NumericColumn {
  let missing = 0;
  let integer = true;
  for (const value of values) {
    if (Number.isNaN(value)) missing++;
    else if (integer && !Number.isInteger(value)) integer = false;
  }
  return { kind: 'numeric', name, values, integer: integer && missing < values.length, missing };
}

/**
 * A column of words, as categories or as text ({@link categoryLimits}). Words that mean "no value" become empty cells;
 * equal words are joined; the levels of categories are sorted. `codes` is changed in place.
 */
export function wordColumn(name: string, codes: Int32Array, words: readonly string[]): CategoricalColumn | TextColumn {
  const counts = new Int32Array(words.length);
  for (const code of codes) if (code >= 0) counts[code]!++;
  const missing = missingAmong(words);
  const levels: string[] = [];
  const numberOf = new Map<string, number>();
  const renumbered = new Int32Array(words.length).fill(-1);
  let present = 0;
  for (const [code, word] of words.entries()) {
    if (missing[code] || counts[code] === 0) continue;
    present += counts[code]!;
    let number = numberOf.get(word);
    if (number === undefined) {
      number = levels.length;
      numberOf.set(word, number);
      levels.push(word);
    }
    renumbered[code] = number;
  }
  const distinct = levels.length;
  const { always, levels: most, rowsPerLevel } = categoryLimits;
  const kind = distinct <= always || (distinct <= most && distinct * rowsPerLevel <= present) ? 'categorical' : 'text';
  if (kind === 'categorical') {
    levels.sort(byCodeUnit);
    const rank = new Map(levels.map((level, i) => [level, i]));
    for (const [code, word] of words.entries()) if (renumbered[code]! >= 0) renumbered[code] = rank.get(word)!;
  }
  for (let row = 0; row < codes.length; row++) if (codes[row]! >= 0) codes[row] = renumbered[codes[row]!]!;
  return { kind, name, codes, levels, missing: codes.length - present };
}

/** The order of sorted words everywhere: by code unit, the same in every locale. */
export function byCodeUnit(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
